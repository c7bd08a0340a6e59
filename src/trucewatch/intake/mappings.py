"""Mapping files: YAML that says which column of a person's own sheet holds what (docs/imports.md)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from trucewatch.errors import BadInput, MissingInput
from trucewatch.intake.agreement_page import Page, Problem
from trucewatch.intake.marked_file import read_marked
from trucewatch.intake.sheets import Sheet, Tab

FORM_VERSION: Final = 1
MOST_BYTES: Final = 1_000_000
Kind = Literal["statement", "incident"]

#: field -> other headers under which people keep it, as ``_plain`` writes them. Each kind's in the order proposed.
FIELDS: Final[Mapping[Kind, Mapping[str, tuple[str, ...]]]] = {
    "statement": {
        "words": ("quote", "quotation", "text", "statement", "content", "excerpt", "description"),
        "speaker": ("who", "said_by", "source_actor", "spokesperson", "name"),
        "speaker_kind": (),
        "role": ("title", "office", "position", "function"),
        "side": ("party", "group", "affiliation", "speaker_side"),
        "act": ("speech_act", "type", "action"),
        "target_side": ("target_party", "target", "against", "accused", "addressee"),
        "medium": ("channel",),
        "said_on": ("date", "day", "said", "event_date", "date_said"),
        "said_from": ("date_from", "start_date", "from"),
        "said_to": ("date_to", "end_date", "to", "until"),
        "direct": ("direct_quote",),
        "via": (),
        "reported_by": (),
    },
    "incident": {
        "words": ("description", "notes", "text", "summary", "details", "narrative", "what"),
        "type": ("incident_type", "event_type", "category", "kind"),
        "date": ("day", "when", "event_date", "incident_date"),
        "date_from": ("date_start", "start_date", "from"),
        "date_to": ("date_end", "end_date", "to", "until"),
        "place": ("location", "where", "town", "village", "site", "city", "district"),
        "admin1": ("province", "region", "state", "governorate", "oblast"),
        "country": (),
        "lat": ("latitude", "y"),
        "lon": ("longitude", "long", "lng", "x"),
        "place_precision": (),
        "gazetteer_id": (),
        "actor": ("perpetrator", "actor1", "by_whom", "responsible", "attributed_to"),
        "target": ("victim", "victims", "actor2", "against"),
        "said_as": ("status",),
        "said_by": ("according_to", "claimed_by", "told_by"),
        "killed": ("dead", "deaths", "fatalities", "fatality"),
        "killed_words": (),
        "injured": ("wounded", "injuries"),
        "injured_words": (),
        "displaced": (),
        "displaced_words": (),
        "harmed": ("casualties",),
        "harmed_words": (),
        "weapon": ("weapons", "means"),
        "civilian_harm": ("civilians_harmed",),
    },
}
#: What our own exports write where a record has another word.
VALUES: Final[Mapping[str, Mapping[str, str]]] = {"said_as": {"scheduled": "planned"}}
#: Headers by which a table is known to hold one kind and not the other.
TELLING: Final[Mapping[Kind, frozenset[str]]] = {
    "statement": frozenset({"speaker", "act", "medium", "side", "said_on", "said_from", "via", "reported_by"}),
    "incident": frozenset({"type", "place", "actor", "target", "killed", "injured", "weapon", "lat", "date_from"}),
}
#: Our own exports have a table of what is only threatened, planned or spoken of, whose rows do not say which.
UNREALISED: Final = "unrealised"
#: Lines of a proposed file before its first table.
LEAD: Final = 5
NEEDED: Final[Mapping[Kind, str]] = {"statement": "act", "incident": "type"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMapping:
    """What the columns of one table hold. ``columns``: field -> header; ``always``: field -> the value of every row;
    ``values``: field -> what the sheet's words stand for; ``dates``: how days are written, None for 2020-10-18."""

    tab: str | None
    kind: Kind
    columns: Mapping[str, str]
    always: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: str | None = None


