"""The invented world of a set: sides, places, speakers, outlets; and how an event or a saying is put into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO
from random import Random
from typing import Any

from ruamel.yaml import YAML
from tests.link.linking_marks import World

from evals.generator import events, frames
from evals.generator.names import (
    MONITORS,
    MOVEMENTS,
    ROLES_MONITOR,
    ROLES_MOVEMENT,
    ROLES_STATE,
    STATES,
    Names,
)
from evals.generator.points import Point
from evals.generator.telling import Draft, Mark, Sentence, Speaker, narrated, statement
from evals.generator.wording import Style, capital, expanded
from trucewatch.intake.agreements import parse_agreement

#: Speakers of a side, and outlets, in a large set; and the days within which a side makes a point once only.
SPEAKERS = 40
OUTLETS = 120
APART = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A party of the invented agreement and the ways in which reporters call it."""

    name: str
    short: str
    force: str
    demonym: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened: the facts that every telling draws on. ``label`` marks it in the truth."""

    label: str
    kind: events.Kind
    place: str
    area: str
    day: date
    actor: Side | None
    other: Side
    target: str
    people: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an outlet knows of an event when it prints: the toll (None where nobody counts) and whether it names
    the town or the area only."""

    killed: int | None = None
    injured: int | None = None
    number: int | None = None
    vague: bool = False
    bound: str = ""


