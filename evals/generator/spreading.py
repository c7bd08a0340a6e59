"""How news travels between the outlets: copies, reprinted parts, agency stories, outlets quoting each other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random

from evals.generator import frames
from evals.generator.scene import Scene
from evals.generator.telling import Draft, NoWording, Sentence, read_signs
from evals.generator.wording import Style, capital, expanded

#: What a copying desk changes: (words, instead). None of these stands in a name, a number or a mark's other values.
SYNONYMS = (
    ("reporters", "journalists"),
    ("near", "close to"),
    ("hurt", "injured"),
    ("wounded", "injured"),
    ("died", "lost their lives"),
    ("in a statement", "in a communiqué"),
    ("lorry", "truck"),
    ("lorries", "trucks"),
    ("houses", "homes"),
    ("outside", "on the edge of"),
    ("brought", "taken"),
    ("families", "households"),
    ("a home-made bomb", "an improvised bomb"),
    ("gunmen", "armed men"),
    ("at least", "no fewer than"),
    ("had been", "was"),
    ("is expected", "is due"),
    ("has been mended", "is mended"),
    ("destroyed", "wrecked"),
    ("began", "started"),
    ("last month", "a month ago"),
)
LEADS = (
    "It has happened again.",
    "What a week!",
    "Here is what we know.",
    "No rest for the district.",
    "News from the line.",
    "The day in short.",
    "Read this first.",
    "Our desk has the story.",
)
TAILS = (
    "More on our website.",
    "The weather: rain.",
    "Shops will be open as usual on the holiday.",
    "The lottery numbers are on page nine.",
    "A map is on the next page.",
    "Readers may write to the editor.",
)
QUOTED = (
    "((<<$what>>)), $source ~reported~.",
    "$source ~reported~ that ((<<$what>>)).",
    "((<<$what>>)), ~according to~ $source.",
    "((<<$what>>)), $source ~said~ in its {morning|evening} edition.",
    "Citing its own correspondent, $source ~wrote~ that ((<<$what>>)).",
    "((<<$what>>)), as $source ~reported~ first.",
    "((<<$what>>)), ~wrote~ $source.",
    "((<<$what>>)), $source ~announced~ in its news.",
)
#: Another outlet is named and is no source.
BESIDE = (
    "$source will print its {hundredth|thousandth} issue next week.",
    "The {editor|owner} of $source has {married|bought a horse|retired}.",
    "$source looks for a {typesetter|proof-reader|driver}.",
    "Staff of $source {won|lost} a football match on Sunday.",
    "The mast of $source on the hill is to be painted.",
)


def edit(rng: Random, most: int) -> Callable[[str], str]:
    """A copying desk's edits: some words for others, the same everywhere."""
    chosen = rng.sample(SYNONYMS, rng.randint(0, most))

    def apply(words: str) -> str:
        for old, new in chosen:
            words = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new, words)
            words = re.sub(rf"(?<!\w){re.escape(capital(old))}(?!\w)", capital(new), words)
        return words

    return apply


