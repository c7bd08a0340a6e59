"""What bears on the agreement as shown: findings with their records, claimed readings, who has not spoken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from trucewatch.assess.claimed import ClaimedReading
from trucewatch.assess.silence import Unspoken
from trucewatch.present.brief.agreement_model import FindingShown, Lead, ReadingShown, Silences, UnspokenShown
from trucewatch.present.brief.evidence import Evidence
from trucewatch.present.brief.incidents import Incidents
from trucewatch.present.brief.short_ids import anchor, short_ids
from trucewatch.present.brief.statements import Items
from trucewatch.present.brief.words import counted, day_words
from trucewatch.present.export.people import People
from trucewatch.records.agreement import Agreement
from trucewatch.records.assessment import Assessment, Finding
from trucewatch.records.commitment import Commitment

#: Records that a finding names at most; the rest is counted.
NAMED = 12
#: What each rule finds: one record, many.
RULES: Mapping[str, tuple[str, str]] = {
    "performance reported": ("report of performance", "reports of performance"),
    "breach alleged": ("charge over it", "charges over it"),
    "response found": ("response to a charge", "responses to charges"),
    "no response found": ("charge with no response found", "charges with no response found"),
    "charges both ways": ("charge of sides that charge each other", "charges of sides that charge each other"),
    "independent origins": ("independent origin", "independent origins"),
    "single origin": ("origin alone", "origins alone"),
    "mentioned": ("other record that bears on it", "other records that bear on it"),
}
EFFECTS: Mapping[str, str] = {
    "allows": "says that it allows this",
    "limits": "says that it allows this within bounds alone",
    "forbids": "says that it forbids this",
    "requires": "says that it requires this",
    "covers": "says that it covers this",
    "leaves out": "says that it does not hold this",
}


class Bearing:
    """Makes what is shown beside provisions; ``anchors`` are those of the statements and incidents that the brief
    lists, ``commitments`` those that it lists. Records outside the brief are counted and not named."""

    def __init__(
        self,
        readings: Iterable[ClaimedReading],
        commitments: Iterable[Commitment],
        items: Items,
        incidents: Incidents,
        evidence: Evidence,
        people: People,
        anchors: Mapping[str, str],
    ) -> None:
        self._items = items
        self._incidents = incidents
        self._commitments = {one.id: one for one in commitments}
        self._evidence = evidence
        self._people = people
        self._anchors = anchors
        held = list(readings)
        self._ids = short_ids("term claim", (claim.id for one in held for claim in one.claims))
        self._promised = short_ids("commitment", self._commitments)
        made = [(one, shown) for one in held if (shown := self._reading(one)) is not None]
        made.sort(key=lambda pair: (self._day(pair[0]), _in_reports(pair[1].statement)))
        self.readings = [shown for _, shown in made]

    def of(self, ref: str) -> tuple[ReadingShown, ...]:
        """The readings of one provision or claimed term; those of none for ""."""
        return tuple(one for one in self.readings if one.ref == ref)

    def findings(self, assessment: Assessment | None) -> tuple[FindingShown, ...]:
        return tuple(self._finding(one) for one in assessment.findings if one.number) if assessment else ()

    def lead(self, record: str) -> Lead | None:
        """A statement, incident or commitment by its id: as shown, its place in the brief, where it stands."""
        if (statement := self._items.statements.get(record)) is not None:
            item = self._items.item(statement)
            cited = tuple(p.citation for p in item.passages[:1])
            return Lead(shown_id=item.shown_id, anchor=self._anchors.get(record, ""), citations=cited)
        if (incident := self._incidents.incidents.get(record)) is not None:
            spots = [self._evidence.citation(m.words) for m in self._incidents.mentions(incident)]
            cited = tuple(c for c in spots if c is not None)[:1]
            shown_id = self._incidents.shown_id(incident)
            return Lead(shown_id=shown_id, anchor=self._anchors.get(record, ""), citations=cited)
        if (promise := self._commitments.get(record)) is not None:
            spot = self._evidence.citation(promise.span)
            name = self._promised[record]
            return Lead(shown_id=name, anchor=anchor(name), citations=(spot,) if spot else ())
        return None

    def _day(self, reading: ClaimedReading) -> date:
        return self._items.item(reading.statement).day or date.max

    def _finding(self, finding: Finding) -> FindingShown:
        # origins are those of all records that bear on it, which the other rules name
        counts_origins = finding.rule in ("independent origins", "single origin")
        listed = [one for one in finding.evidence if one in self._anchors or one in self._commitments]
        leads = sorted((lead for one in listed if (lead := self.lead(one)) is not None), key=_in_reports)[:NAMED]
        return FindingShown(
            words=counted(finding.number, *RULES[finding.rule]), leads=() if counts_origins else tuple(leads),
            more=0 if counts_origins else len(finding.evidence) - len(leads),
            last=day_words(finding.last) if finding.last else "",
        )  # fmt: skip

    def _reading(self, reading: ClaimedReading) -> ReadingShown | None:
        claim = reading.claims[0]
        passage = self._evidence.passage([claim.span])
        statement = self.lead(reading.statement.id)
        if passage is None or statement is None:
            return None
        shown_id = self._ids[claim.id]
        owner = reading.side or self._people.shown(reading.statement.speaker, reading.statement.role) or reading.owner
        return ReadingShown(
            anchor=anchor(shown_id), shown_id=shown_id, owner=owner, effect=EFFECTS[reading.effect],
            when=self._items.item(reading.statement).when, ref=reading.ref or "", why=_why(reading),
            checked=reading.checked, statement=statement, passage=passage,
        )  # fmt: skip


def _in_reports(lead: Lead) -> tuple[int, str]:
    """Records in the order of the reports that tell of them, whatever their ids."""
    return (lead.citations[0].number, lead.citations[0].part) if lead.citations else (0, "")


def _why(reading: ClaimedReading) -> str:
    """By which words a reading stands where it does."""
    if reading.by.maker.kind == "person":
        return f"placed by {reading.by.maker.name}"
    told = [
        f"{r.rule}: {r.words or r.value}"
        for r in reading.by.reasons
        if r.field in ("citation", "keywords", "topic words", "wording")
    ]
    return "; ".join(told) if reading.ref else ""


def silences(
    found: Sequence[Unspoken], bearing: Bearing, agreement: Agreement, anchor_of: Mapping[str, str]
) -> Silences:
    """Who has not spoken on what, as shown; ``anchor_of`` gives the places of provisions that the brief shows."""
    what = {p.ref: p.what for p in agreement.provisions} | {t.ref: t.what for t in agreement.claimed_terms}
    claims, provisions, nobody = [], [], []
    for one in found:
        search = next(iter(one.silent), None)
        lead = (
            bearing.lead(one.ref)
            if one.row
            else Lead(shown_id=one.ref, anchor=anchor_of.get(one.ref, ""), citations=())
        )
        if lead is None or search is None:
            continue
        since = day_words(search.since) if search.since else ""
        shown = UnspokenShown(
            lead=lead, words=f"against {one.row.against}" if one.row else what[one.ref], spoke=one.spoke,
            silent=tuple(s.side for s in one.silent), reports=search.reports, since=since,
        )  # fmt: skip
        if one.row:
            claims.append(shown)
        elif one.spoke:
            provisions.append(shown)
        else:
            nobody.append(lead)
    by_party = {s.side: (s.own_outlets, s.statements) for one in found if not one.row for s in one.silent}
    last = next((s for one in found if not one.row for s in one.silent), None)
    parties = tuple((p.name, *by_party[p.name]) for p in agreement.parties if p.name in by_party)
    return Silences(
        claims=tuple(claims), provisions=tuple(provisions), nobody=tuple(nobody), parties=parties,
        reports=last.reports if last else 0, up_to=day_words(last.up_to) if last and last.up_to else "",
    )  # fmt: skip
