"""A brief as plain records: what stands in it, in order, before it is put into HTML or Markdown.

Every word in a ``Piece`` stands in a stored text; every other string is ours or the agreement file's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from trucewatch.present.brief.picture_model import Pictures
from trucewatch.records.span import Span

if TYPE_CHECKING:
    from trucewatch.present.brief.agreement_model import ProvisionShown, ReadingShown, Silences
    from trucewatch.present.brief.frame import Frame

#: Claims with no response found that the summary lists; all stand in the ledger.
LATEST = 10
#: Deadlines so many days ahead stand on the first page.
NEAR = 14
#: ``words``: what the record rests on; ``context``: the sentence round it; ``gap``: something left out;
#: ``withheld``: a private person's name.
PieceKind = Literal["words", "context", "gap", "withheld"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a passage."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Source number and paragraph: ``[3 ¶2]``. ``part`` is "¶2", "title", "caption" …; "" for the report as a whole."""

    number: int
    part: str

    @property
    def shown(self) -> str:
        return f"[{self.number} {self.part}]" if self.part else f"[{self.number}]"

    @property
    def anchor(self) -> str:
        return f"source-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Exact words of one report with at most one sentence either side, and where they stand.

    ``also`` are places where the same words stand, ``others`` further tellings in other words.
    """

    pieces: tuple[Piece, ...]
    citation: Citation
    publisher: str
    spans: tuple[Span, ...]
    direction: Literal["ltr", "rtl"] = "ltr"
    language: str | None = None
    also: tuple[Citation, ...] = ()
    others: tuple[Citation, ...] = ()

    @property
    def words(self) -> str:
        """The evidence alone."""
        return " … ".join(piece.text for piece in self.pieces if piece.kind == "words")

    @property
    def shown_words(self) -> str:
        """The evidence in one line, with withheld names and gaps marked; without the context round it."""
        kinds = [piece.kind for piece in self.pieces]
        if "words" not in kinds:
            return "".join(piece.text for piece in self.pieces)
        first, last = kinds.index("words"), len(kinds) - kinds[::-1].index("words")
        return "".join(piece.text if piece.kind != "context" else " … " for piece in self.pieces[first:last])


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A statement as shown. ``day`` is the day said, or the first day reported if ``dated`` is False."""

    anchor: str
    shown_id: str
    when: str
    day: date | None
    dated: bool
    speaker: str
    role: str | None
    side: str | None
    act: str
    target: str | None
    medium: str
    form: str
    through: str | None = None
    rivals: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    outlets: tuple[str, ...] = ()
    by_person: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActGroup:
    """The statements of a side that do one act."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideStatements:
    """What a side said, by act."""

    name: str
    role: str
    groups: tuple[ActGroup, ...]

    @property
    def total(self) -> int:
        return sum(len(group.items) for group in self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class SideSummary:
    """How much is recorded of a party, in the same columns for each."""

    name: str
    statements: int
    claims_made: int
    claims_against: int
    with_response: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What answered a claim. ``place`` is True where the page shows the answering statement nowhere before."""

    place: bool
    kind: str
    delay: str
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim against a side with what answered it; ``search`` says what was looked through."""

    item: Item
    against: str
    origins: int
    reports: int
    provisions: tuple[str, ...]
    responses: tuple[Response, ...]
    search: str
    searched: int
    searched_own: int
    searched_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountShown:
    """One telling of an incident: how, by whom, naming whom, with which counts."""

    told: str
    named: tuple[str, ...]
    counts: tuple[str, ...]
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One party or group named as the one who did it, and everybody who names it."""

    actor: str
    by: tuple[tuple[str, tuple[Citation, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentShown:
    """An incident with every account of it. ``heads`` are the headings of those who acted and of whom it befell."""

    anchor: str
    shown_id: str
    type: str
    when: str
    day: date | None
    dated: bool
    place: str
    precision: str
    status: str
    heads: tuple[str, str]
    targets: tuple[str, ...]
    attributions: tuple[Attribution, ...]
    denials: tuple[tuple[str, Citation], ...]
    counts: tuple[tuple[str, tuple[tuple[str, str, Citation], ...]], ...]
    accounts: tuple[AccountShown, ...]
    outlets: tuple[str, ...]
    origins: int
    by_person: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One reported value: in words, and as the ``number`` or the range ``low`` to ``high`` (None: open) it comes to."""

    value: str
    number: float | None
    low: float | None
    high: float | None
    bound: str
    denied: bool
    as_of: str
    said_by: str
    counts_what: str
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The values that reports give of one thing, in the order told; ``incident``: its id as shown and its type."""

    anchor: str
    shown_id: str
    quantity: str
    unit: str
    agreement: str
    rungs: tuple[Rung, ...]
    incident: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentShown:
    """A promise or duty that a report tells of, in words; ``day`` is the day due, ``distance`` how far off it is."""

    anchor: str
    shown_id: str
    who: str
    what: str
    to: str
    due: str
    day: date | None
    distance: str
    condition: str
    said_by: str
    disputed: bool
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShown:
    """A report in the sources list. ``others`` are rival values found for its fields."""

    number: int
    shown_id: str
    publisher: str
    title: str
    published: str
    day: date | None
    url: str | None
    link: bool
    capture: str
    fetched: str
    wires: tuple[str, ...]
    notices: tuple[str, ...]
    others: tuple[str, ...]
    cited: bool
    origin: int
    direction: Literal["ltr", "rtl"] = "ltr"
    language: str | None = None
    #: What of it was not annotated, for its language; "" where all was.
    unread: str = ""
    #: Persons' grades of the source, of this report and of words in it, each with its scale.
    grades: tuple[str, ...] = ()
    content: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """The last page: who and what made the records, and what was set aside."""

    version: str
    agreement: str
    makers: tuple[tuple[str, str], ...]
    readers: tuple[str, ...]
    set_aside: tuple[tuple[str, int], ...]
    decisions: int
    withheld: int
    places_named: bool
    outside_window: int
    wordless: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """All that a brief says, in words and in the order printed; templates choose nothing."""

    title: str
    handling: str
    made_at: datetime
    as_of: date
    period: str
    signed: date | None
    parties: tuple[tuple[str, str], ...]
    reports: int
    outlets: int
    origins: int
    pictures: Pictures
    sides: tuple[SideStatements, ...]
    claims: tuple[Claim, ...]
    incidents: tuple[IncidentShown, ...]
    differing: tuple[Ladder, ...]
    growing: tuple[Ladder, ...]
    alike: int
    provisions: tuple[ProvisionShown, ...]
    claimed_terms: tuple[ProvisionShown, ...]
    loose_readings: tuple[ReadingShown, ...]
    silences: Silences
    commitments: tuple[CommitmentShown, ...]
    sources: tuple[SourceShown, ...]
    method: Method
    frame: Frame
    with_texts: bool = False

    @property
    def unread(self) -> int:
        """How many of the reports are in another language and so stand here with no record of their own."""
        return sum(source.unread.startswith("not annotated") for source in self.sources)

    @property
    def example_id(self) -> str:
        """An id of this brief, to show how a record is looked up."""
        items = [item for side in self.sides for group in side.groups for item in group.items]
        return items[0].shown_id if items else "ID"

    @property
    def lengths(self) -> dict[str, int]:
        """How many entries the numbered parts have, by their anchors."""
        return {
            "statements": self.statements, "claims": len(self.claims), "incidents": len(self.incidents),
            "figures": len(self.differing), "provisions": len(self.provisions), "sources": len(self.sources),
        }  # fmt: skip

    @property
    def open_claims(self) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.claims if not claim.responses)

    @property
    def latest_open(self) -> tuple[Claim, ...]:
        """The latest of the claims with no response found, as many as the summary has room for."""
        return self.open_claims[-LATEST:]

    @property
    def statements(self) -> int:
        return sum(side.total for side in self.sides)

    @property
    def by_party(self) -> tuple[SideSummary, ...]:
        """Every party of the agreement in its order, also those of whom nothing is recorded."""
        totals = {side.name: side.total for side in self.sides}
        return tuple(
            SideSummary(
                name=name,
                statements=totals.get(name, 0),
                claims_made=sum(claim.item.side == name for claim in self.claims),
                claims_against=sum(claim.against == name for claim in self.claims),
                with_response=sum(claim.against == name and bool(claim.responses) for claim in self.claims),
            )
            for name, _role in self.parties
        )

    @property
    def silent_provisions(self) -> tuple[ProvisionShown, ...]:
        """Provisions to which nothing in the reports was tied."""
        return tuple(p for p in self.provisions if not (p.said or p.incidents or p.claimed))

    @property
    def deadlines(self) -> tuple[ProvisionShown, ...]:
        """Provisions with a computed date, earliest first."""
        return tuple(p for _, p in sorted(self._due(), key=lambda found: found[0]))

    @property
    def near(self) -> tuple[ProvisionShown, ...]:
        """Provisions that fall due, or whose window opens, within so many days (``NEAR``) of the day looked from."""
        within = (self.as_of, self.as_of + timedelta(days=NEAR))
        return tuple(
            p
            for p in self.provisions
            if p.clock and any(day and within[0] <= day <= within[1] for day in (p.clock.due, p.clock.opens))
        )

    def _due(self) -> list[tuple[date, ProvisionShown]]:
        return [(p.clock.due, p) for p in self.provisions if p.clock and p.clock.due]
