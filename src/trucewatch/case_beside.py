"""Other datasets' records beside the case: taken in, held against our incidents, judged by persons, taken out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from trucewatch import beside
from trucewatch.beside import Beside, Match, PartBeside
from trucewatch.beside_agreement import BesideAgreement, beside_agreement, points_of
from trucewatch.case_part import CasePart
from trucewatch.errors import BadInput, UnknownRecord
from trucewatch.gazetteer.lookup import shipped
from trucewatch.intake.arrival import Refusal
from trucewatch.intake.datasets import read_dataset
from trucewatch.intake.sheets import read_sheet
from trucewatch.records.incident import Incident
from trucewatch.records.other import OF_AGREEMENTS, OtherJudged, OtherRecord, OtherSet, Source, Verdict
from trucewatch.store import Store, open_case
from trucewatch.store.address import Server, case_at
from trucewatch.store.choosing import IncidentFilter
from trucewatch.store.rows import INCIDENTS

TERMS = (
    "ACLED's data are its own, under its terms of use: you may look at a copy that you have a right to, and you may "
    "not pass its rows on, nor train or tune models with them. Here its rows lie in a table of their own and are shown "
    "beside your record, nothing else: they take part in no linking, and no export or archive holds them."
)
#: What who lays a copy of another dataset beside a case should know; only ACLED's terms are asked for.
NOTES: Final[Mapping[Source, str]] = {
    "acled": TERMS,
    "ged": "UCDP's data are UCDP's: name UCDP and its publications, as its site asks, where you show what they hold.",
    "pax": "PA-X is the University of Edinburgh's: see its licence, and name it where you show what it holds.",
    "ceasefires": "The Civil Conflict Ceasefire Dataset is ETH Zurich's and PRIO's: name it and its authors where you "
    "show what it holds, and see its terms before you pass rows on.",
    "case": "Another case's records are its keepers': ask them before you pass anything on.",
}
#: What is asked for of a set beside the case.
View = Literal["matches", "theirs", "ours"]
#: Records looked through for one part of a list.
LOOKED_AT: Final = 200
#: Read from the store at once for it.
AT_ONCE: Final = 100
FEW: Final = 8
#: Records and incidents of neighbouring days are compared, for what happens at night is told of either.
NIGHT: Final = timedelta(days=beside.DAYS_BETWEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideAdded:
    """What came in: how many records of the set, the rows that could not be used; of a case what was passed over;
    ``remark`` says how the file was read, where a person should look at it."""

    set: OtherSet
    records: int
    refused: tuple[Refusal, ...] = ()
    passed_over: Counter[str] = field(default_factory=Counter)
    remark: str | None = None


class CaseBeside(CasePart):
    """A part of ``Case``."""

    def beside_sets(self) -> list[OtherSet]:
        """The other datasets' files that lie beside the case, in the order in which they came."""
        return self.store.other_sets()

    def add_beside(
        self, file: str | Path, *, name: str | None = None, accept_terms: bool = False, who: str | None = None
    ) -> BesideAdded:
        """Lay a file of ACLED, UCDP GED, PA-X or the ETH/PRIO ceasefires (csv, xlsx), or another case, beside this one,
        under a name; the same name again takes the place of what was there. ACLED's terms are accepted once in a case
        (``accept_terms``).

        Raises: BadInput for a file of none of them, and for terms not accepted.
        """
        path = case_at(file)
        if isinstance(path, Server):
            raise BadInput(f"{path} lies on a server: lay a file beside, made with: trucewatch copy ADDRESS FILE.truce")
        called = name or path.stem
        if not called.strip() or ":" in called:
            raise BadInput(f"a set needs a name without a colon, got {called!r}: give another with --name")
        passed_over: Counter[str] = Counter()
        refused: list[Refusal] = []
        noted: str | None = None
        if path.suffix == ".truce":
            source: Source = "case"
            with open_case(path) as other:
                records = _of_case(other.incidents(), called, passed_over)
            content = path.read_bytes()
        else:
            sheet = read_sheet(path, max_bytes=self.settings.max_bytes, headed=False)
            source, records, refused = read_dataset(sheet, set_name=called)
            content, noted = sheet.content, sheet.remark
            if refused and not records:
                raise BadInput(
                    f"no row of {path.name} can be taken, of {len(refused)}; {refused[0].what}: {refused[0].message}"
                )
        accepted = next((s.terms_by for s in self.store.other_sets() if s.source == source and s.terms_by), None)
        if source == "acled" and accepted is None and not accept_terms:
            raise BadInput(f"{TERMS} If you agree: --accept-terms")
        with self._signed(who) as person:
            made = OtherSet(
                name=called, source=source, file=path.name, sha256=hashlib.sha256(content).hexdigest(), who=person,
                added_at=datetime.now(UTC), terms_by=(accepted or person) if source == "acled" else None,
            )  # fmt: skip
            self.store.save_others(made, records)
        return BesideAdded(
            set=made, records=len(records), refused=tuple(refused), passed_over=passed_over, remark=noted
        )

    def beside(self, name: str) -> Beside:
        """A set held against our incidents: what may be one event, and what each has that the other lacks.

        Raises: UnknownRecord for a set that is not there, BadInput for one of agreements (``beside_agreement``).
        """
        one = self._set(name)
        if one.source in OF_AGREEMENTS:
            raise BadInput(f"{name} holds agreements, not events: it lies beside the agreement (beside_agreement)")
        judged = [replace(j, incident_id=self._now(j.incident_id)) for j in self.store.others_judged(name)]
        return beside.beside(one, self.store.others(name), self.store.incidents(), judged)

    def beside_part(self, name: str, view: View, *, start: int = 0, most: int = 25) -> PartBeside:
        """A part of what ``beside`` gives, without holding the whole set against the whole case: ``most`` matches,
        records of the set without an incident here ("theirs") or incidents without a record there ("ours") from
        ``start`` on, and no more than ``LOOKED_AT`` records looked through for them.

        Raises: UnknownRecord for a set that is not there, BadInput for one of agreements.
        """
        one = self._set(name)
        if one.source in OF_AGREEMENTS:
            raise BadInput(f"{name} holds agreements, not events: it lies beside the agreement (beside_agreement)")
        judged = [replace(j, incident_id=self._now(j.incident_id)) for j in self.store.others_judged(name)]
        number, since, until = self.store.others_days(name)
        if view == "ours":
            return self._ours_part(one, judged, (since, until), start, most)
        matches: list[Match] = []
        theirs: list[OtherRecord] = []
        at = start
        while at < min(number, start + LOOKED_AT) and len(matches) + len(theirs) < most:
            some = self.store.others_part(name, offset=at, limit=AT_ONCE)
            held = self._held(one, some, judged)
            order = {m.other.id: m for m in held.matches}
            for record in some:
                found = order.get(record.id)
                if view == "matches" and found is not None:
                    matches.append(found)
                elif view == "theirs" and found is None:
                    theirs.append(record)
                at += 1
                if len(matches) + len(theirs) == most:
                    break
        return PartBeside(
            set=one, since=since, until=until, matches=tuple(matches), theirs=tuple(theirs), start=start,
            looked=at - start, total=number, further=at if at < number else None,
        )  # fmt: skip

    def _ours_part(
        self, one: OtherSet, judged: list[OtherJudged], days: tuple[date | None, date | None], start: int, most: int
    ) -> PartBeside:
        since, until = days
        wanted = IncidentFilter(since=since, until=until)
        near = _Near(self.store, one.name, judged)
        ours: list[Incident] = []
        at, total, piece = start, 0, most
        while since and until and at < start + LOOKED_AT and len(ours) < most:
            page = self.store.incidents_page(
                wanted, order="oldest", offset=at, limit=min(piece, start + LOOKED_AT - at)
            )
            total = page.total
            some = [item.record for item in page.items]
            met = near.met(some)
            for incident in some:
                at += 1
                if incident.id not in met and beside.days_of(incident) is not None:
                    ours.append(incident)
                    if len(ours) == most:
                        break
            if not some:
                break
            # where most of the first few have a record there, more are read at once
            lacking = most - len(ours)
            piece = max(FEW, min(AT_ONCE, lacking * (at - start) // max(1, len(ours))))
        return PartBeside(
            set=one, since=since, until=until, ours=tuple(ours), start=start, looked=at - start, total=total,
            further=at if at < total else None,
        )  # fmt: skip

    def _held(self, one: OtherSet, records: list[OtherRecord], judged: list[OtherJudged]) -> Beside:
        """These records of a set held against the incidents of their days, and those that persons joined them with."""
        if not records:
            return beside.beside(one, (), (), ())
        ids = {r.id for r in records}
        own = [j for j in judged if j.other_id in ids]
        first, last = min(r.first_day for r in records) - NIGHT, max(r.last_day for r in records) + NIGHT
        incidents = {i.id: i for i in self.store.incidents(since=first, until=last)}
        far = {j.incident_id for j in own if j.verdict == "same"} - incidents.keys()
        incidents |= {i.id: i for i in self.store.of_ids(INCIDENTS, far)}
        return beside.beside(one, records, incidents.values(), own)

    def beside_agreement(self, name: str) -> BesideAgreement:
        """A set of agreements or declared ceasefires held against the agreement that the case follows.

        Raises: UnknownRecord for a set that is not there, BadInput for one of events (``beside``).
        """
        one = self._set(name)
        if one.source not in OF_AGREEMENTS:
            raise BadInput(f"{name} holds events, not agreements: it lies beside the incidents (beside)")
        agreement = self.store.agreement()
        countries = [shipped().country_name(code) or code for code in agreement.countries]
        return beside_agreement(one, self.store.others(name), agreement, countries, self.store.others_judged(name))

    def judge_beside(
        self, other: str, verdict: Verdict, incident: str, *, why: str,
        who: str | None = None,
    ) -> OtherJudged:  # fmt: skip
        """Say that another dataset's record ("SET:ID") and an incident tell of one event, or of two; of an agreement
        or declared ceasefire it is a text or day of the agreement file ("text:ID", "event:NAME"). It is shown with the
        two and changes nothing else.

        Raises: UnknownRecord; BadInput without a reason.
        """
        if not why.strip():
            raise BadInput("a judgement needs a reason: --why says on what it rests")
        set_name, _, other_id = other.partition(":")
        source = self._set(set_name).source
        of_case = source == "case"
        meant = [
            r.id for r in self.store.others(set_name) if r.id == other_id or (of_case and r.id.startswith(other_id))
        ]
        if len(meant) != 1 or not other_id:
            what = f"has {len(meant)} records" if meant else "has no record"
            raise UnknownRecord(f"{set_name} {what} {other_id!r}; list them with: trucewatch beside CASE")
        ours = self._point(incident) if source in OF_AGREEMENTS else self._incident(incident)
        with self._signed(who) as person:
            judged = OtherJudged(
                set_name=set_name, other_id=meant[0], incident_id=ours, verdict=verdict, why=why, who=person,
                when=datetime.now(UTC),
            )  # fmt: skip
            self.store.save_other_judged(judged)
        return judged

    def drop_beside(self, name: str, *, who: str | None = None) -> int:
        """Take a set away from the case, with what was judged of it; how many records it had."""
        self._set(name)
        with self._signed(who):
            return self.store.drop_others(name)

    def _incident(self, wanted: str) -> str:
        kind, found = self.store.find(wanted)
        if kind != "incident":
            raise UnknownRecord(f"{wanted} is a {kind}, not an incident; ids of incidents begin with i:")
        return str(found.id)

    def _point(self, wanted: str) -> str:
        there = [point.ref for point in points_of(self.store.agreement())]
        if wanted not in there:
            known = ", ".join(map(repr, there)) or "none that has a day"
            raise UnknownRecord(f"{wanted!r} is no text or day of the agreement file; there are: {known}")
        return wanted

    def _now(self, incident_id: str) -> str:
        """The incident that an id leads to now, should it have been joined with another."""
        try:
            return str(self.store.find(f"i:{incident_id}")[1].id)
        except UnknownRecord:
            return incident_id

    def _set(self, name: str) -> OtherSet:
        sets = {one.name: one for one in self.store.other_sets()}
        if name not in sets:
            there = ", ".join(sets) or "none"
            raise UnknownRecord(f"no set named {name!r} lies beside this case; there are: {there}")
        return sets[name]


class _Near:
    """Which of some incidents a set has a record of, whatever else lies on their days; what was read once is kept."""

    def __init__(self, store: Store, name: str, judged: list[OtherJudged]) -> None:
        self._store = store
        self._name = name
        self._judged = judged
        self._held = beside.Held(judged)
        self._records: dict[str, OtherRecord] = {}
        self._on: dict[date, list[OtherRecord]] = {}
        self._records_read = _Days()
        self._incidents_read = _Days()

    def met(self, incidents: list[Incident]) -> set[str]:
        """The ids of those that a record of the set is most like, or that a person joined with one."""
        self._held.know(incidents)
        days = {i.id: d for i in incidents if (d := beside.days_of(i)) is not None}
        if days:
            first, last = min(d[0] for d in days.values()) - NIGHT, max(d[1] for d in days.values()) + NIGHT
            for since, until in self._records_read.lacking(first, last):
                self._take(self._store.others_between(self._name, since, until))
        ids = {i.id for i in incidents}
        told = [j.other_id for j in self._judged if j.incident_id in ids]
        self._take(self._store.others_of(self._name, [one for one in told if one not in self._records]))
        asked = {one: self._records[one] for one in told if one in self._records}
        for incident_id, (begins, ends) in days.items():
            for day in _each(begins - NIGHT, ends + NIGHT):
                for record in self._on.get(day, ()):
                    if record.id not in asked and self._held.may_be(record, incident_id):
                        asked[record.id] = record
        self._know_near(asked.values())
        return {best for record in asked.values() if (best := self._held.best(record)) is not None}

    def _take(self, records: Iterable[OtherRecord]) -> None:
        for record in records:
            if record.id not in self._records:
                self._records[record.id] = record
                for day in _each(record.first_day, record.last_day):
                    self._on.setdefault(day, []).append(record)

    def _know_near(self, records: Iterable[OtherRecord]) -> None:
        """All incidents on the days of these records, and those that persons joined them with."""
        if not (some := list(records)):
            return
        first, last = min(r.first_day for r in some) - NIGHT, max(r.last_day for r in some) + NIGHT
        for since, until in self._incidents_read.lacking(first, last):
            self._held.know(self._store.incidents(since=since, until=until))
        ids = {r.id for r in some}
        joined = {j.incident_id for j in self._judged if j.other_id in ids and j.verdict == "same"}
        self._held.know(self._store.of_ids(INCIDENTS, joined - self._held.incidents.keys()))


class _Days:
    """The days that were read so far: one stretch."""

    def __init__(self) -> None:
        self._read: tuple[date, date] | None = None

    def lacking(self, first: date, last: date) -> list[tuple[date, date]]:
        """What must be read for the days from ``first`` to ``last``; it then counts as read."""
        if self._read is None:
            self._read = first, last
            return [(first, last)]
        since, until = self._read
        self._read = min(first, since), max(last, until)
        day = timedelta(days=1)
        return [(a, b) for a, b in ((first, since - day), (until + day, last)) if a <= b]


def _each(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _of_case(incidents: Iterable[Incident], set_name: str, passed_over: Counter[str]) -> list[OtherRecord]:
    """The incidents of another case as other records; those without a day are counted."""
    made = []
    for one in incidents:
        when, where = one.when, one.where
        if when is None or when.first_day is None:
            passed_over["incidents without a day"] += 1
            continue
        named = [p.side or p.kind for p in (*one.actors, *one.targets)]
        made.append(
            OtherRecord(
                set_name=set_name, id=one.id, source="case", first_day=when.first_day,
                last_day=when.last_day or when.first_day, code=one.type, types=(one.type,),
                actors=tuple(dict.fromkeys(n for n in named if n)), place=where.name if where else None,
                admin1=where.admin1 if where else None, country=where.country_name if where else None,
                lat=where.lat if where else None, lon=where.lon if where else None,
                radius_km=beside.OUR_RADIUS.get(where.precision) if where else None,
            )
        )  # fmt: skip
    return made
