"""One file of JSON Lines: what the export says of itself, then every row of the record with the words it stands on."""

from __future__ import annotations

from trucewatch.present.export.gathering import TABLES, Gathered
from trucewatch.present.export.made import Made
from trucewatch.present.export.records import lines
from trucewatch.present.export.rows import Row

FILE = "record.jsonl"
#: Tables whose rows are told in mentions, and those whose rows name one place each.
IN_MENTIONS, IN_ONE_PLACE = frozenset({"statements", "incidents", "unrealised"}), frozenset(
    {"commitments", "claimed_terms"}
)  # fmt: skip


def jsonl(told: Gathered) -> Made:
    """``table`` names the table of each line; the other fields are those of the records form, and ``words``."""
    first: Row = {"table": "about", **told.about.as_dict()}
    rows = [first, *({"table": name, **with_words(told, name, row)} for name in TABLES for row in told.rows[name])]
    return Made(files={FILE: lines(rows, FILE)}, counts={name: len(told.rows[name]) for name in TABLES})


def with_words(told: Gathered, table: str, row: Row) -> Row:
    """The row with the words it stands on; of a series each value has its own."""
    if table in IN_MENTIONS:
        return {**row, "words": told.quoted(row["mentions"])}
    if table in IN_ONE_PLACE:
        return {**row, "words": told.words_at(row["file"], row["start"], row["end"])}
    if table == "figures":
        values = [{**one, "words": told.words_at(one["file"], one["start"], one["end"])} for one in row["values"]]
        return {**row, "values": values}
    return row
