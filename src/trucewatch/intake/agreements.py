"""Agreement files: a bundled name or a YAML file of the user's becomes an ``Agreement``.

The form is in ``agreement_form.py`` and ``docs/agreement-file.md``. Here are the checks that need more
than one field (names that must be parties, references that must exist, circles), the clocks, and the
way to the records.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

from trucewatch.errors import BadAgreement, BadRecord, UnknownAgreement
from trucewatch.intake.agreement_form import ActorForm, AgreementForm, AnswerForm, ClockForm, ProvisionForm, ReadingForm
from trucewatch.intake.agreement_page import Page, Place, Problem, bad
from trucewatch.records.actor import Actor, Name, Role
from trucewatch.records.agreement import (
    Agreement,
    ClaimedTerm,
    Clock,
    ClockKind,
    Event,
    Instrument,
    Party,
    Provision,
    Reading,
)
from trucewatch.records.due import later, started
from trucewatch.records.ids import digest

AGREEMENT_FILE = "agreement.yaml"
#: The largest agreement file that is read; the longest peace agreements fill a few hundred kilobytes.
MOST_BYTES = 4_000_000
SIGNATURE = "signature"
#: How a clock names the provision it runs after.
AFTER_PROVISION = "provision "


def bundled_agreements() -> list[str]:
    """The names of the agreements that come with the program, in alphabetical order."""
    home = files("trucewatch") / "bundled"
    return sorted(entry.name for entry in home.iterdir() if (entry / AGREEMENT_FILE).is_file())


def bundled_folder(name: str) -> Path:
    """The folder of a bundled agreement, with ``agreement.yaml`` and, if it has demo reports, ``reports/``.

    Raises: UnknownAgreement.
    """
    if name not in bundled_agreements():
        raise UnknownAgreement(_unknown(name))
    return Path(str(files("trucewatch") / "bundled" / name))


def read_agreement(name_or_path: str) -> tuple[Agreement, bytes]:
    """Read a bundled agreement by its name, or an agreement file by its path.

    A bundled name wins over a file of the same name; ``./name`` means the file. Gives the agreement,
    whose ``version`` is the SHA-256 of the bytes, and the bytes themselves, to be kept in the case.

    Raises: UnknownAgreement if it is neither a bundled name nor looks like a path; BadAgreement if
    the file is not there or does not hold, with line, field, the value met and the next step.
    """
    if name_or_path in bundled_agreements():
        path = bundled_folder(name_or_path) / AGREEMENT_FILE
    else:
        path = Path(name_or_path)
        looks_like_path = path.suffix.lower() in (".yaml", ".yml") or len(path.parts) > 1 or path.exists()
        if not looks_like_path:
            raise UnknownAgreement(_unknown(name_or_path))
    content = _bytes_of(path)
    return parse_agreement(content, shown_as=str(path)), content


def parse_agreement(content: bytes, *, shown_as: str) -> Agreement:
    """Read the bytes of an agreement file; ``shown_as`` names it in messages.

    Raises: BadAgreement, with all problems found.
    """
    page = Page(content, shown_as=shown_as)
    form = page.form()
    problems = [page.located(problem) for problem in _cross_checks(form)]
    if problems:
        raise bad(shown_as, problems)
    try:
        return _agreement(form, version=hashlib.sha256(content).hexdigest())
    except BadRecord as problem:
        raise BadAgreement(f"{shown_as}: {problem}") from problem


def _bytes_of(path: Path) -> bytes:
    if not path.exists():
        raise BadAgreement(f"no agreement file at {path}; bundled ones are: {', '.join(bundled_agreements())}")
    if path.is_dir():
        raise BadAgreement(f"{path} is a folder, not an agreement file; name the YAML file in it")
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            limit = f"an agreement file may have {MOST_BYTES:,}"
            raise BadAgreement(f"{path} has {size:,} bytes, {limit}; is it the right file?")
        return path.read_bytes()
    except OSError as problem:
        raise BadAgreement(f"cannot read {path}: {problem.strerror}; check its permissions") from problem


def _unknown(name: str) -> str:
    known = bundled_agreements()
    near = get_close_matches(name.casefold(), known, n=1, cutoff=0.5)
    return (
        f"no bundled agreement is named {name!r}{f'; did you mean {near[0]}?' if near else ''}; "
        f"bundled: {', '.join(known)}; for a file of your own give its path, such as ./{name}.yaml"
    )


# -- checks over several fields ----------------------------------------------------------------


def _cross_checks(form: AgreementForm) -> Iterable[Problem]:
    yield from _twice([(("parties", i, "name"), p.name) for i, p in enumerate(form.parties)], "party")
    yield from _twice([(("instruments", i, "id"), x.id) for i, x in enumerate(form.instruments)], "instrument")
    yield from _twice([(("events", i, "name"), e.name) for i, e in enumerate(form.events)], "event")
    yield from _twice([(("actors", i, "id"), a.id) for i, a in enumerate(form.actors) if a.id], "actor id")
    refs: list[tuple[Place, str]] = [(("provisions", i, "ref"), p.ref) for i, p in enumerate(form.provisions)]
    refs += [(("claimed_terms", i, "ref"), t.ref) for i, t in enumerate(form.claimed_terms)]
    yield from _twice(refs, "reference")
    yield from _party_checks(form)
    yield from _signature_checks(form)
    provisions = [p.ref for p in form.provisions]
    instruments = [x.id for x in form.instruments] or [form.id]
    for i, provision in enumerate(form.provisions):
        at: Place = ("provisions", i)
        if provision.instrument is not None:
            yield from _known((*at, "instrument"), provision.instrument, instruments, "instrument")
        if provision.part_of is not None:
            yield from _known((*at, "part_of"), provision.part_of, provisions, "provision")
        for j, ref in enumerate(provision.conditions):
            yield from _known((*at, "conditions", j), ref, provisions, "provision")
        yield from _clock_checks((*at, "clock"), provision.clock, form)
        for j, reading in enumerate(provision.readings):
            if (reading.side is None) == (reading.source is None):
                message = "a reading is a `side`'s or a `source`'s (a translation, a printing); give one of the two"
                yield Problem(place=(*at, "readings", j), message=message)
            if reading.clock is not None:
                yield from _clock_checks((*at, "readings", j, "clock"), reading.clock, form)
    yield from _circles(form, "part_of", {p.ref: [p.part_of] if p.part_of else [] for p in form.provisions})
    yield from _circles(form, "conditions", {p.ref: p.conditions for p in form.provisions})
    yield from _circles(form, "clock", {p.ref: _waits_for(p) for p in form.provisions})
    for i, actor in enumerate(form.actors):
        for j, role in enumerate(actor.roles):
            if role.since and role.until and role.since > role.until:
                message = f"the role ends on {role.until}, before it begins on {role.since}; swap or correct the dates"
                yield Problem(place=("actors", i, "roles", j, "until"), message=message)


def _twice(named: Iterable[tuple[Place, str]], what: str) -> Iterable[Problem]:
    seen: dict[str, str] = {}
    for place, name in named:
        if name.casefold() in seen:
            yield Problem(place=place, message=f"the {what} {name!r} stands there twice; give each its own")
        seen.setdefault(name.casefold(), name)


def _known(place: Place, name: str, known: Iterable[str], what: str) -> Iterable[Problem]:
    known = list(known)
    if name not in known:
        near = get_close_matches(name, known, n=1, cutoff=0.4)
        step = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known) or 'none'}"
        yield Problem(place=place, message=f"no {what} is named {name!r}; {step}")


def _party_checks(form: AgreementForm) -> Iterable[Problem]:
    """Every side named anywhere must be a party, spelled as in ``parties``."""
    names = [p.name for p in form.parties]
    also = {word.casefold(): p.name for p in form.parties for word in (*p.aliases, *p.members, *p.demonyms, p.name)}
    for place, side in _sides_used(form):
        if side not in names:
            meant = also.get(side.casefold()) or next(iter(get_close_matches(side, names, n=1, cutoff=0.5)), None)
            step = f"did you mean {meant!r}?" if meant else f"parties are: {', '.join(names)}"
            yield Problem(place=place, message=f"{side!r} is not a party of this file; {step}")


def _sides_used(form: AgreementForm) -> Iterable[tuple[Place, str]]:
    def each(sides: Iterable[str], *place: str | int) -> Iterable[tuple[Place, str]]:
        return (((*place, n), side) for n, side in enumerate(sides))

    for i, instrument in enumerate(form.instruments):
        yield from each(instrument.parties, "instruments", i, "parties")
    for i, event in enumerate(form.events):
        yield from each(event.sides, "events", i, "sides")
    for i, provision in enumerate(form.provisions):
        yield from each(provision.obligors, "provisions", i, "obligors")
        yield from each(provision.beneficiaries, "provisions", i, "beneficiaries")
        yield from (
            (("provisions", i, "readings", j, "side"), r.side) for j, r in enumerate(provision.readings) if r.side
        )
    for i, term in enumerate(form.claimed_terms):
        yield ("claimed_terms", i, "owner"), term.owner
        yield from ((("claimed_terms", i, "answers", j, "side"), r.side) for j, r in enumerate(term.answers))
    for i, actor in enumerate(form.actors):
        for j, role in enumerate(actor.roles):
            yield from each(role.sides, "actors", i, "roles", j, "sides")


def _signature_checks(form: AgreementForm) -> Iterable[Problem]:
    for i, event in enumerate(form.events):
        if event.name == SIGNATURE and event.day and form.signed and event.day != form.signed:
            message = f"the signature is dated {event.day} here and {form.signed} under `signed`; keep one date"
            yield Problem(place=("events", i, "day"), message=message)


def _kind(clock: ClockForm) -> ClockKind:
    """The kind as given, or the one that the other keys imply."""
    if clock.kind is not None:
        return clock.kind
    if clock.day is not None:
        return "fixed"
    if clock.days is not None or clock.months is not None:
        return "offset"
    return "with" if clock.after is not None else "none"


#: For each kind: keys that must stand (at least one of each group), and keys that may.
_CLOCK_KEYS: Mapping[ClockKind, tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]] = {
    "none": ((), ()),
    "fixed": ((("day",),), ("hour",)),
    "offset": ((("days", "months"),), ("after", "opens_days", "opens_months", "hour")),
    "with": ((("after",),), ("hour",)),
    "continuing": ((), ("after",)),
    "recurring": ((("days", "months"),), ("after", "hour")),
}


def _clock_checks(at: Place, clock: ClockForm, form: AgreementForm) -> Iterable[Problem]:
    kind = _kind(clock)
    needed, allowed = _CLOCK_KEYS[kind]
    keys = ("day", "days", "months", "after", "opens_days", "opens_months", "hour")
    given = [key for key in keys if getattr(clock, key) is not None]
    for group in needed:
        if not any(key in given for key in group):
            yield Problem(place=at, message=f"a clock of kind {kind!r} needs `{'` or `'.join(group)}`; add it")
    for key in given:
        if key not in allowed and not any(key in group for group in needed):
            message = f"a clock of kind {kind!r} has no {key!r}; take it out or change the kind"
            yield Problem(place=(*at, key), message=message)
    if kind == "recurring" and not (clock.days or clock.months):
        yield Problem(place=at, message="a clock that recurs needs 1 day or month at least; correct the number")
    if clock.hour is not None and clock.zone is None:
        yield Problem(place=(*at, "hour"), message="an hour says nothing without its `zone`; add it (Asia/Qatar)")
    if "opens_days" in given or "opens_months" in given:
        # Any day serves for the comparison but for months of different length: the longest are the strictest
        opens = later(date(2031, 7, 1), months=clock.opens_months, days=clock.opens_days)
        closes = later(date(2031, 7, 1), months=clock.months, days=clock.days)
        if opens > closes:
            yield Problem(place=at, message="the window closes before it opens; correct `opens_days` or `days`")
    if clock.after is None or clock.after == SIGNATURE:
        return
    if clock.after.startswith(AFTER_PROVISION):
        yield from _known(
            (*at, "after"), clock.after[len(AFTER_PROVISION) :], [p.ref for p in form.provisions], "provision"
        )
    else:
        yield from _known((*at, "after"), clock.after, [SIGNATURE, *(e.name for e in form.events)], "event")


def _waits_for(provision: ProvisionForm) -> list[str]:
    """The provisions that its clock, or its clock on a rival reading, runs after."""
    clocks = [provision.clock, *(r.clock for r in provision.readings if r.clock)]
    return [c.after[len(AFTER_PROVISION) :] for c in clocks if c.after and c.after.startswith(AFTER_PROVISION)]


def _circles(form: AgreementForm, key: str, next_of: Mapping[str, list[str]]) -> Iterable[Problem]:
    """One problem for each circle of references, at the first provision in it."""
    done: set[str] = set()
    for i, provision in enumerate(form.provisions):
        path = _circle_from(provision.ref, next_of, done)
        if path:
            done.update(path)
            message = f"goes round in a circle: {' → '.join([*path, path[0]])}; take out one of them"
            yield Problem(place=("provisions", i, key), message=message)


def _circle_from(start: str, next_of: Mapping[str, list[str]], done: set[str]) -> list[str] | None:
    """The references from ``start`` back to itself, or None. Walks without recursion: files may be long."""
    if start in done:
        return None
    came_from: dict[str, str] = {}
    waiting, seen = [start], {start}
    while waiting:
        here = waiting.pop()
        for there in next_of.get(here, []):
            if there == start:
                path = [here]
                while path[-1] != start:
                    path.append(came_from[path[-1]])
                return path[::-1]
            if there not in seen:
                seen.add(there)
                came_from[there] = here
                waiting.append(there)
    return None


# -- to the records ----------------------------------------------------------------------------


def _agreement(form: AgreementForm, *, version: str) -> Agreement:
    instruments = tuple(
        Instrument(id=x.id, title=x.title, signed=x.signed, parties=tuple(x.parties), note=x.note)
        for x in form.instruments
    ) or (
        Instrument(
            id=form.id, title=form.title, signed=form.signed,
            parties=tuple(p.name for p in form.parties if p.role == "signatory"),
        ),
    )  # fmt: skip
    days = {event.name: event.day for event in form.events}
    provisions = []
    for p in form.provisions:
        instrument = next((x for x in instruments if x.id == p.instrument), instruments[0])
        dated = {**days, SIGNATURE: instrument.signed or form.signed or days.get(SIGNATURE)}
        provisions.append(
            Provision(
                ref=p.ref, instrument=instrument.id, what=p.what, obligors=tuple(p.obligors),
                beneficiaries=tuple(p.beneficiaries), clock=_clock(p.clock, days=dated),
                topics=tuple(p.topics), keywords=tuple(p.keywords), conditions=tuple(p.conditions),
                part_of=p.part_of, readings=_readings(p.readings, dated), confirmed=p.confirmed,
            )
        )  # fmt: skip
    return Agreement(
        id=form.id, title=form.title, signed=form.signed,
        parties=tuple(
            Party(
                name=p.name, role=p.role, members=tuple(p.members), aliases=tuple(p.aliases), demonyms=tuple(p.demonyms)
            )
            for p in form.parties
        ),
        provisions=tuple(provisions),
        claimed_terms=tuple(
            ClaimedTerm(ref=t.ref, owner=t.owner, what=t.what, keywords=tuple(t.keywords), answers=_answers(t.answers))
            for t in form.claimed_terms
        ),
        instruments=instruments,
        events=tuple(
            Event(
                name=e.name, day=e.day, title=e.title, types=tuple(e.types), sides=tuple(e.sides),
                keywords=tuple(e.keywords),
            )
            for e in form.events
        ),
        actors=tuple(_actor(actor, spare_id=digest(version, "actor", i)) for i, actor in enumerate(form.actors)),
        countries=tuple(form.countries), note=form.note, version=version,
    )  # fmt: skip


def _readings(given: Iterable[ReadingForm], days: Mapping[str, date | None]) -> tuple[Reading, ...]:
    return tuple(
        Reading(
            side=r.side, source=r.source, reading=r.reading, basis=r.basis,
            clock=_clock(r.clock, days=days) if r.clock else None,
        )
        for r in given
    )  # fmt: skip


def _answers(given: Iterable[AnswerForm]) -> tuple[Reading, ...]:
    return tuple(Reading(side=a.side, reading=a.reading, basis=a.basis) for a in given)


def _actor(form: ActorForm, *, spare_id: str) -> Actor:
    """``spare_id`` is for an actor without an id: made from the file's bytes and the place in it, never from a name.

    So the same bytes always give the same ids, and any edit of the file gives new ones to actors without an id.
    """
    names = tuple(Name(text=n.text, language=n.language, script=n.script) for n in form.names)
    roles = tuple(
        Role(title=r.title, organisation=r.organisation, sides=tuple(r.sides), since=r.since, until=r.until)
        for r in form.roles
    )
    return Actor(id=form.id or spare_id, names=names, kind=form.kind, roles=roles)


def _clock(form: ClockForm, *, days: Mapping[str, date | None]) -> Clock:
    """The clock as far as the file itself can run it: events that it dates, and the signature if none is named.

    Nothing is computed from ``provision REF``: when a provision was carried out is what reports disagree on.
    """
    kind = _kind(form)
    after = form.after or (SIGNATURE if kind in ("offset", "recurring", "continuing") else None)
    clock = Clock(
        kind=kind, day=form.day, days=form.days, months=form.months, after=after, opens_days=form.opens_days,
        opens_months=form.opens_months, hour=form.hour, reported=tuple(form.reported), zone=form.zone, text=form.text,
    )  # fmt: skip
    return started(clock, days.get(after) if after else None)
