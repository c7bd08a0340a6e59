"""Records as a notebook shows them: a list as a small table, a statement or incident as a card with its words.

A notebook is a file that is passed on with all that it shows. So it shows what an export would: names of private
persons are covered, and nothing is shown of what was marked confidential.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, WeakSet

from trucewatch.assess.claimed import ClaimedReading
from trucewatch.assess.contradict import LedgerRow
from trucewatch.assess.sums import Figures
from trucewatch.errors import BadInput, TrucewatchError
from trucewatch.found import Asked
from trucewatch.present.brief.words import act_label, counted, day_words, number_words, type_label, when_words
from trucewatch.present.export.people import WITHHELD
from trucewatch.present.export.rows import named_most
from trucewatch.present.export.view import View
from trucewatch.records.actor import Actor
from trucewatch.records.commitment import Commitment
from trucewatch.records.incident import Incident
from trucewatch.records.privacy import Withheld
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.store import Store
from trucewatch.store.rows import INCIDENT_MENTIONS, STATEMENT_MENTIONS
from trucewatch.store.state import State

if TYPE_CHECKING:
    from trucewatch.case import Case

#: Records that a list shows, and letters of their words.
MOST, LONGEST = 10, 140
#: Kind of table -> what its records are called: one, several.
CALLED: Mapping[str, tuple[str, str]] = {
    "documents": ("report", "reports"), "actors": ("actor", "actors"), "statements": ("statement", "statements"),
    "incidents": ("incident", "incidents"), "figures": ("series of figures", "series of figures"),
    "commitments": ("commitment", "commitments"), "ledger": ("claim", "claims"),
    "claimed_terms": ("claimed reading", "claimed readings"),
}  # fmt: skip
#: Kind of table -> heads of the small table.
HEADS: Mapping[str, tuple[str, ...]] = {
    "documents": ("day", "publisher", "title", "id"), "actors": ("name", "kind", "role", "id"),
    "statements": ("day", "speaker", "act", "words", "id"), "incidents": ("day", "type", "place", "words", "id"),
    "figures": ("what", "values", "state", "id"), "commitments": ("who", "what", "due", "id"),
    "ledger": ("day", "by", "act", "against", "words", "state", "id"),
    "claimed_terms": ("whose", "effect", "of", "words", "id"),
}  # fmt: skip
_CARD = "border-left:3px solid currentColor;padding:.2em 0 .2em .9em;margin:.4em 0;max-width:46em"
_LEFT, _FAINT = "text-align:left", "opacity:.75"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One record as it may be shown: ``str(card)`` as lines of text, in a notebook as a small card."""

    text: str
    html: str

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """What may be shown of a case: ``names`` are withheld, ``view`` keeps back what was marked confidential."""

    names: Withheld
    view: View

    def covered(self, words: str) -> str:
        return self.names.masked(words, WITHHELD)


_RULES: WeakKeyDictionary[Store, tuple[State, _Rule]] = WeakKeyDictionary()


def _rule(case: Asked) -> _Rule:
    """The rule for a state of the case."""
    state = case.store.state()
    kept = _RULES.get(case.store)
    if kept is None or kept[0] != state or state.linked is None:
        made = _Rule(names=case.store.all_withheld(), view=View(case.store, public=True))
        kept = _RULES[case.store] = (state, made)
    return kept[1]


# -- a list -------------------------------------------------------------------------------------------


def list_text(case: Asked, table: str, records: Sequence[Any]) -> str:
    """How many there are, and the first of them, a line each."""
    rows, without = _rows(case, table, records)
    lines = [_how_many(table, records), *("  " + "  ".join(filter(None, row)) for row in rows)]
    return "\n".join([*lines, *([f"  {_not_shown(without)}"] if without else [])])