@dataclass(slots=True)
class Scene:
    """A world and its chance. Everything is drawn from ``rng``, so one seed makes one scene."""

    rng: Random
    name: str
    days: int = 60
    names: Names = field(init=False)
    world: World = field(init=False)
    state: Side = field(init=False)
    movement: Side = field(init=False)
    monitor: Side = field(init=False)
    signed: date = field(init=False)
    areas: list[str] = field(init=False)
    outlets: list[str] = field(default_factory=list)
    speakers: dict[str, list[Speaker]] = field(default_factory=dict)
    uttered: dict[tuple[str, Point], list[date]] = field(default_factory=dict)
    styles: dict[str, Style] = field(default_factory=dict)
    made: int = 0

    def __post_init__(self) -> None:
        rng = self.rng
        self.names = Names(rng)
        self.areas = [self.names.area() for _ in range(3)]
        land, demonym = rng.choice(STATES)
        full, short = rng.choice(MOVEMENTS)
        home = self.names.place()
        self.state = Side(name=land, short=land, force=f"the {demonym} army", demonym=demonym)
        self.movement = Side(name=full.format(place=home), short=short, force=f"fighters of {short}")
        mission = rng.choice(MONITORS).format(place=home)
        self.monitor = Side(name=mission, short=f"the {mission}", force=f"observers of the {mission}")
        self.signed = date(rng.randint(2027, 2034), rng.randint(1, 12), rng.randint(1, 28))
        self.world = self._world(home)

    def _world(self, home: str) -> World:
        """The agreement as a file, and no place yet: towns are added as they are drawn."""
        agreement = {
            "trucewatch": 1, "id": self.name.replace(" ", "-"), "title": f"{home} Accord", "signed": self.signed,
            "parties": [
                {"name": self.state.name, "role": "signatory", "members": [f"{self.state.demonym} Army"],
                 "demonyms": [self.state.demonym]},
                {"name": self.movement.name, "role": "signatory", "aliases": [self.movement.short]},
                {"name": self.monitor.name, "role": "monitor"},
            ],
            "provisions": [],
        }  # fmt: skip
        written = StringIO()
        YAML(typ="safe", pure=True).dump(agreement, written)
        file = written.getvalue().encode()
        places: dict[str, str] = {area: "area" for area in self.areas}
        return World(name=self.name, agreement=parse_agreement(file, shown_as=self.name), file=file, places=places)

    # -- drawing -----------------------------------------------------------------------------

    def label(self, what: str) -> str:
        self.made += 1
        return f"{what}-{self.made}"

    def town(self, area: str | None = None) -> tuple[str, str]:
        """A new town and its area."""
        area = area or self.rng.choice(self.areas)
        town = self.names.place()
        self.world.places[town] = area  # type: ignore[index]
        return town, area

    def move(self) -> None:
        """Go on in other areas, so that what happens in an area at one time stays little."""
        self.areas = [self.names.area() for _ in range(3)]
        self.world.places.update((area, "area") for area in self.areas)  # type: ignore[attr-defined]

    def day(self) -> date:
        """A day in the time that the set covers."""
        return self.signed + timedelta(days=5 + self.rng.randrange(self.days))

    def sides(self) -> tuple[Side, Side]:
        """The two armed sides, in an order drawn."""
        pair = [self.state, self.movement]
        self.rng.shuffle(pair)
        return pair[0], pair[1]

    def speaker(self, side: Side) -> Speaker:
        """Somebody who speaks for a side; when it has SPEAKERS of them, one of those."""
        known = self.speakers.setdefault(side.name, [])
        if len(known) >= SPEAKERS:
            return self.rng.choice(known)
        roles = ROLES_STATE if side is self.state else ROLES_MONITOR if side is self.monitor else ROLES_MOVEMENT
        known.append(Speaker(name=self.names.person(), role=self.rng.choice(roles)))
        return known[-1]

    def point(self, points: Sequence[Point], side: Side, day: date) -> Point:
        """A point that the side has not made in the weeks around the day (or any, if it has made them all)."""
        free = [p for p in points if all(abs((day - d).days) > APART for d in self.uttered.get((side.name, p), ()))]
        chosen = self.rng.choice(free or points)
        self.uttered.setdefault((side.name, chosen), []).append(day)
        return chosen

    def outlet(self) -> str:
        """An outlet: a new one; in a large set one that has not come up for a while."""
        if len(self.outlets) < OUTLETS:
            self.outlets.append(self.names.paper() if self.rng.random() < 0.6 else self.names.station())
        else:
            self.outlets.append(self.outlets.pop(self.rng.randrange(OUTLETS // 2)))
        return self.outlets[-1]

    def draft(self, day: date, *, outlet: str | None = None, origin: str | None = None, area: str = "") -> Draft:
        """An empty report; an outlet keeps its style."""
        outlet = outlet or self.outlet()
        style = self.styles.setdefault(outlet, Style.drawn(self.rng))
        draft = Draft(outlet=outlet, day=day, style=style, origin=origin or self.label("origin"))
        if self.rng.random() < 0.35 and area:
            headline = self.rng.choice(frames.HEADLINES)
            draft.title = capital(expanded(headline, {"place": area, "area": area}, self.rng, style))
        return draft

    def event(
        self, kind: events.Kind, day: date, *, actor: Side | None, area: str | None = None, town: str = ""
    ) -> Event:
        place, area = (town, area or self.world.places[town]) if town else self.town(area)
        first, second = self.sides()
        other = second if actor is first else first
        return Event(
            label=self.label("event"), kind=kind, place=place, area=area, day=day, actor=actor, other=other,
            target=self.rng.choice(kind.targets),
            people=self.rng.choice(events.VICTIMS if kind.counts == "abducted" else events.CAPTIVES),
        )  # fmt: skip

    # -- putting into words ------------------------------------------------------------------

    def padding(self, draft: Draft, place: str, area: str, *, templates: tuple[str, ...] = frames.PADDING) -> None:
        """A sentence about something else, or about what was seen where it happened; no template twice in a report."""
        fresh = [t for t in templates if t not in draft.padded]
        if not fresh:
            return
        template = self.rng.choice(fresh)
        draft.padded.append(template)
        for slot, words in frames.WORDS.items():
            template = template.replace(slot, words)
        facts = {"place": place, "area": area}
        draft.add(lambda: Sentence(text=capital(expanded(template, facts, self.rng, draft.style))), self.rng)

    def told(self, draft: Draft, event: Event, known: Known, *, named: bool = False) -> None:
        """The outlet tells of an event in its own voice."""
        draft.add(lambda: narrated(*self.event_words(event, known, draft, named=named)), self.rng)

    def told_campaign(
        self, draft: Draft, label: str, area: str, actor: Side, first: date, last: date, template: str
    ) -> None:
        """The outlet tells of what went on for days over an area."""
        facts = {"area": area, "actor": actor.short, "first": draft.style.day(first, draft.day).removeprefix("on ")}

        def make() -> Sentence:
            words = expanded(template, facts, self.rng, draft.style)
            mark: dict[str, Any] = {"i": label, "type": "shelling", "place": area, "day": [first, last]}
            if actor.short in words:
                mark["by"] = f"{actor.short}/{actor.name}"
            return narrated(words, mark)

        draft.add(make, self.rng)

    def event_words(self, event: Event, known: Known, draft: Draft, *, named: bool) -> tuple[str, Mark]:
        """The words of an event with signs, and the values of its mark."""
        rng, kind, style = self.rng, event.kind, draft.style
        counted = known.killed is not None and kind.counted and rng.random() < 0.35 and not named
        template = rng.choice(kind.counted if counted else kind.named if named else kind.plain)
        type_ = kind.type
        if template.startswith("@"):
            type_, _, template = template[1:].partition(" ")
        toll = ""
        if kind.deadly and not counted:
            if known.killed is not None:
                toll = rng.choice(events.TOLL)
            elif known.injured is not None:
                toll = rng.choice(events.HURT)
        facts = self.facts(event, known, draft)
        words = expanded(template.replace("$toll", toll), facts, rng, style)
        place = event.area if known.vague else event.place
        values: dict[str, Any] = {"i": event.label, "type": type_}
        if place in words:
            values["place"] = place
        if facts["day"] in words:
            values["day"] = event.day
        if named and event.actor and event.actor.short in words:
            values["by"] = f"{event.actor.short}/{event.actor.name}"
        if kind.deadly and event.target in words:
            values["hit"] = event.target
        for effect, value in (("killed", known.killed), ("injured", known.injured), (kind.counts, known.number)):
            if effect and value is not None:
                printed = self._count(value, known, style)
                if printed in words.split() or f" {printed} " in f" {words} ":
                    values[effect] = f"{printed} = {value}{known.bound}"
        return words, values

    def facts(self, event: Event, known: Known, draft: Draft) -> dict[str, str]:
        """The facts of an event as this report prints them."""
        place = event.area if known.vague else event.place
        actor = event.actor or event.other
        facts = {
            "place": place, "area": event.area, "target": event.target, "day": draft.style.day(event.day, draft.day),
            "actor": actor.short, "other": event.other.short, "victims": event.people, "captives": event.people,
        }  # fmt: skip
        for slot, value in (("killed", known.killed), ("injured", known.injured), ("number", known.number)):
            if value is not None:
                facts[slot] = self._count(value, known, draft.style)
                facts[slot.capitalize()] = facts[slot].capitalize()
        if known.injured is None:
            facts["injured"] = "several"
        return facts

    @staticmethod
    def _count(value: int, known: Known, style: Style) -> str:
        return ("at least " if known.bound == "+" else "") + style.number(value)

    def noun(self, event: Event) -> str:
        facts = {"place": event.place, "target": event.target}
        return expanded(self.rng.choice(event.kind.nouns), facts, self.rng, Style())

    def called(self, speaker: Speaker, side: Side, *, how: str | None = None) -> tuple[str, str, dict[str, str]]:
        """How the report calls the speaker: at the start of a sentence, inside one, and the values of the mark."""
        how = how or self.rng.choice(["named", "named", "named", "named", "described", "body"])
        if how == "body":
            return capital(side.short), side.short, {"body": side.short}
        if how == "described":
            phrase = f"a {speaker.role} of {side.short}"
            return capital(phrase), phrase, {"some": phrase}
        of = f" of {side.short}"
        forms = (
            f"{speaker.name}, the {speaker.role}{of},",
            f"the {speaker.role}{of}, {speaker.name},",
            f"{speaker.name}, {speaker.role}{of},",
        )
        phrase = self.rng.choice(forms)
        return capital(phrase), phrase, {"who": speaker.name, "role": speaker.role}

    def says(
        self, draft: Draft, label: str, point: Point | str, *, speaker: Speaker, side: Side, act: str,
        at: Side | None, said: date, facts: dict[str, str], how: str | None = None, manner: str | None = None,
        frame: tuple[str, ...] | None = None, incident: Mark | None = None, **more: Any,
    ) -> None:  # fmt: skip
        """Somebody says something: in quotation marks, as a clause, or in a frame given."""
        rng, style = self.rng, draft.style

        def make() -> Sentence:
            mode = manner or rng.choice(["clause", "clause", "quote"])
            if isinstance(point, str):
                words, mode = point, "clause"
            elif mode == "quote":
                words = rng.choice(point.quotes)
            else:
                words = rng.choice(point.clauses)
            chosen = rng.choice(
                frame if frame and mode != "quote" else frames.QUOTE if mode == "quote" else frames.CLAUSE
            )
            who_first, who, naming = self.called(speaker, side, how=how)
            when = style.day(said, draft.day) if rng.random() < 0.75 else ""
            slots = {
                **facts, "Who": who_first, "who": who, "when": when,
                "us": side.short,
                "them": at.short if at else "", "Them": capital(at.short) if at else "",
            }  # fmt: skip
            content = expanded(words, slots, rng, style)
            if mode == "quote" or chosen.startswith("((%"):
                content = capital(content)
            marked = expanded(chosen.replace("%", "\0"), slots, rng, style).replace("\0", content)
            return statement(
                marked, label, naming=naming, act=act, side=side.name, at=at.name if at else None,
                said=said if when else None, direct=mode == "quote", incident=incident, **more,
            )  # fmt: skip

        draft.add(make, rng)
