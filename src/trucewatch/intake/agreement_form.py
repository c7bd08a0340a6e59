"""The YAML form of an agreement file: what may stand where.

Field by field in ``docs/agreement-file.md``. These models are the only definition of the form; ``agreement_page.py``
reads YAML into them, ``agreements.py`` turns a form that holds into records.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, time
from difflib import get_close_matches
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from trucewatch.records.actor import ActorKind
from trucewatch.records.agreement import ClockKind, PartyRole
from trucewatch.records.vocabulary import INCIDENT_TYPES

FORM_VERSION = 1
#: Years that a date of an agreement can have: wide, but narrow enough that every clock can be computed.
FIRST_YEAR, LAST_YEAR = 1500, 2500


def _day(value: object) -> object:
    """A date from ``2020-02-29``."""
    if value is None or isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError(f"a date is written YYYY-MM-DD, got {value!r}")
    return _checked(value, value)


def _first_day(value: object) -> object:
    """The first day of a day, month or year."""
    return _day_in_role(value, last=False)


def _last_day(value: object) -> object:
    """The last day of a day, month or year."""
    return _day_in_role(value, last=True)


def _day_in_role(value: object, *, last: bool) -> object:
    """A day as it is; of a month or year its first day, or with ``last`` its last."""
    if value is None or isinstance(value, date):
        return value
    words = str(value)  # YAML reads a year alone as a number
    if isinstance(value, bool) or not re.fullmatch(r"\d{4}(-\d{2}){0,2}", words):
        raise ValueError(f"a date is written YYYY-MM-DD, YYYY-MM or YYYY, got {value!r}")
    if len(words) == 10:
        return _checked(words, words)
    if len(words) == 4:
        return _checked(f"{words}-12-31" if last else f"{words}-01-01", words)
    first = _checked(f"{words}-01", words)
    return first.replace(day=monthrange(first.year, first.month)[1]) if last else first


def _checked(iso: str, words: str) -> date:
    try:
        day = date.fromisoformat(iso)
    except ValueError as problem:
        raise ValueError(f"{words} is no date ({problem})") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{words} lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return day


def _hour(value: object) -> object:
    """An hour of the day from ``"14:30"``."""
    if value is None or isinstance(value, time):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError(f'an hour is written "HH:MM", 00:00 to 23:59, in quotation marks; got {value!r}')
    return time.fromisoformat(value)


def _zone(value: str | None) -> str | None:
    known = available_timezones()  # empty on a machine without a time zone database: then nothing can be said
    if value is not None and known and value not in known:
        near = get_close_matches(value, known, n=1)
        raise ValueError(f"no time zone is named {value!r}{f'; did you mean {near[0]}?' if near else ''}")
    return value


def _filled(value: str) -> str:
    value = value.strip()
    if not value:
        raise ValueError("is empty; write something or leave the key out")
    return value


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", value):
        raise ValueError(f"an id is lower-case letters, digits, hyphens, dots, underscores; got {value!r}")
    return value


def _country(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", value):
        raise ValueError(f"a country is its two capital letters of ISO 3166-1 (AF, SS), got {value!r}")
    return value


def _incident_type(value: str) -> str:
    if value not in INCIDENT_TYPES:
        near = get_close_matches(value, INCIDENT_TYPES, n=1)
        step = f"did you mean {near[0]}?" if near else "docs/vocabularies.md lists them"
        raise ValueError(f"no incident type is named {value!r}; {step}")
    return value


def _name(value: object) -> object:
    """A name written as mere text is a name in no stated language."""
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, dict):
        return value
    message = f"a name should be text or {{text: …, language: …}}, got {value!r}"
    raise ValueError(f"{message}; put it in quotation marks")


Day = Annotated[date | None, BeforeValidator(_day)]
FirstDay = Annotated[date | None, BeforeValidator(_first_day)]
LastDay = Annotated[date | None, BeforeValidator(_last_day)]
Words = Annotated[str, AfterValidator(_filled)]
Slug = Annotated[str, AfterValidator(_slug)]


class Form(BaseModel):
    """Unknown keys are problems; numbers are not taken for text nor text for numbers."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class PartyForm(Form):
    name: Words
    role: PartyRole
    members: list[Words] = []
    aliases: list[Words] = []
    demonyms: list[Words] = []


class InstrumentForm(Form):
    id: Slug
    title: Words
    signed: Day = None
    parties: list[Words] = []
    note: Words | None = None


class EventForm(Form):
    name: Words
    day: Day = None
    title: str = ""
    types: list[Annotated[str, AfterValidator(_incident_type)]] = []
    sides: list[Words] = []
    keywords: list[Words] = []


class ClockForm(Form):
    kind: ClockKind | None = None
    day: Day = None
    days: Annotated[int, Field(ge=0, le=36_525)] | None = None
    months: Annotated[int, Field(ge=0, le=1_200)] | None = None
    after: Words | None = None
    opens_days: Annotated[int, Field(ge=0, le=36_525)] | None = None
    opens_months: Annotated[int, Field(ge=0, le=1_200)] | None = None
    hour: Annotated[time | None, BeforeValidator(_hour)] = None
    reported: list[Annotated[date, BeforeValidator(_day)]] = []
    zone: Annotated[str | None, AfterValidator(_zone)] = None
    text: Words | None = None


class ReadingForm(Form):
    side: Words | None = None
    source: Words | None = None
    reading: Words
    basis: Words | None = None
    clock: ClockForm | None = None


class AnswerForm(Form):
    side: Words
    reading: Words
    basis: Words | None = None


class ProvisionForm(Form):
    ref: Words
    instrument: Words | None = None
    what: Words
    obligors: list[Words] = []
    beneficiaries: list[Words] = []
    clock: ClockForm = ClockForm()
    topics: list[Words] = []
    keywords: list[Words] = []
    conditions: list[Words] = []
    part_of: Words | None = None
    readings: list[ReadingForm] = []
    confirmed: bool = True


class ClaimedTermForm(Form):
    ref: Words
    owner: Words
    what: Words
    keywords: list[Words] = []
    answers: list[AnswerForm] = []


class NameForm(Form):
    text: Words
    language: Words | None = None
    script: Words | None = None


class RoleForm(Form):
    title: Words
    organisation: Words | None = None
    sides: list[Words] = []
    since: FirstDay = None
    until: LastDay = None


class ActorForm(Form):
    id: Slug | None = None
    names: Annotated[list[Annotated[NameForm, BeforeValidator(_name)]], Field(min_length=1)]
    kind: ActorKind = "official"
    roles: list[RoleForm] = []


class AgreementForm(Form):
    trucewatch: Literal[1]
    id: Slug
    title: Words
    signed: Day = None
    parties: Annotated[list[PartyForm], Field(min_length=1)]
    instruments: list[InstrumentForm] = []
    events: list[EventForm] = []
    provisions: list[ProvisionForm] = []
    claimed_terms: list[ClaimedTermForm] = []
    actors: list[ActorForm] = []
    countries: list[Annotated[str, AfterValidator(_country)]] = []
    note: Words | None = None
