"""Made-up news in full: outlets that tell of the same invented days in their own words, with quotations, tolls, denials
and the paragraphs of background and daily life that reports are full of. The same seed gives the same reports.
"""
# ruff: noqa: E501 - sentences of the reports stand whole

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

AGREEMENT = """\
trucewatch: 1
id: harbour
title: Harbour accord between Northland and the River Front
signed: 2031-02-28
parties:
  - {name: Northland, role: signatory, members: [Northland army, Ministry of Defence]}
  - {name: River Front, role: signatory, members: [River Front command]}
  - {name: Joint Monitors, role: monitor}
provisions:
  - {ref: "1", what: Both parties cease fire on land and water., obligors: [Northland, River Front]}
  - {ref: "2", what: Each party releases its prisoners within 60 days., obligors: [Northland, River Front]}
"""
START = date(2031, 3, 3)
A_DAY = 8
OUTLETS = tuple(
    f"{a} {b}" for a in ("Harbour", "Coast", "Delta", "Upland") for b in ("Post", "Wire", "Herald", "Daily")
)
PLACES = (
    "Almere Ford", "Bracken Quay", "Corrin", "Dunmore Lock", "Eskhaven", "Fallow Mill", "Garth", "Hollin Bridge",
    "Ivelet", "Kirkby Weir", "Lunt", "Marrick", "Nether Stoke", "Orrin", "Penhallow", "Rudd Island",
)  # fmt: skip
PEOPLE = (
    ("Ada Brook", "a spokeswoman for the Northland army", "Northland"),
    ("Bo Hillman", "a spokesman for the River Front", "River Front"),
    ("Cora Lund", "the defence minister of Northland", "Northland"),
    ("Dag Orme", "a commander of the River Front", "River Front"),
    ("Edda Voss", "head of the Joint Monitors", "Joint Monitors"),
    ("Finn Tarrant", "the governor of the lower valley", ""),
    ("Greta Moss", "an adviser to the government of Northland", "Northland"),
    ("Hal Pender", "a negotiator of the River Front", "River Front"),
)  # fmt: skip
OTHER = {"Northland": "the River Front", "River Front": "the Northland army"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DEEDS = (
    ("shelling", "shelled", "the shelling of"), ("a raid", "raided", "a raid on"), ("sniper fire", "fired on", "firing on"),
    ("a drone strike", "struck", "a strike on"), ("the seizure of boats", "seized boats at", "seizing boats at"),
)  # fmt: skip
TARGETS = ("a ferry landing", "a checkpoint", "a grain store", "a road bridge", "a clinic", "a school yard", "a depot")
#: Daily life: who, does what, under which circumstances; put together they give thousands of sentences.
WHO = (
    "the harvest office",
    "teachers on the east bank",
    "the council of the lower town",
    "fishermen from the estuary",
    "the hospital board",
    "a choir from the hill villages",
    "engineers of the pumping station",
    "the post office",
    "traders at the covered market",
    "the ferry guild",
    "parents of the river school",
    "the keeper of the archive",
    "two bakers",
    "the bus company",
    "a football club",
    "the seed bank",
    "night watchmen",
    "the union of dockers",
    "a team of surveyors",
    "the theatre",
    "farmers with land near the line",
    "the weather station",
    "a tailor who moved here in the winter",
    "the library",
    "students of the technical school",
    "the fire brigade",
    "beekeepers",
    "the water office",
)
DID = (
    "opened its doors an hour late",
    "waited for spare parts that had been promised before the thaw",
    "put the price of flour up by a tenth",
    "handed out letters that had lain for weeks on the other side",
    "mended the roof of the customs house",
    "moved to rooms above the old bank",
    "counted fewer boats than in any spring on record",
    "asked three firms for offers to mend the pier",
    "published accounts that show a small loss",
    "planted willows along the embankment",
    "sold the last of the lamp oil",
    "drew lots for the places on the early barge",
    "held a supper for the widows",
    "found the buoys of the safe channel adrift",
    "rehearsed a play that was last given before the war",
    "painted the school yard",
    "wrote to the ministry about the broken valves",
    "lent its generator to the clinic",
    "closed the road at the weir",
    "took on four apprentices",
    "lost a day of work to the flood",
    "bought seed on credit",
    "dug out the drain behind the mill",
    "cancelled the spring fair",
)
SO = (
    "because the long road was under water until the afternoon",
    "though nobody had expected it before the summer",
    "as the nights are still cold",
    "while children watched from the steps",
    "which pleased the older people",
    "and the queue reached round the square",
    "for want of staff",
    "after a dry spring and a wet month",
    "in the hope of a better year",
    "with money that came from abroad",
    "as it does every year at this time",
    "although the line has been closed to carts",
    "and only the ferrymen complained",
    "to the surprise of the neighbours",
    "at a cost that is shared by all",
    "without waiting for a permit",
    "so that the pier could be used again",
    "and promised to do better",
    "before the rain came",
    "in spite of the cold wind",
)
#: What speakers want and what about.
DEMAND = (
    "We ask the guarantors to look into",
    "Nobody has answered our letter about",
    "We will bring before the commission",
    "There can be no talks without",
    "The monitors were told in good time of",
    "We have waited too long for",
    "Our patience ends with",
    "Both banks would gain from",
    "The accord is clear about",
    "We have proof concerning",
    "It is too early to speak of",
    "We are ready to discuss",
)
MATTER = (
    "the guns on the northern ridge",
    "the lists of prisoners",
    "the pay of the boatmen",
    "the mines in the reed beds",
    "the passes for traders",
    "the bodies in the lower field",
    "the closed clinic",
    "the maps of the crossing points",
    "the radio masts",
    "the return of the fishermen",
    "the stores of grain at the weir",
    "the houses that were taken in the winter",
    "the hours of the ferry",
    "the border stones",
    "the fees at the lock",
    "the school books",
    "the wounded who wait at the line",
    "the convoy of last month",
)
#: What is told of one event by all outlets that report it.
HOUR = (
    "shortly after dawn",
    "around noon",
    "late in the evening",
    "in the middle of the night",
    "before the first ferry",
    "as the market closed",
    "during the shift of the guards",
    "an hour after the talks ended",
    "while the fog lay on the river",
    "at the time of the evening prayer",
)
AFTER = (
    "the road to the coast was cut",
    "two barges ran aground",
    "the telephone lines went dead",
    "people fled to the church cellar",
    "the power failed in half of the town",
    "a column of smoke stood over the bank",
    "the ferry was turned back",
    "stretcher bearers waited on the quay",
    "windows broke as far as the station",
    "the mill burned until morning",
)
BACKGROUND = (
    "The accord, signed on 28 February, obliges both parties to cease fire and to release their prisoners within 60 days.",
    "Both parties have traded accusations since the accord was signed, and monitors have asked for access to the river bank.",
    "Earlier this month the Joint Monitors reported that guns had been withdrawn from two of the five agreed sites.",
    "Talks about the crossings broke off in the winter and were taken up again after the accord was signed.",
    "The line between the two banks has been closed to traders for most of the year.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that reportedly happened, and who speaks about it."""

    day: date
    place: str
    deed: tuple[str, str, str]
    target: str
    killed: int
    by: str
    hour: str
    after: str
    accuser: tuple[str, str, str]
    answer: tuple[str, str, str]


class Newsroom:
    """Makes reports in order of their days."""

    def __init__(self, seed: int = 20310502) -> None:
        self.rng = random.Random(seed)

    def event(self, day: date) -> Event:
        rng = self.rng
        accuser = rng.choice([p for p in PEOPLE if p[2] in OTHER])
        by = OTHER[accuser[2]]
        side = "River Front" if "River" in by else "Northland"
        return Event(
            day=day, place=rng.choice(PLACES), deed=rng.choice(DEEDS), target=rng.choice(TARGETS), by=by,
            hour=rng.choice(HOUR), after=rng.choice(AFTER), killed=rng.randrange(0, 15), accuser=accuser, answer=rng.choice([p for p in PEOPLE if p[2] == side]),
        )  # fmt: skip

    def reports(self, number: int) -> Iterator[tuple[str, date, str]]:
        """Outlet, day of publication and words; two or three events a day, each told by several outlets."""
        rng, made, day = self.rng, 0, START
        while made < number:
            events = [self.event(day) for _ in range(rng.choice((2, 3)))]
            for outlet in rng.sample(OUTLETS, A_DAY):
                if made == number:
                    return
                made += 1
                yield outlet, day + timedelta(days=rng.choice((0, 1))), self._report(rng.choice(events), events)
            day += timedelta(days=1)

    def _report(self, main: Event, events: list[Event]) -> str:
        rng = self.rng
        paragraphs = [self._lead(main), self._quote(main), self._toll(main), self._answer(main)]
        paragraphs += [rng.choice(BACKGROUND)]
        paragraphs += [self._brief(e) for e in events if e is not main and rng.random() < 0.5]
        paragraphs += [self._comment(main), self._monitors(main)]
        life = [self._life() for _ in range(7)]
        paragraphs[3:3] = life[:2]
        paragraphs += life[2:]
        title = f"{main.place}: {main.accuser[2]} accuses {main.by} over {main.deed[0]}"
        dateline = f"{main.place.upper()}, {main.day.day} {main.day:%B %Y} - "
        return f"{title}\n\n{dateline}" + "\n\n".join(paragraphs) + "\n"

    def _life(self) -> str:
        """Two sentences about what people do."""
        told = [f"{self.rng.choice(WHO)} {self.rng.choice(DID)} {self.rng.choice(SO)}" for _ in range(2)]
        return " ".join(f"{one[:1].upper()}{one[1:]}." for one in told)

    def _lead(self, e: Event) -> str:
        name, role, side = e.accuser
        day = WEEKDAYS[e.day.weekday()]
        return self.rng.choice((
            f"{side} accused {e.by} on {day} of {e.deed[2]} {e.target} near {e.place}, in what {name}, {role}, called the "
            f"gravest incident since the accord was signed.",
            f"Forces of {e.by} {e.deed[1]} {e.target} near {e.place} on {day}, {role} said, and a column of smoke could be "
            f"seen from the other bank.",
            f"{name}, {role}, blamed {e.by} on {day} for {e.deed[2]} {e.target} near {e.place} and demanded an inquiry.",
        ))  # fmt: skip

    def _quote(self, e: Event) -> str:
        name, role, _ = e.accuser
        first = f"They {e.deed[1]} {e.target} {e.hour}, and {e.after}"
        second = f"{self.rng.choice(DEMAND)} {self.rng.choice(MATTER)}"
        return self.rng.choice((
            f'"{first}," said {name}, {role}. "{second}."',
            f'"{second}," {name} said, and added that {e.after} {e.hour}.',
        ))  # fmt: skip

    def _toll(self, e: Event) -> str:
        if e.killed == 0:
            return f"Nobody was hurt, the hospital at {e.place} said, but {e.target} was damaged and a boat sank."
        told = max(1, e.killed + self.rng.choice((-1, 0, 0, 0, 1)))
        return self.rng.choice((
            f"At least {told} people were killed and {told + 3} wounded, according to the hospital at {e.place}.",
            f"The governor's office put the number of dead at {told} and said that four people were missing.",
        ))  # fmt: skip

    def _answer(self, e: Event) -> str:
        name, role, _ = e.answer
        return self.rng.choice((
            f"{name}, {role}, denied that any of its units had been near {e.place} that day and spoke of an invention.",
            f"{role[:1].upper()}{role[1:]}, {name}, rejected the accusation. \"Our guns at {e.place} were silent,\" "
            f"{name.split()[0]} told reporters.",
            f"{e.by[:1].upper()}{e.by[1:]} did not comment on the accusation at first; {name}, {role}, said later that it "
            f"would be looked into.",
        ))  # fmt: skip

    def _brief(self, e: Event) -> str:
        return f"In a separate incident {e.target} near {e.place} was hit on {WEEKDAYS[e.day.weekday()]}, {e.accuser[1]} said."

    def _comment(self, e: Event) -> str:
        name, role, _ = self.rng.choice(PEOPLE)
        matter = self.rng.choice(MATTER)
        due = e.day + timedelta(days=self.rng.randrange(5, 30))
        return self.rng.choice((
            f"{name}, {role}, urged both parties to settle {matter} and promised an answer by {due.day} {due:%B}.",
            f"{name}, {role}, warned that the talks about {matter} could not go on under fire and called for a meeting.",
            f"According to {name}, {role}, {self.rng.randrange(20, 90)} prisoners are to be released before {due.day} {due:%B}.",
            f"{name}, {role}, denied a report about {matter} and said that it was spread from {e.place}.",
        ))  # fmt: skip

    def _monitors(self, e: Event) -> str:
        matter = self.rng.choice(MATTER)
        return self.rng.choice((
            f"The Joint Monitors said that they had asked about {matter} at {e.place} and had been turned back.",
            f"Monitors reached {e.place} in the afternoon and counted {self.rng.randrange(2, 20)} craters, their head said.",
            "The Joint Monitors did not answer a request for comment.",
        ))  # fmt: skip


def write_reports(folder: Path, number: int) -> int:
    """Reports as text files with their ``sources.csv``; gives how many words they hold."""
    rows, words = ["file,publisher,published"], 0
    for n, (outlet, day, content) in enumerate(Newsroom().reports(number)):
        (folder / f"{n:04}.txt").write_text(content, encoding="utf-8")
        rows.append(f"{n:04}.txt,{outlet},{day}")
        words += len(content.split())
    (folder / "sources.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return words