class _TableForm(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    tab: str | None = None
    kind: Kind
    columns: dict[str, str] = {}
    always: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    dates: str | None = Field(None, min_length=2)

    @field_validator("always", mode="before")
    @classmethod
    def _words(cls, value: Any) -> Any:
        return {k: _as_words(v) for k, v in value.items()} if isinstance(value, dict) else value

    @field_validator("values", mode="before")
    @classmethod
    def _more_words(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {k: {t: _as_words(o) for t, o in v.items()} if isinstance(v, dict) else v for k, v in value.items()}


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")
    trucewatch_mapping: Literal[1]
    tables: list[_TableForm] = Field(min_length=1)


def read_mapping(path: Path) -> tuple[TableMapping, ...]:
    """Read a mapping file. Raises: BadInput (one of its kinds) with the place and the value met."""
    page = read_marked(
        path, what="mapping", mark="trucewatch_mapping", version=FORM_VERSION, most=MOST_BYTES, bad=BadInput,
        missing=MissingInput(
            f"there is no mapping file {path}; make one to edit: trucewatch import --new-mapping {path} SHEET"
        ),
    )  # fmt: skip
    try:
        form = _Form.model_validate(page.root)
    except ValidationError as error:
        raise BadInput("\n".join(_told(path, page, one) for one in error.errors())) from None
    tables = tuple(
        TableMapping(
            tab=one.tab, kind=one.kind, columns=one.columns, always=one.always, values=one.values, dates=one.dates
        )
        for one in form.tables
    )
    for table in tables:
        _check(table, path)
    return tables


def _check(table: TableMapping, path: Path) -> None:
    fields = FIELDS[table.kind]
    for name in (*table.columns, *table.always, *table.values):
        if name not in fields:
            raise BadInput(f"{path}: a {table.kind} has no field {name!r}; fields are {', '.join(fields)}")
    both = next((name for name in table.columns if name in table.always), None)
    if both is not None:
        raise BadInput(f"{path}: {both!r} stands under columns and under always; leave it in one of them")
    needed = NEEDED[table.kind]
    if needed not in table.columns and needed not in table.always:
        raise BadInput(
            f"{path}: a {table.kind} needs its {needed}; name the column under columns:, or one value under always:"
        )
    if table.dates is not None:
        written = datetime(2020, 10, 18).strftime(table.dates)
        try:
            known = datetime.strptime(written, table.dates).date().isoformat()
        except ValueError as error:
            raise BadInput(
                f"{path}: dates: {table.dates!r} is no way to write a day ({error}); e.g. %d/%m/%Y"
            ) from None
        if known != "2020-10-18":
            raise BadInput(f"{path}: dates: {table.dates!r} leaves out day, month or year; write all, e.g. %d/%m/%Y")


def check_headers(table: TableMapping, tab: Tab, path: Path) -> None:
    """Raises: BadInput if the table lacks a column that the mapping names."""
    for name, header in table.columns.items():
        if header not in tab.header:
            where = f"worksheet {tab.name!r}" if tab.name else "the sheet"
            there = ", ".join(filter(None, tab.header))
            raise BadInput(f"{path}: {where} has no column {header!r} (for {name}); its columns are {there}")


def _told(path: Path, page: Page, error: Any) -> str:
    place = tuple(error["loc"])
    met = f" (got {error['input']!r})" if isinstance(error.get("input"), str | int | float) else ""
    message = "is no key of a mapping file; see docs/imports.md" if error["type"] == "extra_forbidden" else error["msg"]
    line = page.line(place)
    where = f", line {line}" if line else ""
    return f"{path}{where}, {Problem(place=place, message='').field or 'the whole file'}: {message}{met}"


def _as_words(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


# -- a mapping proposed ---------------------------------------------------------------------------------


def proposed(sheet: Sheet) -> str:
    """A mapping file for a person to edit: each header that is known goes to its field, the others stand in a remark.

    Worksheets that look like neither statements nor incidents are left out, and named.
    """
    lines = [
        f"trucewatch_mapping: {FORM_VERSION}",
        f"# Proposed from the headers of {sheet.name}. Read every line; then:",
        "#   trucewatch import CASE SHEET --mapping FILE --who NAME",
        "# Under columns: the field of the record, then the sheet's column. Docs: docs/imports.md.",
        "tables:",
    ]
    passed_over = []
    for tab in sheet.tabs:
        kind = _kind(tab)
        if kind is None and len(sheet.tabs) > 1:
            passed_over.append(tab.name)
        else:
            lines += _table(tab, kind or "incident", sure=kind is not None, name=tab.name or Path(sheet.name).stem)
    if len(lines) == LEAD:
        raise BadInput(
            f"no worksheet of {sheet.name} has columns that I know as statements or incidents; rename columns (act, "
            "speaker; type, date, place), or write the mapping by hand: docs/imports.md"
        )
    lines += [f"# Not used: worksheet {name!r}" for name in passed_over]
    return "\n".join(lines) + "\n"


def _table(tab: Tab, kind: Kind, *, sure: bool, name: str) -> list[str]:
    found = _columns(tab, kind)
    always = {} if NEEDED[kind] in found else {NEEDED[kind]: "report" if kind == "statement" else "other"}
    if name == UNREALISED:
        found.pop("said_as", None)
        always["said_as"] = "hypothetical"
    lines = [f"  - tab: {_quoted(tab.name)}"] if tab.name else []
    guessed = "" if sure else "   # a guess: statement or incident"
    lines.append(f"  {' ' if tab.name else '-'} kind: {kind}{guessed}")
    lines.append("    columns:")
    lines += [f"      {name}: {_quoted(header)}" for name, header in found.items()]
    unused = [header for header in tab.header if header and header not in found.values()]
    if unused:
        kept = " ".join(", ".join(unused).split())
        lines.append(f"      # not used (it stays in the words of the row): {kept}")
    left = [one for one in FIELDS[kind] if one not in found]
    if left:
        lines.append(f"      # fields without a column: {', '.join(left)}")
    if always:
        lines += [
            "    always:   # one value for every row",
            *(f"      {one}: {value}" for one, value in always.items()),
        ]
    else:
        lines.append("    # always: {side: NAME OF THE PARTY}   # one value for every row")
    values = {one: VALUES[one] for one in found if one in VALUES}
    if values:
        lines.append("    values:   # what the sheet's words stand for")
        for one, stand_for in values.items():
            lines += [f"      {one}:", *(f"        {_quoted(a)}: {_quoted(b)}" for a, b in stand_for.items())]
    else:
        lines.append(f"    # values: {{{NEEDED[kind]}: {{THEIR WORD: OURS}}}}   # what the sheet's words stand for")
    lines.append('    # dates: "%d/%m/%Y"   # if days are not written like 2020-10-18')
    return lines


def _kind(tab: Tab) -> Kind | None:
    """The kind whose telling columns the table has more of, two at least."""
    score = {kind: len(TELLING[kind] & _columns(tab, kind).keys()) for kind in FIELDS}
    best: Kind = "statement" if score["statement"] > score["incident"] else "incident"
    return best if score[best] >= 2 and NEEDED[best] in _columns(tab, best) else None


def _columns(tab: Tab, kind: Kind) -> dict[str, str]:
    """field -> header, each header once; a field's own name comes before the others that it goes by."""
    plain = {_plain(header): header for header in reversed(tab.header) if header}
    found: dict[str, str] = {}
    for names in ({f: (f,) for f in FIELDS[kind]}, FIELDS[kind]):
        for name, others in names.items():
            header = next((plain[o] for o in others if o in plain and plain[o] not in found.values()), None)
            if name not in found and header is not None:
                found[name] = header
    return {name: found[name] for name in FIELDS[kind] if name in found}


def _plain(header: str) -> str:
    return re.sub(r"[^\w]+", "_", header.casefold()).strip("_")


def _quoted(words: str) -> str:
    """The words as YAML that reads as the same words."""
    if re.fullmatch(r"[A-Za-z_][\w ]*\w", words) and words.casefold() not in (
        "true",
        "false",
        "yes",
        "no",
        "null",
        "on",
        "off",
    ):
        return words
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
