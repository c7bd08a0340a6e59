"""A person's own sheet as records of the case: each row a statement or incident, entered by whoever imports it.

The sheet is kept as a capture, and laid out as one text in which each row is a paragraph and each cell a line of it;
what a row says rests on these words. Each row is a decision "add" in the chain, signed, and can be taken back like any.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from trucewatch.errors import BadInput, BadRecord, RedactedRecord
from trucewatch.intake.arrival import Arrival, Refusal
from trucewatch.intake.captures import keep
from trucewatch.intake.mappings import TableMapping, check_headers, proposed
from trucewatch.intake.sheets import Row, Sheet, Tab, read_sheet
from trucewatch.link.corrections import check_decision
from trucewatch.notes import NOTED, carry_out
from trucewatch.records.capture import Capture
from trucewatch.records.decision import Decision
from trucewatch.records.ids import digest, random_id
from trucewatch.records.maker import ROW
from trucewatch.records.report import Found, Report
from trucewatch.records.span import Span
from trucewatch.records.text import Block, Text, text_id
from trucewatch.sheet_values import RowReader
from trucewatch.store import Store

READER: Final = ("sheet", "1")
#: Parts of a record's values that say where its words stand and who entered them, not what the row says.
PLACED: Final = frozenset({"span", "source", "reasons", "basis"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What an import did. ``added`` counts records by kind; ``already`` rows that are in the case as they are;
    ``refused`` names each row that was not taken, and why; ``remark`` says how the sheet was read, where a person
    should look at it."""

    added: Counter[str] = field(default_factory=Counter)
    already: int = 0
    refused: tuple[Refusal, ...] = ()
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A row in the text: its words, and those of each cell by header."""

    row: Row
    words: Span
    cells: Mapping[str, Span]


def import_sheet(
    store: Store, sheet: Sheet, tables: tuple[TableMapping, ...], *, who: str, mapping: Path
) -> ImportResult:
    """Take the rows of a sheet in. A row that does not fit is refused and counted, and no other for its sake; one that
    is in the case already changes nothing.

    Raises: BadInput for a worksheet or column that the sheet does not have; RedactedRecord for a sheet taken out.
    """
    for table in tables:
        check_headers(table, sheet.tab(table.tab), mapping)
    now = datetime.now(UTC)
    capture = keep(Arrival(content=sheet.content, file=sheet.name, url=None, media_type=sheet.media_type), now=now)
    text, laid = lay_out(sheet, capture)
    known = _known(store)
    agreement = store.agreement()
    made: list[Decision] = []
    counted: Counter[str] = Counter()
    refused: list[Refusal] = []
    for table in tables:
        tab = sheet.tab(table.tab)
        reader = RowReader(table, agreement, who=who)
        for one in laid[tab.name]:
            key = (NOTED[table.kind], one.words.words)
            try:
                decision = _decided(one, tab, reader, who=who, now=now)
                before = known.get(key)
                if before is None:
                    known[key] = (decision.new, one.row.number)
                    made.append(decision)
                    counted[table.kind] += 1
                elif before[1] is not None:
                    raise BadInput(f"says the same as row {before[1]}, word for word")
                elif _unplaced(before[0]) != _unplaced(decision.new):
                    raise BadInput(
                        "is in the case with other values (it was imported by another mapping, or corrected in it): "
                        "correct the record itself"
                    )
                else:
                    counted["already"] += 1
            except (BadInput, BadRecord) as error:
                refused.append(Refusal(what=_name(sheet, tab, one.row), reason=_reason(error), message=str(error)))
    already = counted.pop("already", 0)
    if not made and not refused:
        return ImportResult(already=already, remark=sheet.remark)
    run = store.begin_run("import", versions={READER[0]: READER[1]})
    if made:
        store.save_report(capture, text, _report(sheet, capture, text, who=who, now=now), None, now=now)
        carry_out(store, *made)
    store.save_set_aside(run, refused)
    store.end_run(run, counts={**counted, "already": already})
    return ImportResult(added=counted, already=already, refused=tuple(refused), remark=sheet.remark)


def new_mapping(sheet: Path, *, max_bytes: int) -> str:
    """A mapping file proposed from the headers of a sheet. Raises: BadInput for a sheet that cannot be read."""
    return proposed(read_sheet(sheet, max_bytes=max_bytes))


def lay_out(sheet: Sheet, capture: Capture) -> tuple[Text, dict[str, list[Laid]]]:
    """The sheet as one text, and where each row of each table stands in it. Empty cells have no line."""
    pieces: list[str] = []
    blocks: list[Block] = []
    places: dict[str, list[tuple[Row, int, int, dict[str, tuple[int, int]]]]] = {}
    at = 0
    for tab in sheet.tabs:
        if tab.name:
            blocks.append(Block(role="other", start=at, end=at + len(tab.name), why="name of a worksheet"))
            pieces.append(f"{tab.name}\n\n")
            at += len(pieces[-1])
        places[tab.name] = []
        for row in tab.rows:
            words, cells = _row_words(tab, row, at)
            blocks.append(Block(role="body", start=at, end=at + len(words), why=f"row {row.number}"))
            places[tab.name].append((row, at, at + len(words), cells))
            pieces.append(f"{words}\n\n")
            at += len(pieces[-1])
    content = "".join(pieces)
    text = Text(
        id=text_id(content), capture_id=capture.id, content=content, reader=READER[0], reader_version=READER[1],
        blocks=tuple(blocks),
    )  # fmt: skip
    laid = {
        name: [
            Laid(row=row, words=text.span(start, end), cells={h: text.span(*spot) for h, spot in cells.items()})
            for row, start, end, cells in rows
        ]
        for name, rows in places.items()
    }
    return text, laid


def _row_words(tab: Tab, row: Row, at: int) -> tuple[str, dict[str, tuple[int, int]]]:
    """The row's lines, "header: cell" each, and where each cell stands in the text if the row begins at ``at``."""
    lines: list[str] = []
    cells: dict[str, tuple[int, int]] = {}
    for number, cell in enumerate(row.cells):
        words = cell.strip()
        if not words:
            continue
        header = tab.header[number] if number < len(tab.header) else ""
        lead = f"{header}: " if header else ""
        start = at + sum(len(line) + 1 for line in lines) + len(lead)
        if header:
            cells[header] = (start, start + len(words))
        lines.append(f"{lead}{words}")
    return "\n".join(lines), cells


