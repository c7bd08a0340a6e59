"""Which captures and texts an archive may hold.

A capture is kept whole or not at all: covering a name in it would change the hash it stands for. So a report of which
something may not be told to whom the archive is for leaves none of its captures and texts there; what of it may be told
stands in the rows of the record, as in every export.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from urllib.parse import unquote

from trucewatch.present.export.gathering import Gathered
from trucewatch.present.export.reader import text_or_none
from trucewatch.records.capture import Capture
from trucewatch.records.decision import Decision
from trucewatch.records.report import Report
from trucewatch.records.text import Text
from trucewatch.store import Store

REDACTED = "redacted"
CONFIDENTIAL = "of reports that are, or hold what is, marked confidential"
STRAY = "of no report, so that nobody can tell whether they hold what is marked confidential"
NOTED = "noted by hand by who works on the case"
HELD = "with names or places that are not told to anybody"
UNSEARCHED = "of a kind in which names held back cannot be looked for (PDF, Word, mail, chat messages)"
#: Kinds whose bytes are words, so that names can be looked for in all of them.
SEARCHED = frozenset({"text/html", "text/plain", "application/x-ndjson"})
ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Ids of the captures and texts that go in; ``left_out`` counts captures by the reason why they do not."""

    captures: tuple[str, ...]
    texts: tuple[str, ...]
    left_out: Mapping[str, int]


class Choosing:
    """What is kept of a case, for whom ``told`` was gathered; ``public``: for anybody."""

    def __init__(self, store: Store, told: Gathered, *, public: bool) -> None:
        self._store = store
        self._told = told
        self._public = public
        self._why: dict[str, str | None] = {}

    def chosen(self) -> Chosen:
        redacted = {(one.target_kind, one.target) for one in self._store.redactions()}
        left_out: Counter[str] = Counter()
        captures, texts = [], []
        for capture in self._store.captures():
            why = REDACTED if ("capture", capture.id) in redacted else self._why_not(capture)
            if why is None:
                captures.append(capture.id)
            else:
                left_out[why] += 1
        for text_id, reports in self._of_texts.items():
            if ("text", text_id) not in redacted and not any(map(self._why_no_part, reports)):
                texts.append(text_id)
        return Chosen(captures=tuple(captures), texts=tuple(texts), left_out=dict(left_out))

    def tells(self, decision: Decision) -> bool:
        """True if a decision's content may be told: nothing it is about, or rests on, is kept back."""
        if not self._told.view.marks or decision.action == "redact":  # whose ground stays, as the manifest has it
            return True
        if decision.action == "undo":
            undone = self._decisions.get(decision.target)
            return undone is None or self.tells(undone)
        if decision.action == "confidential":
            return False
        words = (*decision.anchor, *decision.other_anchor)
        if (not words or decision.target_kind in ("statement", "incident")) and decision.target not in self._seen:
            return False  # what rests on no words is told if its record is
        other = decision.new if isinstance(decision.new, str) and not decision.field else decision.target
        if decision.target_kind == "actor" and other not in self._seen:
            return False
        return self._told.view.shows(decision.target, words) and self._told.view.shows(other, ())

    # -- the parts -------------------------------------------------------------------------------------

    @cached_property
    def _decisions(self) -> dict[str, Decision]:
        return {decision.id: decision for decision in self._store.decisions()}

    @cached_property
    def _seen(self) -> set[str]:
        """Ids of what is told, and the names of outlets whose reports are."""
        view = self._told.view
        records = (view.statements(), view.incidents(), view.reports())
        named = {report.publisher for report in view.reports() if report.publisher}
        outlets = named | {name.casefold() for name in named}
        actors = {row["id"] for row in self._told.rows["actors"]}
        return {one.id for some in records for one in some} | actors | outlets

    @cached_property
    def _visible(self) -> set[str]:
        return {report.id for report in self._told.view.reports()}

    @cached_property
    def _of_captures(self) -> dict[str, list[Report]]:
        """Capture -> the reports that it is a version of, or of whose page it tells what became of it."""
        found: dict[str, list[Report]] = {}
        for report in self._store.reports():
            later = (note.capture_id for note in report.page_notes if note.capture_id)
            for capture_id in dict.fromkeys((*report.capture_ids, *later)):
                found.setdefault(capture_id, []).append(report)
        return found

    @cached_property
    def _of_texts(self) -> dict[str, list[Report]]:
        found: dict[str, list[Report]] = {}
        for report in self._store.reports():
            for text_id in report.text_ids:
                found.setdefault(text_id, []).append(report)
        return found

    def _why_not(self, capture: Capture) -> str | None:
        """Why a capture stays out; None if it goes in."""
        owners = self._of_captures.get(capture.id, [])
        if not owners and (self._public or self._told.view.marks):
            return STRAY
        for report in owners:
            if why := self._why_no_part(report):
                return why
        if not self._public:
            return None
        if capture.media_type.partition(";")[0].strip() not in SEARCHED:
            return UNSEARCHED
        text_ids = [text_id for report in owners for text_id in report.text_ids]
        return HELD if any(self._holds_back(words, text_ids) for words in self._readable(capture)) else None

    def _why_no_part(self, report: Report) -> str | None:
        """Why no capture and no text of a report goes in."""
        if report.id not in self._why:
            self._why[report.id] = self._why_none_of(report)
        return self._why[report.id]

    def _why_none_of(self, report: Report) -> str | None:
        view = self._told.view
        if report.id not in self._visible or any(text_id in view.hidden for text_id in report.text_ids):
            return CONFIDENTIAL
        if not self._public:
            return None
        if report.kind == "note":
            return NOTED
        texts = (text_or_none(self._store, text_id) for text_id in report.text_ids)
        return HELD if any(self.covered(text) != text.content for text in texts if text is not None) else None

    def covered(self, text: Text) -> str:
        """The words of a text with everything covered that may not be told."""
        return self._told.people.blacked_out(self._told.view.words_told(self._told.view.covered(text), (text.id,)))

    def _holds_back(self, words: str, text_ids: Iterable[str]) -> bool:
        names = any(True for _ in self._told.people.names_in(words))
        return names or self._told.view.words_told(words, text_ids) != words

    def _readable(self, capture: Capture) -> Iterator[str]:
        """The words of a capture, of its address and its headers, in every way a reader may come to see them."""
        whole = self._store.capture(capture.id)
        fetch = capture.fetch
        beside = [capture.url or "", capture.file or ""]
        if fetch is not None:
            beside += [fetch.asked, *(f"{a} {b}" for a, _, b in fetch.steps), *(value for _, value in fetch.answer)]
        texts = [t for r in self._of_captures.get(capture.id, ()) for i in r.text_ids if (t := self._read(i))]
        encodings = dict.fromkeys(("utf-8", "latin-1", *(t.encoding for t in texts if t.encoding)))
        bodies = [whole.content.decode(one, "replace") for one in encodings if whole and whole.content and known(one)]
        for words in ("\n".join(beside), *bodies):
            plain = unquote(unescape(ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), words)))
            yield words
            yield plain

    def _read(self, text_id: str) -> Text | None:
        return text_or_none(self._store, text_id)


def known(encoding: str) -> bool:
    """True for an encoding that can be read here."""
    try:
        b"".decode(encoding)
    except LookupError:
        return False
    return True
