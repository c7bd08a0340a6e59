"""Records as lists show them: their words without context, the report these stand in, and who speaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from trucewatch.case import Case
from trucewatch.errors import RedactedRecord
from trucewatch.present.brief.sentences import after, before
from trucewatch.records.commitment import Commitment
from trucewatch.records.figure import Figure
from trucewatch.records.incident import Incident
from trucewatch.records.privacy import names_withheld, speaks_privately
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.records.term_claim import TermClaim
from trucewatch.records.text import Text
from trucewatch.store import Store
from trucewatch.store.rows import INCIDENT_MENTIONS, STATEMENT_MENTIONS

#: Words of fewer letters say little by themselves.
SHORT = 32
Listed = Statement | Incident | Figure | Commitment | TermClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """The words by which a list shows a record, and the report they stand in (None: in none). Words that say little by
    themselves ("it") have what stands ``before`` and ``after`` them in their sentence."""

    words: str
    span: Span
    report: Report | None
    before: str = ""
    after: str = ""

    @property
    def address(self) -> str:
        """The place in the report's page where the words stand."""
        if self.report is None:
            return ""
        return f"/reports/{self.report.id}?text={self.span.text_id}#p{self.span.start}"


def quoted(store: Store, records: Iterable[Listed], *, around: bool = True) -> dict[str, Quoted]:
    """Id -> the record's words as first told; those whose words were taken out are left out. Without ``around`` words
    that say little stand alone, and no text is read."""
    every = list(records)
    spans: dict[str, tuple[Span, ...]] = {}
    spans |= {r.id: (r.span,) for r in every if isinstance(r, Figure | Commitment | TermClaim)}
    for sort, kind in ((Statement, STATEMENT_MENTIONS), (Incident, INCIDENT_MENTIONS)):
        told = [r for r in every if isinstance(r, sort)]
        found = {m.id: m for m in store.of_ids(kind, [r.founding_mention for r in told])}
        lost = [m for r in told if r.founding_mention not in found for m in r.mention_ids]
        found |= {m.id: m for m in store.of_ids(kind, lost)}
        for record in told:
            mention = next((found[m] for m in (record.founding_mention, *record.mention_ids) if m in found), None)
            if mention is not None:
                spans[record.id] = mention.rests_on
    holder = first_reports(store, {own[0].text_id for own in spans.values()})
    # the sentence round the words of a private person would name them
    bare = {r.id for r in every if isinstance(r, Statement) and speaks_privately(r)}
    texts: dict[str, Text | None] = {}
    made = {}
    for one, own in spans.items():
        words = one_line(own)
        alone = not around or len(own) > 1 or len(words) >= SHORT or one in bare
        ahead, behind = ("", "") if alone else _around(store, own[0], texts)
        made[one] = Quoted(
            words=words, span=own[0], report=holder.get(own[0].text_id), before=ahead, after=behind
        )  # fmt: skip
    return made


def _around(store: Store, span: Span, texts: dict[str, Text | None]) -> tuple[str, str]:
    """What stands before and after words in their sentence; ``texts`` are those read so far (None: taken out)."""
    if span.text_id not in texts:
        try:
            texts[span.text_id] = store.text(span.text_id)
        except RedactedRecord:
            texts[span.text_id] = None
    text = texts[span.text_id]
    if text is None:
        return "", ""
    block = next((b for b in text.blocks if b.start <= span.start < b.end), None)
    floor, ceiling = (block.start, block.end) if block else (0, len(text.content))
    ahead, behind = before(text.content, span.start, floor), after(text.content, span.end, ceiling)
    return " ".join(ahead.split()), " ".join(behind.split())


def one_line(spans: Sequence[Span]) -> str:
    return " […] ".join(" ".join(span.words.split()) for span in spans)


def first_reports(store: Store, text_ids: Iterable[str]) -> dict[str, Report]:
    """Text -> the report first published with it."""
    found: dict[str, Report] = {}
    reports = store.reports_of_texts(sorted(set(text_ids)))
    for report in sorted(reports, key=lambda r: (r.published or date.max, r.added_at, r.id)):
        for text_id in report.text_ids:
            found.setdefault(text_id, report)
    return found


def speakers(case: Case, statements: Iterable[Statement]) -> dict[str, str]:
    """Id of a statement -> its speaker as shown: private persons by description, nobody as "speaker not named"."""
    every = list(statements)
    released = case.store.decisions(actions=("release", "undo"))
    withheld = names_withheld(case.agreement, released, every)
    shown = {}
    for statement in every:
        name = statement.speaker or "speaker not named"
        shown[statement.id] = statement.role or withheld.descriptions[name.casefold()] if (
            name.casefold() in withheld.descriptions
        ) else name  # fmt: skip
    return shown