def _decided(laid: Laid, tab: Tab, reader: RowReader, *, who: str, now: datetime) -> Decision:
    """The row as a decision that adds it. Raises: BadInput, BadRecord for what does not fit."""
    beyond = [cell for cell in laid.row.cells[len(tab.header) :] if cell.strip()]
    if beyond:
        raise BadInput(
            f"has {len(laid.row.cells)} cells and the header {len(tab.header)}: are its quotation marks whole?"
        )
    values = reader.values(laid.cells)
    reasons = [{"field": "record", "value": f"{ROW}{laid.row.number}", "rule": f"person {who}"}]
    decision = Decision(
        id=random_id(), action="add", target_kind=NOTED[reader.kind], target=random_id(),
        new={**values, "reasons": reasons}, anchor=(reader.words(laid.cells) or laid.words,),
        why="imported from a sheet", who=who, when=now,
    )  # fmt: skip
    check_decision(decision)
    return decision


def _known(store: Store) -> dict[tuple[str, str], tuple[Any, int | None]]:
    """The rows that earlier imports took in, by kind and words, with their values; also those taken back since: what a
    person took out is not brought back by the same sheet."""
    found: dict[tuple[str, str], tuple[Any, int | None]] = {}
    rows: dict[str, list[tuple[int, str]]] = {}
    for decision in (d for d in store.decisions() if d.action == "add"):
        if not _is_row(decision.new) or not decision.anchor:
            continue
        span = decision.anchor[0]
        if span.text_id not in rows:
            rows[span.text_id] = list(_rows_of(store, span.text_id))
        at = bisect_right(rows[span.text_id], span.start, key=lambda row: row[0]) - 1
        if at >= 0:
            found[decision.target_kind, rows[span.text_id][at][1]] = (decision.new, None)
    return found


def _rows_of(store: Store, of: str) -> Iterator[tuple[int, str]]:
    try:
        text = store.text(of)
    except RedactedRecord:
        return
    for block in text.blocks_in("body"):
        yield block.start, text.content[block.start : block.end]


def _is_row(values: Any) -> bool:
    reasons = values.get("reasons") if isinstance(values, Mapping) else None
    return isinstance(reasons, list | tuple) and any(
        isinstance(one, Mapping) and str(one.get("value")).startswith(ROW) for one in reasons
    )


def _unplaced(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _unplaced(one) for name, one in value.items() if name not in PLACED}
    return [_unplaced(one) for one in value] if isinstance(value, list | tuple) else value


def _report(sheet: Sheet, capture: Capture, text: Text, *, who: str, now: datetime) -> Report:
    title = Found(field="title", value=f"Sheet {sheet.name}, entered by {who}", basis="person", detail="sheet")
    return Report(
        id=digest("note", capture.id, who), capture_ids=(capture.id,), text_ids=(text.id,), files=(sheet.name,),
        found=(title,), kind="note", added_at=now,
    )  # fmt: skip


def _name(sheet: Sheet, tab: Tab, row: Row) -> str:
    return f"{sheet.name}, {f'{tab.name}, ' if tab.name else ''}row {row.number}"


def _reason(error: BadInput | BadRecord) -> str:
    return "row not taken" if isinstance(error, BadRecord) else error.reason