def copied(scene: Scene, source: Draft, *, part: bool = False, most: int = 4) -> Draft:
    """A near-copy (or a part) of a report under another name: its own headline, a few other words, less at the end."""
    rng = scene.rng
    draft = Draft(
        outlet=scene.outlet(),
        day=source.day + timedelta(days=int(rng.random() < 0.3)),
        style=source.style,
        origin=source.origin,
        wire=None,
        house=source.house,
    )
    change = edit(rng, most)
    kept = list(source.sentences)
    if part and len(kept) > 1:
        kept = kept[: max(1, len(kept) // 2)]
    elif len(kept) > 2 and rng.random() < 0.4:
        kept = kept[:-1]
    sentences = [s.edited(change) for s in kept]
    if rng.random() < 0.3:
        sentences.insert(0, Sentence(text=rng.choice(LEADS)))
    if rng.random() < 0.3:
        sentences.append(Sentence(text=rng.choice(TAILS)))
    for sentence in sentences:
        draft.add(partial(_as_it_is, sentence), rng)
    return draft


def _as_it_is(sentence: Sentence) -> Sentence:
    return sentence


def credited(scene: Scene, draft: Draft, agency: str) -> None:
    """The report says that it has its news from the agency: in a dateline, a line at the foot, or a clause."""
    rng = scene.rng
    draft.wire = agency
    way = rng.choice(["dateline", "line", "clause"])
    if way == "dateline":
        town = next((w for w in scene.world.places if w in draft.text()), "")
        form = rng.choice(frames.DATELINE) if town else frames.DATELINE[-1]
        draft.opening = (
            form.replace("$PLACE", town.upper())
            .replace("$source", agency)
            .replace("$date", f"{draft.day:%B} {draft.day.day}")
        )
    elif way == "line":
        draft.closing = rng.choice(frames.CREDIT_LINES).replace("$source", agency)
    else:
        first = draft.sentences[0]
        said = rng.choice(frames.CREDITS_WITHIN[:3]).replace("$source", agency)
        draft.sentences[0] = replace(first, text=f"{first.text.removesuffix('.')}, {said}.")


def agency_story(scene: Scene, source: Draft) -> list[Draft]:
    """The report turns out to be an agency's: two outlets or three print it, each with the credit and its own cuts."""
    agency = scene.names.agency()
    copies = [copied(scene, source, part=scene.rng.random() < 0.3, most=6) for _ in range(scene.rng.randint(1, 2))]
    for draft in (source, *copies):
        credited(scene, draft, agency)
    return copies


def quoting(scene: Scene, source: Draft) -> list[Draft]:
    """Another outlet passes the news on and names the outlet that it has it from; nothing if there is none to pass."""
    rng = scene.rng
    mark = next((m for s in source.sentences for m in s.marks if "i" in m and not _inside(source, m)), None)
    if mark is None:
        return []
    outlet = scene.outlet()
    draft = Draft(
        outlet=outlet,
        day=source.day + timedelta(days=int(rng.random() < 0.6)),
        style=Style.drawn(rng),
        origin=source.origin,
    )
    label = scene.label("quoted")

    def make() -> Sentence:
        words = str(mark["w"])
        if not source.style.dates.startswith(("day", "month")) and draft.day != source.day:
            words = words.replace(" yesterday", "").replace(" today", "")
        template = rng.choice(QUOTED)
        words = capital(words) if template.startswith("((<<") else words[:1].lower() + words[1:]
        name = f"the newspaper {source.outlet}" if rng.random() < 0.2 else source.outlet
        marked = expanded(template.replace("$what", "\0"), {"source": name}, rng, draft.style).replace("\0", words)
        text, found = read_signs(capital(marked))
        said = {"s": label, "w": found["s"], "body": source.outlet, "act": "report", "cue": found["c"]}
        return Sentence(text=text, marks=(said, {**mark, "w": found["i"], "t": _trigger(mark, found["i"])}))

    try:
        draft.add(make, rng)
    except NoWording:
        return []
    town = str(mark.get("place", scene.areas[0]))
    for _ in range(rng.randint(1, 4)):
        scene.padding(draft, town, scene.areas[0])
    return [draft]


def _inside(source: Draft, mark: object) -> bool:
    """True if the event is told inside somebody's words."""
    for sentence in source.sentences:
        if mark in sentence.marks:
            return any("s" in m for m in sentence.marks)
    return False


def _trigger(mark: dict[str, object] | object, words: str) -> str:
    trigger = str(mark["t"])  # type: ignore[index]
    return trigger if trigger in words else capital(trigger)


def spread(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """The drafts with what other outlets made of them; most reports are nobody's source."""
    made = list(drafts)
    for draft in drafts:
        way = scene.rng.random()
        if way < 0.12:
            made.append(copied(scene, draft))
        elif way < 0.18:
            made.append(copied(scene, draft, part=True))
        elif way < 0.28 and draft.house is None:
            made += agency_story(scene, draft)
        elif way < 0.38 and draft.house is None:
            made += quoting(scene, draft)
    for draft in made:
        others = [d.outlet for d in made if d.origin != draft.origin and d.outlet != draft.outlet]
        if others and scene.rng.random() < 0.08:
            facts = {"source": scene.rng.choice(others)}
            words = capital(expanded(scene.rng.choice(BESIDE), facts, scene.rng, draft.style))
            draft.add(partial(_as_it_is, Sentence(text=words)), scene.rng)
    return made
