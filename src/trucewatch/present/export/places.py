"""Under which file name each text stands, so that offsets in an export can be looked up again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from trucewatch.present.export.reader import CaseReader, text_or_none
from trucewatch.records.capture import Capture
from trucewatch.records.ids import SHORTEST
from trucewatch.records.report import Report
from trucewatch.records.text import Text

#: The media type whose offsets count in the decoded file itself; the text of all else, and of what never was a file
#: (standard input, notes, pages), is exported beside the records.
PLAIN = "text/plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One input file with the text in which its offsets count.

    ``text_file`` is None if that is the file itself; ``text`` is None after redaction.
    """

    file: str
    report: Report
    capture: Capture | None
    text: Text | None
    text_file: str | None


class Documents:
    """The documents of a case, and where a text stands among them."""

    def __init__(self, reader: CaseReader) -> None:
        self.all: list[Document] = []
        self._of_text: dict[str, list[Document]] = {}
        reports = list(reader.reports())
        names = _short_names([file for report in reports for file in _files(report)])
        taken: set[str] = set()
        for report in reports:
            texts = [text for text_id in report.text_ids if (text := text_or_none(reader, text_id)) is not None]
            capture_ids = dict.fromkeys((*report.capture_ids, *(text.capture_id for text in texts)))
            captures = {capture_id: reader.capture(capture_id, content=False) for capture_id in capture_ids}
            for file in _files(report):
                text = _current_text(file, report, texts, captures) if texts else None
                capture = captures[text.capture_id if text else report.capture_id]
                text_file = None
                if text and not (report.files and _plain(capture)):
                    text_file = _free_name(names[file], text.id, taken)
                document = Document(file=names[file], report=report, capture=capture, text=text, text_file=text_file)
                self.all.append(document)
                if text:
                    self._of_text.setdefault(text.id, []).append(document)

    def of_text(self, text_id: str) -> Sequence[Document]:
        """Every document whose offsets count in this text; none for an older reading or a translation."""
        return self._of_text.get(text_id, ())


def _files(report: Report) -> tuple[str, ...]:
    """The names a report came in under; its address, or its id, if it never was a file."""
    return report.files or (report.url or f"report-{report.id[:SHORTEST]}",)


def _plain(capture: Capture | None) -> bool:
    """True if the bytes received are the text itself."""
    return capture is not None and capture.media_type.partition(";")[0].strip() == PLAIN


def _short_names(files: Sequence[str]) -> dict[str, str]:
    """The last part of each name where that is unique, else the whole name: no two files share one."""
    last = {file: PurePath(file).name if "://" not in file else file for file in files}
    counts = Counter(last[file] for file in set(files))
    return {file: last[file] if counts[last[file]] == 1 else file for file in files}


def _current_text(file: str, report: Report, texts: Sequence[Text], captures: dict[str, Capture | None]) -> Text:
    """The newest reading of the capture that came in under this name (of the last capture if none says so)."""
    originals = [t for t in texts if t.translation_of is None] or list(texts)
    file_of = {capture_id: capture.file for capture_id, capture in captures.items() if capture}
    named = [t for t in originals if file_of.get(t.capture_id) == file]
    if named:
        return named[-1]
    spoken_for = {capture_id for capture_id, name in file_of.items() if name in report.files}
    free = [t for t in originals if t.capture_id not in spoken_for]
    return (free or originals)[-1]


def _free_name(file: str, text_id: str, taken: set[str]) -> str:
    """A name under ``texts/`` that stays inside that folder and that no other document has."""
    parts = [p for p in PurePath(file.replace("://", "/").replace("\\", "/")).parts if p not in ("/", "..", ".", "")]
    name = "/".join(part.replace(":", "_")[:120] for part in parts) or text_id[:16]
    if f"{name}.txt".casefold() in taken:
        name = f"{name}.{text_id[:8]}"
    taken.add(f"{name}.txt".casefold())
    return f"texts/{name}.txt"
