"""What a case is asked for, held to the words that there are.

An unknown word of a fixed vocabulary is refused with what would fit. Free text (names, words, outlets, units) is looked
for as it is: that nothing is found is an answer then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from difflib import get_close_matches
from functools import partial
from typing import Any, Final, TypeVar, get_args

from trucewatch.assess.contradict import LedgerFilter
from trucewatch.errors import BadInput
from trucewatch.gazetteer.lookup import shipped
from trucewatch.records.actor import ActorKind
from trucewatch.records.agreement import Agreement
from trucewatch.records.decision import Action
from trucewatch.records.figure import Agreement as State
from trucewatch.records.ids import LETTERS
from trucewatch.records.vocabulary import ACTS, INCIDENT_TYPES
from trucewatch.store.choosing import Choice, IncidentFilter, MadeBy, ReportFilter, StatementFilter
from trucewatch.store.hits import SearchFilter
from trucewatch.store.more_pages import ActorFilter, CommitmentFilter, DecisionFilter, SeriesFilter

F = TypeVar(
    "F", StatementFilter, IncidentFilter, SearchFilter, ReportFilter, ActorFilter, SeriesFilter, CommitmentFilter,
    DecisionFilter,
)  # fmt: skip
V = TypeVar("V", bound=str | None)
#: What a figure is of: a level at a day, a total over a time, the toll of an event.
FIGURE_KINDS: Final = ("level", "total", "toll")
#: What can be decided on, beside records: a day that a clock hangs on, an outlet.
DECIDED_ON: Final = (
    *(kind for kind in LETTERS if kind not in ("mention", "judgement", "capture", "text")), "statement mention",
    "incident mention", "clock event", "source",
)  # fmt: skip
#: Field of a filter -> its words; ``kind`` is another thing in each filter.
WORDS: Final[Mapping[str, Collection[str]]] = {
    "act": ACTS, "type": INCIDENT_TYPES, "made_by": get_args(MadeBy), "state": get_args(State),
    "action": get_args(Action), "target_kind": DECIDED_ON,
}  # fmt: skip
KINDS: Final[Mapping[type, Collection[str]]] = {
    ActorFilter: get_args(ActorKind), SeriesFilter: FIGURE_KINDS, ReportFilter: ("article", "note"),
}  # fmt: skip
#: Fields that name a party of the agreement.
PARTIES: Final = frozenset({"side", "target_side", "actor_side"})


def known(what: str, value: V, words: Collection[str]) -> V:
    """The value itself, None for none. Raises: BadInput if it is none of the words."""
    if value is None or value in words:
        return value
    raise BadInput(f"no {what.replace('_', ' ')} is named {value!r}; {nearest(str(value), words)}")


def nearest(value: str, words: Collection[str]) -> str:
    """ "did you mean 'deny'?", or all the words where none is near."""
    written = {word.casefold(): word for word in words}
    near = get_close_matches(value.strip().casefold(), written, n=1, cutoff=0.65)
    return f"did you mean {written[near[0]]!r}?" if near else f"there are {', '.join(words) or 'none'}"


def party(agreement: Agreement, what: str, value: str | None) -> str | None:
    """The party's name, for its name or an alias in any case. Raises: BadInput for a side that there is none of."""
    if value is None:
        return None
    for one in agreement.parties:
        if value.strip().casefold() in {name.casefold() for name in (one.name, *one.aliases)}:
            return one.name
    return known(what, value, [one.name for one in agreement.parties])


def reference(agreement: Agreement, value: str | None) -> str | None:
    """A provision or claimed term as the agreement writes it. Raises: BadInput for one that it does not have."""
    if value is None:
        return None
    refs = [*(p.ref for p in agreement.provisions), *(t.ref for t in agreement.claimed_terms)]
    found = next((ref for ref in refs if ref.casefold() == value.strip().casefold()), None)
    return found or known("provision", value, refs)


def country(value: str | None) -> str | None:
    """The ISO 3166-1 code of a country, for the code or its English name. Raises: BadInput for what is neither."""
    if value is None:
        return None
    names = shipped().countries
    code, name = value.strip().upper(), value.strip().casefold()
    if code in names:
        return code
    found = next((iso for iso, one in names.items() if one.casefold() == name), None)
    if found is None:
        near = get_close_matches(name, {one.casefold(): iso for iso, one in names.items()}, n=1, cutoff=0.75)
        meant = next((f"{iso} ({one})" for iso, one in names.items() if near and one.casefold() == near[0]), None)
        step = f"did you mean {meant}?" if meant else "give its ISO 3166-1 code of two letters, or its English name"
        raise BadInput(f"no country is named {value!r}; {step}")
    return found


def as_day(name: str, given: date | str | None) -> date | None:
    """The day that was asked for, given as one or in words (2020-10-01). Raises: BadInput for words that are no day."""
    if isinstance(given, datetime):
        return given.date()
    if given is None or isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError):
        raise BadInput(f"{name} {given!r} is no day; give it as YYYY-MM-DD, or as a datetime.date") from None


def period(since: date | str | None, until: date | str | None) -> tuple[date | None, date | None]:
    """The days ``since`` and ``until``. Raises: BadInput for what is no day, and for days that run backwards."""
    first, last = as_day("since", since), as_day("until", until)
    if first and last and first > last:
        raise BadInput(f"the first day ({first}) lies after the last ({last}); give the earlier first")
    return first, last


def checked(wanted: F, agreement: Agreement) -> F:
    """The filter with parties and provisions as the agreement writes them and countries by their codes.

    Raises: BadInput for a word that is in no vocabulary, and for days that run backwards.
    """
    found: dict[str, Any] = {}
    for field in fields(wanted):
        value = getattr(wanted, field.name)
        if value is None:
            continue
        if field.name in PARTIES:
            found[field.name] = _each(value, partial(party, agreement, field.name))
        elif field.name == "provision":
            found[field.name] = _each(value, partial(reference, agreement))
        elif field.name == "country":
            found[field.name] = _each(value, country)
        elif (words := KINDS.get(type(wanted)) if field.name == "kind" else WORDS.get(field.name)) is not None:
            _each(value, partial(known, field.name, words=words))
    since, until = getattr(wanted, "since", None), getattr(wanted, "until", None)
    if since is not None and until is not None and since > until:
        raise BadInput(f"the first day ({since}) lies after the last ({until}); give the earlier first")
    return replace(wanted, **found) if found else wanted


def _each(choice: Choice, one: Callable[[str], str | None]) -> Any:
    """A choice with each of its values as ``one`` gives it; an empty value asks for records that have none."""
    if choice is None or isinstance(choice, str):
        return one(choice) if choice else choice
    return tuple(one(value) if value else value for value in choice)


def ledger_filter(
    agreement: Agreement, *, side: str | None, against: str | None, provision: str | None, act: str | None,
    since: date | str | None, until: date | str | None, **others: Any,
) -> LedgerFilter:  # fmt: skip
    """What is asked of the ledger, in the agreement's words. Raises: BadInput."""
    first, last = period(since, until)
    return LedgerFilter(
        side=party(agreement, "side", side), against=party(agreement, "side", against),
        provision=reference(agreement, provision), act=known("act", act, ACTS), since=first, until=last, **others,
    )  # fmt: skip
