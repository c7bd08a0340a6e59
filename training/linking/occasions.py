"""Reads ``occasions.txt``: wordings of points, made into mentions as reports would give them.

The first wording of each point stands in the occasion's first report, the second in the second, and so on. What
reports differ in besides wording (how the speaker is named, whether the day is told, how the act is read) is drawn by a
hash of the words, so that the same file always gives the same mentions.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from trucewatch.link.order import Told
from trucewatch.link.profile import Profile, names_of_parties, profiles
from trucewatch.records.agreement import Agreement, Party
from trucewatch.records.maker import Maker
from trucewatch.records.mention import SpeakerKind, StatementMention
from trucewatch.records.report import Found, Report
from trucewatch.records.span import Span
from trucewatch.records.when import When
from trucewatch.records.wording import content, notion

FILE = Path(__file__).parent / "occasions.txt"
AGREEMENT = Agreement(
    id="larch", title="Larch accord", signed=date(2036, 1, 1),
    parties=(
        Party(name="Caldea", role="signatory"), Party(name="Norr Front", role="signatory", aliases=("the Front",)),
    ),
)  # fmt: skip
MAKER = Maker(kind="machine", name="occasions", version="1")
FIRST_DAY = date(2036, 3, 1)
#: Occasions fall on so many days, so that one side speaks more than once on some of them.
DAYS = 40
#: What reports call a side when they credit nobody by name.
BODIES: dict[str | None, tuple[str, str, str]] = {
    "Caldea": ("Caldea", "the government", "the army"), "Norr Front": ("Norr Front", "the rebels", "the insurgents"),
    "Border Mission": ("Border Mission", "the monitors", "the mission"), "Aid Council": ("Aid Council",) * 3,
    "United Watch": ("United Watch",) * 3, None: ("an official",) * 3,
}  # fmt: skip
#: The number of the first report that copies another's words.
COPIES = 8
#: The number of the first report that tells of something near by.
OTHERS = 4
OTHER_REPORTS = {str(OTHERS + n) for n in range(3)}
OTHERS_COUNT = 0.15
NUMBERS = (
    "two",
    "three",
    "four",
    "five",
    "six",
    "eight",
    "nine",
    "ten",
    "eleven",
    "forty",
    "thirty",
    "sixteen",
    "sixty",
)
PLACES = (
    "Ilsen",
    "Osk",
    "Varn",
    "Kolb",
    "Hurn",
    "Tarn",
    "Denn",
    "Molde",
    "Sorn",
    "Perro",
    "Ling",
    "Ostvik",
    "Dell",
    "Ull",
)
#: What else may be said of a matter.
MATTERS = (
    "the {} were few", "there was no news of the {}", "the {} would be talked about later", "all ask about the {}",
    "the {} had been known for long", "he would say nothing more about the {}",
)  # fmt: skip
#: Acts that are read for one another now and then.
CONFUSED = {
    "report": "announce", "announce": "pledge", "pledge": "announce", "accuse": "report", "deny": "report",
    "explain": "report", "demand": "urge", "urge": "demand", "condemn": "accuse", "threaten": "warn", "warn": "predict",
    "reject": "deny", "predict": "report", "acknowledge": "report", "praise": "report", "accept": "pledge",
    "propose": "urge", "claim_responsibility": "report", "deny_responsibility": "deny",
}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Wording:
    words: str
    report: int
    credited: str | None = None


@dataclass(slots=True, kw_only=True)
class Point:
    act: str
    target: str | None
    wordings: list[Wording] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Occasion:
    speaker: str
    side: str | None
    points: list[Point] = field(default_factory=list)


def read() -> list[Occasion]:
    occasions: list[Occasion] = []
    for number, row in enumerate(FILE.read_text(encoding="utf-8").splitlines(), 1):
        if not row.strip() or row.startswith("#"):
            continue
        head, _, rest = row.partition(" ")
        if head == "==":
            speaker, _, side = (part.strip() for part in rest.partition("|"))
            occasions.append(Occasion(speaker=speaker, side=side or None))
        elif head == "+":
            act, _, target = (part.strip() for part in rest.partition(">"))
            occasions[-1].points.append(Point(act=act, target=target or None))
        elif head in "-=":
            made = occasions[-1].points[-1].wordings
            credited = re.match(r"\[([^\]]+)\] ", rest)
            report = made[-1].report if head == "=" else made[-1].report + 1 if made else 0
            made.append(
                Wording(words=rest[credited.end() :] if credited else rest, report=report,
                        credited=credited.group(1) if credited else None)
            )  # fmt: skip
        else:
            raise SystemExit(f"{FILE} line {number}: {row!r} begins with none of ==, +, -, =")
    for occasion in occasions:
        others = [other for point in occasion.points for other in _others(point)]
        for point in occasion.points:
            point.wordings += _copies(point.wordings)
        occasion.points += others
    return occasions


def _others(point: Point) -> list[Point]:
    """Points made of this one that are not it: of another number, another place, or only of the same matter."""
    words = point.wordings[0].words
    swapped = re.sub(r"\d[\d,]*", lambda m: str(int(m.group().replace(",", "")) * 3 + 7), words)
    for number, word in enumerate(NUMBERS):
        swapped = re.sub(rf"\b{word}\b", NUMBERS[(number + 5) % len(NUMBERS)], swapped, flags=re.IGNORECASE)
    made = [swapped]
    for number, place in enumerate(PLACES):
        if place in words:
            made.append(words.replace(place, PLACES[(number + 3) % len(PLACES)]))
    matter = max(content(words), key=lambda n: (drawn("matter", n), n), default="")
    spelled = next((w for w in re.findall(r"\w+", words) if notion(w.casefold()) == matter), "")
    if spelled:
        made.append(MATTERS[int(drawn("matters", words) * len(MATTERS))].format(spelled))
    return [
        Point(act=point.act, target=point.target, wordings=[Wording(words=one, report=OTHERS + n)])
        for n, one in enumerate(made)
        if one != words
    ]


def _copies(wordings: list[Wording]) -> list[Wording]:
    """Two further reports that copy a wording, whole or cut short, as outlets that share a source do."""
    made = []
    for report, at in ((COPIES, -1), (COPIES + 1, 0)):
        words = wordings[at].words
        quoted = words.startswith("“")
        parts = words.strip("“”").split()
        how = drawn("copy", report, words)
        if how < 0.3 and len(parts) > 5:
            parts = parts[: -len(parts) // 3]
        elif how < 0.5 and len(parts) > 7:
            parts = parts[len(parts) // 3 :]
        elif how > 0.75:
            continue
        text = " ".join(parts)
        made.append(Wording(words=f"“{text}”" if quoted else text, report=report))
    return made


def drawn(*words: object) -> float:
    """A number from 0 to 1 that hangs on the words alone."""
    return int.from_bytes(hashlib.sha256("|".join(map(str, words)).encode()).digest()[:4]) / 2**32


def told() -> tuple[list[Profile], dict[str, str]]:
    """The mentions as they are compared, and the label of each one's point (occasion, point)."""
    mentions: list[StatementMention] = []
    reports: dict[str, Report] = {}
    label_of: dict[str, str] = {}
    for number, occasion in enumerate(read()):
        said = FIRST_DAY + timedelta(days=number * 9 % DAYS)
        at: dict[str, int] = {}
        for place, point in enumerate(occasion.points):
            for wording in point.wordings:
                text = f"occasion {number} report {wording.report}"
                late = timedelta(days=int(drawn(text) > 0.6))
                reports[text] = Report(
                    id=text, capture_ids=("c",), text_ids=(text,), added_at=datetime(2036, 6, 1, tzinfo=UTC),
                    found=(Found(field="published", value=(said + late).isoformat(), basis="sidecar"),),
                )  # fmt: skip
                start = at.get(text, 0)
                at[text] = start + len(wording.words) + 60
                mention = _mention(occasion, point, wording, text=text, start=start, said=said)
                mentions.append(mention)
                label_of[mention.id] = f"{number}.{place}"
    spoken = profiles(
        mentions, told=Told(reports.values()), actors={}, muted=names_of_parties(AGREEMENT), title=AGREEMENT.title
    )
    return spoken, label_of


