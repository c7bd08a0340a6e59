"""The records form: JSON Lines files that hold a whole case, each value with the place of its words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from trucewatch.assess.holding import HELD_FOR
from trucewatch.errors import VerificationFailed
from trucewatch.present.export.gathering import TABLES, Gathered, gather
from trucewatch.present.export.made import Made
from trucewatch.present.export.reader import CaseReader
from trucewatch.present.export.rows import Row
from trucewatch.present.export.writing import write_files

#: These JSON strings stand for themselves in JSON, yet many line readers end a line at them.
LINE_ENDS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
#: What the export says of itself.
ABOUT = "about.json"


def export_records(
    case: CaseReader, out: Path, *, confidential: bool = False, public: bool = False, hold: timedelta = HELD_FOR,
    now: datetime | None = None,
) -> dict[str, int]:  # fmt: skip
    """Write the case to ``out`` in the records form and read it back; what is told to whom: ``gather``.

    Gives the number of rows of each file, the number of files under ``texts``, and how many records have no
    place in a current text ("without place"). ``out`` is made if need be; files of the form already there are replaced.

    Raises: CannotWrite if the folder cannot be written, VerificationFailed if what is read back differs.
    """
    made = records(gather(case, confidential=confidential, public=public, hold=hold, now=now))
    write_files(out, made.files)
    return dict(made.counts)


def records(told: Gathered) -> Made:
    """The files of the form by name. Raises: VerificationFailed if lines do not read back as the rows they are of."""
    texts = {row["text_file"]: told.words[row["file"]] for row in told.rows["documents"] if row["text_file"]}
    files = {
        **{f"{name}.jsonl": lines(told.rows[name], name) for name in TABLES},
        **{name: encoded(content) for name, content in texts.items()},
        ABOUT: encoded(json.dumps(told.about.as_dict(), ensure_ascii=False, indent=2) + "\n"),
    }
    counts = {name: len(told.rows[name]) for name in TABLES}
    return Made(files=files, counts={**counts, "texts": len(texts), "without place": told.without_place})


def lines(rows: Iterable[Row], name: str) -> bytes:
    """The rows as JSON Lines. Raises: VerificationFailed naming the table if they do not read back as they were."""
    rows = list(rows)
    made = encoded("".join(f"{line(row)}\n" for row in rows))
    if [json.loads(one) for one in made.decode().split("\n")[:-1]] != json.loads(json.dumps(rows)):
        raise VerificationFailed(f"{name}: the lines do not hold the {len(rows)} rows they were made of; export again")
    return made


def line(row: Row) -> str:
    """The row as one line of JSON that every reader of lines takes for one line."""
    written = json.dumps(row, ensure_ascii=False)
    for character, escape in LINE_ENDS.items():
        written = written.replace(character, escape)
    try:
        written.encode()
    except UnicodeEncodeError:  # a lone surrogate from a damaged page
        written = json.dumps(row)
    return written


def encoded(content: str) -> bytes:
    """The content with nothing changed: no newline translation, lone surrogates kept."""
    return content.encode("utf-8", "surrogatepass")
