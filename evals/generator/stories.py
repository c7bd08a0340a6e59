"""What a set is about: each story plans facts, has outlets tell them on their days, and says what is so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from evals.generator import events, frames
from evals.generator.points import ACCEPT, ACCUSE, COUNTER, DENY_EVENT, JUSTIFY, Point
from evals.generator.sayings import DEMAND, PLEDGE, REPORT, RETRACT, WARN
from evals.generator.scene import Event, Known, Scene, Side
from evals.generator.telling import Draft, Speaker


@dataclass(slots=True, kw_only=True)
class Told:
    """The reports of a story, and its truth by labels. ``states`` are those of figures if several reports give them."""

    drafts: list[Draft] = field(default_factory=list)
    responses: list[tuple[str, str, str]] = field(default_factory=list)
    optional: list[tuple[str, str]] = field(default_factory=list)
    parts: list[tuple[str, str]] = field(default_factory=list)
    repeats: list[tuple[str, str]] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)


#: How a side answers a charge: the points, the act and the frames, by kind of response; and how often of ten.
ANSWERS = {
    "denial": (DENY_EVENT, "deny", None),
    "counter_accusation": (COUNTER, "accuse", None),
    "justification": (JUSTIFY, "explain", None),
    "acceptance": (ACCEPT, "acknowledge", frames.ADMIT),
}
DRAWN = ["denial"] * 5 + ["counter_accusation"] * 2 + ["justification"] * 2 + ["acceptance"]
SAYINGS: tuple[tuple[tuple[Point, ...], str, tuple[str, ...] | None], ...] = (
    (PLEDGE, "pledge", frames.PLEDGE),
    (DEMAND, "demand", frames.DEMAND),
    (WARN, "warn", frames.WARN),
    (REPORT, "report", None),
)
CAMPAIGN = (
    "the ^shelling^ of villages in $area {went on|continued} for a {second|third} week",
    "$actor has ^shelled^ {villages|farms} in $area every night since $first",
    "day after day $actor ^shelled^ one village of $area after another",
    "{a week|days} of ^shelling^ in $area {has|have} driven people into cellars",
    "the ^bombardment^ of $area has not stopped since $first",
    "$area has been under ^shell fire^ since $first",
    "the ^shelling^ campaign in $area entered {another|a second} week",
    "since $first the guns of $actor have ^shelled^ $area from end to end",
    "{for days|all week} mortar ^fire^ has roamed across $area",
    "the long ^bombardment^ of $area spared no valley",
    "the ^shelling^ of $area, which began $first, {goes|went} on",
    "{between|from} $first and the weekend $actor ^shelled^ all parts of $area",
    "a rain of ^shells^ has been falling on $area since $first",
    "$actor keeps up its ^bombardment^ of $area, begun $first",
    "village by village $area is being ^shelled^ by $actor",
)


def attack(scene: Scene) -> Told:
    """One event in several outlets over days, the toll rising; another like it elsewhere or later."""
    rng, told = scene.rng, Told()
    kind = rng.choice((*events.HOSTILE, events.CLASH))
    first = scene.day()
    event = scene.event(kind, first, actor=scene.sides()[0])
    killed, injured = rng.randint(2, 9), rng.randint(10, 19)
    number = rng.randint(2, 12) if kind.counts else None
    day = first + timedelta(days=rng.randint(0, 1))
    for n in range(rng.randint(2, 4)):
        if n and rng.random() < 0.5:
            day += timedelta(days=1)
            killed += rng.randint(0, 4)
            injured += rng.randint(0, 3)
        draft = scene.draft(day, area=event.area)
        known = Known(number=number)
        if kind.deadly:
            counted = rng.random() < 0.75
            known = Known(
                killed=killed if counted else None,
                injured=injured if counted and rng.random() < 0.6 else None,
                vague=n == 0 and rng.random() < 0.25,
                bound="+" if rng.random() < 0.2 else "",
            )
        elif rng.random() < 0.2:
            known = Known(number=number, vague=True)
        scene.told(draft, event, known, named=rng.random() < 0.35)
        _pad(scene, draft, event)
        told.drafts.append(draft)
    _distract(scene, told, event)
    return told


def _distract(scene: Scene, told: Told, event: Event) -> None:
    """Another event of the kind: in another town the same day, or in the same town weeks later."""
    rng = scene.rng
    later = rng.random() < 0.5
    day = event.day + timedelta(days=rng.randint(40, 100)) if later else event.day
    other = scene.event(event.kind, day, actor=event.actor, area=event.area, town=event.place if later else "")
    known = Known(
        killed=rng.randint(2, 9) if event.kind.deadly else None,
        number=rng.randint(2, 12) if event.kind.counts else None,
    )
    if not later and told.drafts and rng.random() < 0.6:
        scene.told(rng.choice(told.drafts), other, known)
        return
    draft = scene.draft(day + timedelta(days=rng.randint(0, 2)), area=other.area)
    scene.told(draft, other, known)
    _pad(scene, draft, other)
    told.drafts.append(draft)


def _pad(scene: Scene, draft: Draft, event: Event) -> None:
    """What the outlet adds of its own: what was seen on the spot, and what is beside the matter."""
    if event.kind in events.VIOLENT:
        for _ in range(scene.rng.randint(1, 3)):
            scene.padding(draft, event.place, event.area, templates=frames.SCENES)
    for _ in range(scene.rng.randint(2, 4)):
        scene.padding(draft, event.place, event.area)


def quarrel(scene: Scene) -> Told:
    """A side is charged with an event, in several wordings; it answers, here or elsewhere, sometimes printed first."""
    rng, told = scene.rng, Told()
    kind = rng.choice(events.HOSTILE)
    accuser, accused = scene.sides()
    event = scene.event(kind, scene.day(), actor=accused)
    charge, answer = scene.label("charge"), scene.label("answer")
    number = rng.randint(2, 12) if kind.counts else None
    said = event.day + timedelta(days=rng.randint(0, 2))
    voice, reply = scene.speaker(accuser), scene.speaker(accused)
    how = rng.choice(DRAWN)

    answered_on = said + timedelta(days=rng.randint(0, 2))
    point = scene.point(ANSWERS[how][0], accused, answered_on)
    outlets = [scene.outlet() for _ in range(rng.randint(2, 3))]
    for n, outlet in enumerate(outlets):
        same = rng.random() < 0.6
        day = (answered_on if same else said) + timedelta(days=rng.randint(0, 1))
        draft = scene.draft(day, outlet=outlet, area=event.area)
        steps = [lambda d=draft: _charges(scene, d, event, charge, voice, accuser, accused, said, Known(number=number))]
        if same or n == len(outlets) - 1:
            draft.day = max(draft.day, answered_on)
            steps.append(
                lambda d=draft: _answers(scene, d, event, answer, how, point, reply, accused, accuser, answered_on)
            )
        if rng.random() < 0.15:
            steps.reverse()
        for step in steps:
            step()
        _pad(scene, draft, event)
        told.drafts.append(draft)
    told.responses.append((answer, charge, how))
    _other_charge(scene, told, accuser, accused, voice, said)
    if rng.random() < 0.2:
        _take_back(scene, told, event, charge, accuser, accused, voice, answered_on + timedelta(days=rng.randint(2, 9)))
    return told


def _charges(
    scene: Scene,
    draft: Draft,
    event: Event,
    label: str,
    voice: Speaker,
    accuser: Side,
    accused: Side,
    said: date,
    known: Known,
) -> None:
    """The charge that the accused side did it, as "accused X of …" or as a clause that names it."""
    words, mark = scene.event_words(event, known, draft, named=True)
    framed = scene.rng.random() < 0.6 and event.kind.charged
    if framed:
        words = scene.rng.choice(event.kind.charged)
        mark = {k: v for k, v in mark.items() if k in ("i", "type")}
        facts = scene.facts(event, known, draft)
        mark |= {"type": event.kind.type, "place": event.place, "by": f"{accused.short}/{accused.name}"}
        words = (
            words.replace("$place", facts["place"]).replace("$day", facts["day"]).replace("$target", facts["target"])
        )
        words = words.replace("$number", facts.get("number", "")).replace("$victims", facts["victims"])
        if facts["day"] in words:
            mark["day"] = event.day
    mark = {k: v for k, v in mark.items() if k not in (("by",) if framed else ())}
    scene.says(
        draft,
        label,
        f"<<{words}>>",
        speaker=voice,
        side=accuser,
        act="accuse",
        at=accused,
        said=said,
        facts={},
        frame=frames.CHARGE if framed else frames.CLAUSE,
        incident=mark,
        how="named" if scene.rng.random() < 0.6 else None,
    )


def _answers(
    scene: Scene,
    draft: Draft,
    event: Event,
    label: str,
    how: str,
    point: Point,
    reply: Speaker,
    us: Side,
    them: Side,
    said: date,
) -> None:
    _, act, frame = ANSWERS[how]
    facts = {"place": event.place, "area": event.area, "noun": scene.noun(event), "target": event.target}
    if how == "denial" and scene.rng.random() < 0.4:
        scene.says(
            draft, label, "", speaker=reply, side=us, act=act, at=them, said=said, facts=facts, frame=frames.DENIAL
        )
        return
    scene.says(draft, label, point, speaker=reply, side=us, act=act, at=them, said=said, facts=facts, frame=frame)


def _other_charge(scene: Scene, told: Told, accuser: Side, accused: Side, voice: Speaker, said: date) -> None:
    """A charge about something else that nobody answers, by the same or another speaker."""
    rng = scene.rng
    label, (town, area) = scene.label("other-charge"), scene.town()
    point = scene.point(ACCUSE, accuser, said)
    speaker = voice if rng.random() < 0.5 else scene.speaker(accuser)
    draft = rng.choice(told.drafts)
    scene.says(
        draft,
        label,
        point,
        speaker=speaker,
        side=accuser,
        act="accuse",
        at=accused,
        said=min(said, draft.day),
        facts={"place": town, "area": area},
        how="named",
    )


def _take_back(
    scene: Scene, told: Told, event: Event, charge: str, us: Side, them: Side, voice: Speaker, said: date
) -> None:
    label = scene.label("retraction")
    draft = scene.draft(said, area=event.area)
    scene.says(
        draft,
        label,
        scene.point(RETRACT, us, said),
        speaker=voice,
        side=us,
        act="retract",
        at=them,
        said=said,
        facts={"place": event.place, "area": event.area, "noun": scene.noun(event)},
        how="named",
    )
    _pad(scene, draft, event)
    told.drafts.append(draft)
    told.responses.append((label, charge, "retraction"))


def saying(scene: Scene) -> Told:
    """One statement in several outlets and wordings, perhaps under a wrong name, said again on another day."""
    rng, told = scene.rng, Told()
    points, act, frame = rng.choice(SAYINGS)
    us, them = scene.sides()
    side: Side = scene.monitor if points is REPORT else us
    target = them if points is DEMAND else None
    label, voice = scene.label("saying"), scene.speaker(side)
    town, area = scene.town()
    facts = {"place": town, "area": area, "number": str(rng.randint(12, 90))}
    said = scene.day()
    point, other = scene.point(points, side, said), scene.point(points, side, said)
    wrong = scene.speaker(side) if rng.random() < 0.2 else None
    outlets = rng.randint(2, 4)
    for n in range(outlets):
        draft = scene.draft(said + timedelta(days=rng.randint(0, 2)), area=area)
        speaker = wrong if wrong and n == outlets - 1 else voice
        _say(scene, draft, label, point, speaker, side, act, target, said, facts, frame)
        for _ in range(rng.randint(2, 5)):
            scene.padding(draft, town, area)
        told.drafts.append(draft)
    extra = scene.label("other-saying")
    _say(scene, rng.choice(told.drafts), extra, other, voice, side, act, target, said, facts, frame)
    if rng.random() < 0.5:
        again, later = scene.label("again"), said + timedelta(days=rng.randint(3, 12))
        draft = scene.draft(later + timedelta(days=rng.randint(0, 1)), area=area)
        _say(scene, draft, again, point, voice, side, act, target, later, facts, frame)
        for _ in range(rng.randint(2, 5)):
            scene.padding(draft, town, area)
        told.drafts.append(draft)
        told.repeats.append((again, label))
    return told


def _say(
    scene: Scene,
    draft: Draft,
    label: str,
    point: Point,
    voice: Speaker,
    side: Side,
    act: str,
    target: Side | None,
    said: date,
    facts: dict[str, str],
    frame: tuple[str, ...] | None,
) -> None:
    use = frame if frame and scene.rng.random() < 0.6 else None
    scene.says(
        draft,
        label,
        point,
        speaker=voice,
        side=side,
        act=act,
        at=target,
        said=said,
        facts=facts,
        frame=use,
        how="named",
    )


def campaign(scene: Scene) -> Told:
    """Shelling that goes on for days over a whole area, and single days of it in single towns."""
    rng, told = scene.rng, Told()
    actor = scene.sides()[0]
    area = rng.choice(scene.areas)
    start = scene.day()
    days = rng.randint(5, 9)
    whole = scene.label("campaign")
    episodes = []
    for n in range(rng.randint(2, 3)):
        day = start + timedelta(days=rng.randint(0, days))
        episode = scene.event(events.SHELLING, day, actor=actor, area=area)
        draft = scene.draft(day + timedelta(days=rng.randint(0, 1)), area=area)
        scene.told(draft, episode, Known(killed=rng.randint(2, 9) + n), named=rng.random() < 0.5)
        episodes.append(episode.label)
        _pad(scene, draft, episode)
        told.drafts.append(draft)
    for _ in range(rng.randint(1, 2)):
        draft = scene.draft(start + timedelta(days=days + rng.randint(0, 1)), area=area)
        scene.told_campaign(draft, whole, area, actor, start, start + timedelta(days=days), rng.choice(CAMPAIGN))
        for _ in range(rng.randint(3, 5)):
            scene.padding(draft, area, area)
        told.drafts.append(draft)
    told.parts += [(episode, whole) for episode in episodes]
    return told


def counts(scene: Scene) -> Told:
    """One release, its number given alike, ever higher, or otherwise by each side."""
    rng, told = scene.rng, Told()
    us, them = scene.sides()
    event = scene.event(events.RELEASE, scene.day(), actor=us)
    number = rng.randint(20, 90)
    way = rng.choice(["agreeing", "growing", "conflict"])
    for n in range(rng.randint(2, 3)):
        draft = scene.draft(event.day + timedelta(days=n if way == "growing" else rng.randint(0, 1)), area=event.area)
        known = Known(number=number + (7 * n if way == "growing" else 0))
        if way == "conflict":
            side = (us, them)[n % 2]
            given = Known(number=number + (n % 2) * 11)
            words, mark = scene.event_words(event, given, draft, named=False)
            scene.says(
                draft,
                scene.label("count") if n > 1 else f"{event.label}-says-{n}",
                f"<<{words}>>",
                speaker=scene.speaker(side),
                side=side,
                act="report",
                at=None,
                said=draft.day,
                facts={},
                incident=mark,
                how="named",
            )
        else:
            scene.told(draft, event, known, named=rng.random() < 0.5)
        _pad(scene, draft, event)
        told.drafts.append(draft)
    told.states[f"{event.label}.released"] = way
    return told


def own_claim(scene: Scene) -> Told:
    """A side's own outlet tells of an event, and others pass on that the side says so; perhaps somebody was there."""
    rng, told = scene.rng, Told()
    us, them = scene.sides()
    kind = rng.choice(events.HOSTILE)
    event = scene.event(kind, scene.day(), actor=them)
    known = Known(number=rng.randint(2, 12) if kind.counts else None)
    own = f"{us.name} {rng.choice(['Bulletin', 'News Service', 'Radio', 'Information Office'])}"
    draft = scene.draft(event.day + timedelta(days=rng.randint(0, 1)), outlet=own, area=event.area)
    draft.house = us.name
    scene.told(draft, event, known, named=True)
    _pad(scene, draft, event)
    told.drafts.append(draft)
    label, voice, said = scene.label("charge"), scene.speaker(us), event.day + timedelta(days=1)
    for _ in range(rng.randint(1, 2)):
        draft = scene.draft(said + timedelta(days=rng.randint(0, 1)), area=event.area)
        _charges(scene, draft, event, label, voice, us, them, said, known)
        _pad(scene, draft, event)
        told.drafts.append(draft)
    if rng.random() < 0.5:
        draft = scene.draft(event.day + timedelta(days=rng.randint(1, 3)), area=event.area)
        scene.told(draft, event, known)
        _pad(scene, draft, event)
        told.drafts.append(draft)
    return told


STORIES: dict[str, Callable[[Scene], Told]] = {
    "an attack and its toll": attack,
    "a charge and its answer": quarrel,
    "one saying in many wordings": saying,
    "a campaign and its days": campaign,
    "a number that is counted": counts,
    "a side's own claim": own_claim,
}