def _mention(
    occasion: Occasion, point: Point, wording: Wording, *, text: str, start: int, said: date
) -> StatementMention:
    words = wording.words.strip("“”")
    speaker, kind = _named(occasion, wording, text)
    act = point.act if drawn("act", words) > 0.12 else CONFUSED.get(point.act, point.act)
    dated = drawn("day", text) < 0.55
    return StatementMention.of(
        content=(Span(text_id=text, start=start, end=start + len(words), words=words),),
        speaker=speaker, speaker_kind=kind, side=occasion.side, act=act,
        target_side=point.target if drawn("target", words) < 0.8 else None,
        said_on=When.days(said, said, words=said.isoformat()) if dated else None,
        direct=wording.words.startswith("“"), maker=MAKER,
    )  # fmt: skip


def _named(occasion: Occasion, wording: Wording, text: str) -> tuple[str | None, SpeakerKind]:
    if wording.credited:
        kind: SpeakerKind = "described" if wording.credited.startswith("?") else "institution"
        return wording.credited[1:], kind
    named = occasion.speaker[0].isupper()
    how = drawn("speaker", text)
    if not named:
        if wording.report and how > 0.6:
            return BODIES[occasion.side][int(how * 1000) % 3], "institution"
        return occasion.speaker, "institution" if how < 0.8 else "described"
    if wording.report and how > 0.8 and occasion.side:
        return (
            (BODIES[occasion.side][int(how * 1000) % 3], "institution") if how > 0.9 else ("a spokesman", "described")
        )
    return (occasion.speaker if how < 0.55 else occasion.speaker.split()[-1]), "named"


def pairs(spoken: list[Profile], label_of: dict[str, str]) -> Iterator[tuple[Profile, Profile, bool, str, float]]:
    """Every two mentions of one side, whether they are one statement, the group to leave out together when held out,
    and how much the pair counts: what was made of another point by changing a word counts little."""
    for n, one in enumerate(spoken):
        for other in spoken[n + 1 :]:
            first, second = label_of[one.mention.id], label_of[other.mention.id]
            if one.mention.side == other.mention.side:
                made = {one.report_id.rpartition(" ")[2], other.report_id.rpartition(" ")[2]} & OTHER_REPORTS
                yield one, other, first == second, first.partition(".")[0], OTHERS_COUNT if made else 1.0