def list_html(case: Asked, table: str, records: Sequence[Any]) -> str:
    """The same as a table."""
    rows, without = _rows(case, table, records)
    head = "".join(f'<th style="{_LEFT}">{escape(name)}</th>' for name in HEADS[table])
    body = "".join(
        "<tr>" + "".join(f'<td style="{_LEFT};vertical-align:top">{escape(cell)}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    note = f'<div style="{_FAINT}">{escape(_not_shown(without))}</div>' if without else ""
    return (
        f"<div><div>{escape(_how_many(table, records))}</div>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}</div>"
    )


def _how_many(table: str, records: Sequence[Any]) -> str:
    said = counted(len(records), *CALLED[table])
    return f"{said}; the first {MOST}:" if len(records) > MOST else f"{said}{':' if records else ''}"


def _not_shown(number: int) -> str:
    return f"{counted(number, 'record')} not shown here: marked confidential, or taken out of the case"


def _rows(case: Asked, table: str, records: Sequence[Any]) -> tuple[list[tuple[str, ...]], int]:
    """The first records as cells; how many of these are not shown."""
    rule, first = _rule(case), records[:MOST]
    rows = [_MADE[table](case, rule, record) for record in first]
    shown = [tuple(rule.covered(cell) for cell in row) for row in rows if row is not None]
    return shown, len(rows) - len(shown)


def _statement_cells(case: Asked, rule: _Rule, one: Statement) -> tuple[str, ...] | None:
    words = _words(case, rule, one)
    if words is None:
        return None
    day = _day(case, rule, one)
    return day, _who(one), act_label(one.act), _quoted(words), _id(case, "statement", one.id)


def _incident_cells(case: Asked, rule: _Rule, one: Incident) -> tuple[str, ...] | None:
    words = _words(case, rule, one)
    if words is None:
        return None
    place = one.where.name if one.where else ""
    return _day(case, rule, one), type_label(one.type), place, _quoted(words), _id(case, "incident", one.id)


def _report_cells(case: Asked, rule: _Rule, one: Report) -> tuple[str, ...] | None:
    if rule.view.marks and all(report.id != one.id for report in rule.view.reports()):
        return None
    day = day_words(one.published) if one.published else ""
    return day, one.publisher or "", _short(one.title or ""), _id(case, "report", one.id)


def _actor_cells(case: Asked, rule: _Rule, one: Actor) -> tuple[str, ...] | None:
    if rule.view.marks and not rule.view.tells_of(one):
        return None
    return one.name, one.kind.replace("_", " "), one.role or "", _id(case, "actor", one.id)


def _figures_cells(case: Asked, rule: _Rule, one: Figures) -> tuple[str, ...] | None:
    values = rule.view.tellings([told.figure for told in one.values])
    if not values:
        return None
    told = ", ".join(number_words(figure.shown) for figure in values)
    return one.series.quantity, told, one.series.agreement, _id(case, "series", one.series.id)


def _commitment_cells(case: Asked, rule: _Rule, one: Commitment) -> tuple[str, ...] | None:
    if not rule.view.tellings([one]):
        return None
    due = when_words(one.due) or one.due_rule or ""
    return one.obligor_side or one.obligor or "", _short(one.what), due, _id(case, "commitment", one.id)


def _ledger_cells(case: Asked, rule: _Rule, row: LedgerRow) -> tuple[str, ...] | None:
    words = _words(case, rule, row.claim)
    if words is None:
        return None
    answers = [answer for answer in row.responses if _words(case, rule, answer.statement) is not None]
    day = row.said or row.first_reported
    return (
        day_words(day) if day else "", _who(row.claim), act_label(row.claim.act), row.against, _quoted(words),
        "answered" if answers else "open", _id(case, "statement", row.claim.id),
    )  # fmt: skip


def _reading_cells(case: Asked, rule: _Rule, one: ClaimedReading) -> tuple[str, ...] | None:
    claims = rule.view.tellings(one.claims)
    if not claims or _words(case, rule, one.statement) is None:
        return None
    about = one.ref or "not in the text"
    return one.owner, one.effect, about, _quoted(claims[0].span.words), _id(case, "statement", one.statement.id)


_MADE: Mapping[str, Callable[[Asked, _Rule, Any], tuple[str, ...] | None]] = {
    "documents": _report_cells, "actors": _actor_cells, "statements": _statement_cells, "incidents": _incident_cells,
    "figures": _figures_cells, "commitments": _commitment_cells, "ledger": _ledger_cells,
    "claimed_terms": _reading_cells,
}  # fmt: skip


# -- one record ---------------------------------------------------------------------------------------


def card(case: Case, record: Any) -> Card:
    """A statement or incident with its words, who tells of it and what answers it.

    Raises: BadInput for another kind of record.
    """
    if not isinstance(record, Statement | Incident):
        raise BadInput(f"a {type(record).__name__.lower()} has no card; cards are of statements and incidents")
    rule = _rule(case)
    kind = "statement" if isinstance(record, Statement) else "incident"
    shown = _id(case, kind, record.id)
    words = _words(case, rule, record)
    if words is None:
        said = f"{shown}: not shown, it is marked confidential or its words were taken out of the case"
        return Card(text=said, html=f"<div>{escape(said)}</div>")
    head, below = _of_statement(case, rule, record) if isinstance(record, Statement) else _of_incident(case, record)
    head, words, below = rule.covered(head), rule.covered(words), [rule.covered(line) for line in below]
    html = "".join(f'<div style="{_FAINT}">{escape(line)}</div>' for line in (*below, shown))
    return Card(
        text="\n".join([f"{shown}  {head}", f"  “{words}”", *(f"  {line}" for line in below)]),
        html=f'<div style="{_CARD}"><div><b>{escape(head)}</b></div><div>“{escape(words)}”</div>{html}</div>',
    )


def _of_statement(case: Case, rule: _Rule, one: Statement) -> tuple[str, list[str]]:
    target = f", about {one.target_side}" if one.target_side else ""
    around = case.statement_page(one)
    below = [_in_reports(around.reports, around.origins, rule)]
    for link in around.responses:
        if isinstance(link.record, Statement) and (words := _words(case, rule, link.record)) is not None:
            answer = (link.judgement.label or "answer").replace("_", " ")
            below.append(f"{answer}: {_who(link.record)} “{_short(words)}” {_id(case, 'statement', link.record.id)}")
    if around.provisions:
        below.append(f"bears on {', '.join(dict.fromkeys(j.right for j in around.provisions))}")
    return _joined(_day(case, rule, one), f"{_who(one)}: {act_label(one.act)}{target}"), below


def _of_incident(case: Case, one: Incident) -> tuple[str, list[str]]:
    around = case.incident_page(one)
    place = one.where.name if one.where else ""
    below = [_in_reports(around.reports, around.origins, _rule(case))]
    names = dict.fromkeys(
        f"{named_most([actor], [])} (by {actor.said_by or 'the report itself'})" for actor in one.actors
    )
    if names:
        below.append(f"named as having done it: {'; '.join(names)}")
    tolls = dict.fromkeys(
        f"{number_words(count.shown)} {count.effect}{f' (according to {count.said_by})' if count.said_by else ''}"
        for count in one.counts
        if not count.denied
    )
    if tolls:
        below.append(f"counts told: {'; '.join(tolls)}")
    return _joined(_day(case, _rule(case), one), type_label(one.type), place), below


def _in_reports(reports: Iterable[Report], origins: int, rule: _Rule) -> str:
    seen = {report.id for report in rule.view.reports()} if rule.view.marks else None
    told = [report for report in reports if seen is None or report.id in seen]
    outlets = dict.fromkeys(report.publisher or "outlet not known" for report in told)
    return f"in {counted(len(told), 'report')}, {counted(origins, 'origin')}: {', '.join(outlets)}"


# -- parts --------------------------------------------------------------------------------------------


def _words(case: Asked, rule: _Rule, record: Statement | Incident) -> str | None:
    """The words of the founding mention, else of the first that may be shown; None if none may be."""
    mentions = _mentions(case, rule, record)
    if not mentions:
        return None
    first = min(mentions, key=lambda mention: mention.id != record.founding_mention)
    spans: Sequence[Span] = first.content if isinstance(record, Statement) else (first.words,)
    return " […] ".join(" ".join(span.words.split()) for span in spans)


def _mentions(case: Asked, rule: _Rule, record: Statement | Incident) -> list[Any]:
    """The mentions of a record that may be shown."""
    kind = STATEMENT_MENTIONS if isinstance(record, Statement) else INCIDENT_MENTIONS
    return rule.view.tellings(case.store.of_ids(kind, record.mention_ids))


def _day(case: Asked, rule: _Rule, record: Statement | Incident) -> str:
    """When it was said or happened, as exactly as told; without any day, when it was first reported."""
    when = record.said_on if isinstance(record, Statement) else record.when
    if when is not None and (when.first_day or when.last_day):
        return when_words(when)
    texts = {mention.text_id for mention in _mentions(case, rule, record)}
    days = [report.published for report in case.store.reports_of_texts(sorted(texts)) if report.published]
    return f"reported {day_words(min(days))}" if days else when_words(when)


def _who(one: Statement) -> str:
    speaker = one.speaker or "speaker not named"
    return f"{speaker} [{one.side}]" if one.side and one.side != one.speaker else speaker


def _id(case: Asked, kind: str, record_id: str) -> str:
    return case.store.shown(kind, record_id)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0] + " …"


def _quoted(words: str) -> str:
    return f"“{_short(words)}”"


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


# -- in IPython ---------------------------------------------------------------------------------------

#: The cases that are open in this process.
_OPEN: WeakSet[Case] = WeakSet()
#: Kind of record -> the table in whose form a single one shows itself; statements and incidents have cards.
_ALONE: Mapping[type, str] = {
    Statement: "statements", Incident: "incidents", Report: "documents", Actor: "actors", Figures: "figures",
    Commitment: "commitments", LedgerRow: "ledger", ClaimedReading: "claimed_terms",
}  # fmt: skip


def at_hand(case: Case) -> None:
    """Let IPython show single records of this case as lists of them do, instead of all that they hold."""
    _OPEN.add(case)
    shell = importlib.import_module("IPython").get_ipython()
    if shell is None:
        return
    formatters = shell.display_formatter.formatters
    for kind in _ALONE:
        formatters["text/html"].for_type(kind, lambda record: made.html if (made := alone(record)) else None)
        formatters["text/plain"].for_type(kind, lambda record, printer, cycle: printer.text(_text_of(record)))


def alone(record: Any) -> Card | None:
    """A single record as whichever open case holds it shows it; None where its case was closed."""
    table = _ALONE[type(record)]
    for case in [one for one in _OPEN if not one.closed]:
        try:
            if not _holds(case, record):
                continue
        except TrucewatchError:
            continue
        if isinstance(record, Statement | Incident):
            return card(case, record)
        return Card(text=list_text(case, table, [record]), html=list_html(case, table, [record]))
    return None


def _holds(case: Case, record: Any) -> bool:
    """True if the case has the record. Raises: UnknownRecord if it has not."""
    if isinstance(record, LedgerRow):
        record = record.claim
    elif isinstance(record, ClaimedReading):
        record = record.statement
    elif isinstance(record, Figures):
        record = record.series
    kind = type(record).__name__.lower().removeprefix("figure") or "figure"
    return bool(case.record(kind, record.id).id == record.id)


def _text_of(record: Any) -> str:
    made = alone(record)
    return made.text if made else f"a {CALLED[_ALONE[type(record)]][0]}: open its case again to see it"
