"""What a search shows: hits with what was searched for marked, and links that narrow by what was found."""

from __future__ import annotations

from calendar import month_name, monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from trucewatch.case import Case
from trucewatch.gazetteer.lookup import shipped
from trucewatch.present.brief.words import act_label, type_label
from trucewatch.present.web.frame import query
from trucewatch.present.web.listed import Quoted, quoted, speakers
from trucewatch.records.page import Page
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement
from trucewatch.store.hits import FoundPage, HitKind, SearchFilter
from trucewatch.store.pages import IncidentItem, ReportItem, StatementItem

#: Values of one facet shown; further ones are reached by the fields of the form.
SHOWN: Final = 8
#: Facet -> its heading.
FACETS: Final[Mapping[str, str]] = {
    "side": "Side", "act": "Act", "target_side": "To or about", "type": "Type", "country": "Country",
    "provision": "Provision", "publisher": "Outlet", "month": "Month",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One hit: the record, the words around what was found (all its first words, where no words were searched for)."""

    item: StatementItem | IncidentItem | ReportItem
    pieces: tuple[Piece, ...]
    quote: Quoted | None
    speaker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """``address`` is the query with this value chosen, or given up if it is; "" where it cannot be chosen."""

    label: str
    number: int
    address: str
    chosen: bool


def search(
    case: Case, wanted: SearchFilter, kind: HitKind, *, order: Any, offset: int, limit: int
) -> tuple[Page[Any], tuple[Shown, ...], Mapping[str, Mapping[str, int]]]:
    """(the page, what it shows, facets). Without words the filters alone choose, newest first, without facets."""
    if wanted.words:
        found: FoundPage = case.search_page(wanted, kind=kind, order=order, offset=offset, limit=limit)
        told = [(one.item, _pieces(one.words, one.marked)) for one in found.items]
        return found, _shown(case, told), found.facets
    listed = _listed(case, wanted, kind, offset=offset, limit=limit)
    return listed, _shown(case, [(item, ()) for item in listed.items]), {}


def _listed(case: Case, wanted: SearchFilter, kind: HitKind, *, offset: int, limit: int) -> Page[Any]:
    """What the filters choose where nothing is searched for; nothing for a kind that knows not all of them."""
    pages: dict[str, Callable[..., Page[Any]]] = {
        "statement": case.statements_page, "incident": case.incidents_page, "report": case.reports_page,
    }  # fmt: skip
    chosen = wanted.of(kind)
    if chosen is None:
        return Page(items=(), total=0, offset=offset, limit=limit)
    return pages[kind](replace(chosen, words=None), offset=offset, limit=limit)


def _shown(case: Case, told: Sequence[tuple[Any, tuple[Piece, ...]]]) -> tuple[Shown, ...]:
    records = [item.record for item, _ in told]
    quotes = quoted(case.store, [r for r in records if not isinstance(r, Report)])
    named = speakers(case, [r for r in records if isinstance(r, Statement)])
    return tuple(
        Shown(
            item=item, quote=quotes.get(item.record.id), speaker=named.get(item.record.id, ""),
            pieces=pieces or _plain(quotes.get(item.record.id)),
        )
        for item, pieces in told
    )  # fmt: skip


def _pieces(words: str, marked: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    found, at = [], 0
    for start, end in marked:
        found += [Piece(text=words[at:start], marked=False), Piece(text=words[start:end], marked=True)]
        at = end
    found.append(Piece(text=words[at:], marked=False))
    return tuple(piece for piece in found if piece.text)


def _plain(quote: Quoted | None) -> tuple[Piece, ...]:
    return (Piece(text=quote.words, marked=False),) if quote else ()


def facet_values(
    facets: Mapping[str, Mapping[str, int]], current: Mapping[str, str]
) -> list[tuple[str, list[FacetValue], int]]:
    """(heading, the values found most, how many more there are) of every facet with something to choose."""
    made = []
    for name, heading in FACETS.items():
        values = facets.get(name, {})
        ordered = list(values.items())[-SHOWN:] if name == "month" else list(values.items())[:SHOWN]
        if values and list(values) != [""]:
            made.append((heading, [_value(name, *one, current) for one in ordered], len(values) - len(ordered)))
    return made


def _value(name: str, value: str, number: int, current: Mapping[str, str]) -> FacetValue:
    if name == "month":
        chosen = bool(value) and current.get("since", "")[:7] == value == current.get("until", "")[:7]
        changes: dict[str, Any] = {"since": None, "until": None} if chosen else _days(value)
    else:
        chosen = bool(value) and current.get(name) == value
        changes = {name: None if chosen else value}
    address = query(current, offset=None, **changes) if value else ""
    return FacetValue(label=_label(name, value), number=number, address=address, chosen=chosen)


def _days(month: str) -> dict[str, str]:
    """The first and last day of a month."""
    return {"since": f"{month}-01", "until": f"{month}-{monthrange(int(month[:4]), int(month[5:7]))[1]}"}


def _label(name: str, value: str) -> str:
    if not value:
        return "not known" if name in ("month", "country", "publisher") else "none"
    if name == "month":
        return f"{month_name[int(value[5:7])]} {value[:4]}"
    if name == "act":
        return act_label(value)
    if name == "type":
        return type_label(value)
    return _country(value) if name == "country" else value


@cache
def _country(code: str) -> str:
    return shipped().country_name(code) or code
