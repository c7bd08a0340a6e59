"""The shapes of what the interface gives and takes; OpenAPI is made from them.

Days are ISO 8601 civil days, instants ISO 8601 in UTC; offsets count code points of the text named, half-open.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, Field

T = TypeVar("T")


class Listed(BaseModel, Generic[T]):
    """A page of a list. ``next`` is the address of the page that follows; ``withheld`` items of this page are not
    given because they are confidential."""

    items: list[T]
    total: int
    offset: int
    limit: int
    next: str | None = None
    withheld: int = 0


class Words(BaseModel):
    """Exact words: ``start`` and ``end`` in the text with this SHA-256. Names that are withheld are covered."""

    text: str = Field(description="SHA-256 of the text")
    start: int
    end: int
    words: str


class Time(BaseModel):
    """A time as precise as it was reported."""

    words: str
    first_day: date | None = None
    last_day: date | None = None
    precision: str
    basis: str


class Place(BaseModel):
    """A place as printed and where the gazetteer has it; ``note`` says why it is coarser than reported."""

    name: str | None = None
    precision: str | None = None
    lat: float | None = None
    lon: float | None = None
    admin1: str | None = None
    country: str | None = Field(None, description="ISO 3166-1 alpha-2")
    note: str | None = None


class Person(BaseModel):
    """Who made a value: a stage of the program with its version, or a person."""

    kind: str
    name: str
    version: str | None = None


class Hand(BaseModel):
    """A person behind a record and what they did: "entered", "set side", "confirmed"."""

    name: str
    did: list[str]


class Statement(BaseModel):
    """Who said what, for which side, to or about whom, when; ``words`` are those of the mention it was founded on."""

    id: str
    page: str = Field(description="address of its page")
    speaker: str | None
    speaker_withheld: bool = False
    actor: str | None = Field(None, description="id of the actor")
    rival_speakers: list[str] = []
    role: str | None = None
    side: str | None = None
    act: str
    target_side: str | None = None
    medium: str
    said_on: Time | None = None
    direct: bool
    via: str | None = None
    reported_by: str | None = None
    words: list[Words]
    reports: int
    outlets: list[str]
    score: float | None = Field(None, description="how sure the surest attribution is, 0 to 1")
    made_by: Person
    decided: bool = Field(False, description="a person added, changed or confirmed something of it")
    persons: list[Hand] = Field(default_factory=list, description="who did so")
    recorded_at: datetime


class Named(BaseModel):
    """Somebody in an incident, verbatim, with who names them (null: the reporter) and who denies it."""

    name: str
    side: str | None = None
    said_by: str | None = None
    denied_by: str | None = None


class Number(BaseModel):
    """A reported count; ``value`` is null for a vague word, whose words say it."""

    value: float | None
    bound: str
    unit: str | None = None
    group: str | None = None
    effect: str
    said_by: str | None = None
    words: str


class Account(BaseModel):
    said_as: str
    said_by: str | None = None
    side: str | None = None


class Incident(BaseModel):
    """What reportedly happened, with every account and attribution side by side; never who is right."""

    id: str
    page: str
    type: str
    when: Time | None = None
    place: Place
    actors: list[Named]
    targets: list[Named]
    counts: list[Number]
    accounts: list[Account]
    weapon: str | None = None
    civilian_harm: bool
    part_of: str | None = None
    words: list[Words]
    reports: int
    outlets: list[str]
    score: float | None = None
    made_by: Person
    decided: bool = Field(False, description="a person added, changed or confirmed something of it")
    persons: list[Hand] = Field(default_factory=list, description="who did so")
    recorded_at: datetime


class Report(BaseModel):
    """An article: where and when it was published, and the hashes of what was received and read."""

    id: str
    page: str
    title: str | None
    publisher: str | None
    published: date | None
    url: str | None
    licence: str | None
    wires: list[str]
    kind: str
    captures: list[str] = Field(description="SHA-256 of the bytes as received, first to last")
    texts: list[str] = Field(description="SHA-256 of each reading's words, first to last")
    statements: int | None = None
    incidents: int | None = None


class Actor(BaseModel):
    """A person or institution; of a private person the description alone is given."""

    id: str
    page: str
    name: str
    kind: str
    side: str | None = None
    role: str | None = None
    statements: int | None = None


class Response(BaseModel):
    kind: str
    statement: Statement
    said: date | None
    delay_days: int | None


class Claim(BaseModel):
    """A row of the ledger. ``search`` says what was looked through for an answer."""

    claim: Statement
    against: str
    provisions: list[str]
    said: date | None
    first_reported: date | None
    reports: list[str]
    origins: int
    answered: bool
    responses: list[Response]
    search: str


class Told(BaseModel):
    figure: str
    value: float | None
    low: float | None
    high: float | None
    bound: str
    said_by: str | None
    published: date | None
    outlet: str | None
    words: str


class Series(BaseModel):
    """The values that reports give of one quantity; ``state`` is single, agreeing, growing or conflict."""

    id: str
    page: str
    quantity: str
    unit: str
    state: str
    values: list[Told]


class Provision(BaseModel):
    ref: str
    page: str
    what: str
    obligors: list[str]
    beneficiaries: list[str]
    topics: list[str]
    clock: dict[str, Any] | None = None


class Hit(BaseModel):
    """Something found: its kind and id, words round the hit, and the stretches of these that were sought."""

    kind: str
    id: str
    page: str
    words: str
    marked: list[tuple[int, int]]


class Found(Listed[Hit]):
    facets: dict[str, dict[str, int]]


class Decision(BaseModel):
    """What a person decided: who, when, of which record and field, old, new and why."""

    id: str
    action: str
    target_kind: str
    target: str
    field: str | None
    seen: Any
    new: Any
    why: str
    who: str
    when: datetime


class Trace(BaseModel):
    """What a value rests on: words, rules, and the decisions about it."""

    kind: str
    id: str
    field: str
    value: Any
    made_by: Person
    words: list[Words]
    rules: list[str]
    decisions: list[Decision]


class CaseInfo(BaseModel):
    title: str
    agreement: str
    parties: list[str]
    program: str
    counts: dict[str, int]


class DecisionIn(BaseModel):
    """``seen`` is the token of an earlier answer's header ``Trucewatch-Seen``: if somebody else decided of the same
    thing since, nothing is changed and the answer says what they did (409), unless ``anyway`` is true."""

    target: str = Field(description="an id, or the beginning of one: s:4f1c09aa")
    action: str = Field(description="set, confirm, reject, same, different, unsure, undo, release, confidential")
    why: str = Field(min_length=1)
    field: str | None = None
    new: Any = None
    relation: str | None = Field(None, description="of two records: response, repeats, part_of, provision")
    label: str | None = Field(None, description="of which kind a response is: denial, counter_accusation …")
    seen: str | None = None
    anyway: bool = False


class NoteIn(BaseModel):
    """``words`` stand in ``report`` (a statement, incident or figure that the machine missed), or are a note of their
    own (a call, a field note)."""

    words: str = Field(min_length=1)
    kind: str = Field("statement", description="statement, incident or figure")
    why: str = "noted by hand"
    report: str | None = None
    source: str = "field note"
    said: date | None = None
    values: dict[str, Any] = {}


class Error(BaseModel):
    """``message`` says what was met and the next step; ``code`` names it for programs."""

    status: int
    code: str
    message: str


class Refusal(BaseModel):
    error: Error
