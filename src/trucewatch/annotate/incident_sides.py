"""Which side a participant of an incident means where the words name no party: troops, posts, both sides, civilians.

The agreement tells who is at the table; if one party is the government and one the rebels, general nouns of
security forces mean the one, and "both sides" of a clash mean the two. Nothing is guessed where nobody is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from trucewatch.annotate.doc_text import text_of
from trucewatch.annotate.incident_lexicon import word_sets
from trucewatch.annotate.incident_syntax import children, conjuncts, lemma, prepositional
from trucewatch.annotate.party_spots import party_spots
from trucewatch.annotate.sides import Sides
from trucewatch.annotate.world import country_rows, organisation_rows, words_of

#: How many words a noun phrase's end may lie from its head to be looked through for an owner.
NEAR = 12
#: In these "people" may be anybody.
NOT_ONLY_CIVILIANS = frozenset({"clash", "offensive", "territory_seized", "meeting", "detention"})
#: What a participant's words say about a thing that may belong to somebody: "the side of", "manned by".
OWNING = ("of", "from", "under", "with")


def of_speaker(head: Token, side: str | None) -> bool:
    """True if a noun is the speaker's side's: "our positions", and in his words "soldiers from his side"."""
    if side is None and any(c.lower_ in word_sets()["speaker_owners"] for c in children(head, "poss")):
        return True
    return any(
        lemma(o) in ("side", "faction", "camp") and any(c.tag_ == "PRP$" for c in children(o, "poss"))
        for o in prepositional(head, OWNING)
    )


def side_of_forces(head: Token, words: str, sides: Sides) -> str | None:
    """The side that a noun of security forces means by itself; ``words`` is the noun phrase of ``head``."""
    tokens = words_of(words)
    sets = word_sets()
    if not tokens or set(tokens) & sets["other_forces"] or sides.foreign(tokens):
        return None
    of_state = lemma(head) in sets["state_units"] or (
        lemma(head) in sets["posts"] | {"force", "personnel", "unit"} and bool(set(tokens) & sets["security_words"])
    )
    of_state = of_state or (lemma(head) == "guard" and bool(set(tokens) & sets["state_guards"]))
    if not of_state:
        return None
    named = {key.party for _, key in sides.hits(tokens)}
    if len(named) == 1:
        return next(iter(named))
    return sides.government if not named else None


def side_of_owner(head: Token, sides: Sides, persons: Mapping[str, str]) -> str | None:
    """The side of whoever the noun belongs to: "X's faction", "troops loyal to X", "a post manned by X"."""
    if lemma(head) not in word_sets()["owned"] and lemma(head) not in word_sets()["posts"]:
        return None
    bound = [w for w in head.subtree if 0 < w.i - head.i <= NEAR and w.lower_ in word_sets()["owning_words"]]
    for owners in (
        [o for w in bound for o in prepositional(w, ("to", "with", "by")) if o.ent_type_ not in ("DATE", "TIME")],
        [o for o in children(head, "poss") if o.tag_ != "PRP$"],
        prepositional(head, OWNING),
    ):
        found = {_of_noun(one, sides, persons) for owner in owners for one in conjuncts(owner)} - {None}
        if found:
            return next(iter(found)) if len(found) == 1 else None
    return None


def _of_noun(noun: Token, sides: Sides, persons: Mapping[str, str]) -> str | None:
    """A name by the person's side, a phrase by its words; a noun of forces by its own owner, one step down."""
    if noun.lower_ in persons:
        return persons[noun.lower_]
    owned = side_of_owner(noun, sides, persons)
    if owned is not None:
        return owned
    words = noun.doc[noun.left_edge.i : noun.i + 1].text
    return sides.of_words(words) or side_of_forces(noun, words, sides)


def side_of_person(head: Token, persons: Mapping[str, str]) -> str | None:
    """The side a named person acts for, if the text says so somewhere."""
    if head.ent_type_ not in ("PERSON", "") or head.pos_ != "PROPN":
        return None
    return persons.get(head.lower_)


def is_craft(name: str) -> bool:
    """True if a participant's words name aircraft and nobody who flies them."""
    words = words_of(name)
    craft = word_sets()["aircraft"]
    return bool(words) and (words[-1] in craft or words[-1].removesuffix("s") in craft)


def side_of_post(name: str, against: Sequence[str | None], sides: Sides) -> str | None:
    """A checkpoint or barracks that somebody else attacks is the government's, unless its own words say otherwise.

    ``against`` are the sides of those who attack; without any, or if the government is among them, None.
    """
    words = words_of(name)
    posts = word_sets()["state_posts"]
    if not words or sides.government is None or not {words[-1], words[-1].removesuffix("s")} & posts:
        return None
    if set(words) & word_sets()["other_forces"]:
        return None
    attackers = {a for a in against if a is not None}
    return sides.government if attackers and sides.government not in attackers else None


def both_sides(head: Token, sides: Sides, earlier: Doc | None) -> tuple[str, str] | None:
    """The two sides that "the two sides", "rival factions" or "the warring parties" stand for; None if unclear.

    "Two" and "both" point back to the two sides that the paragraph, or the one before, names last; words of enmity
    mean the government and the rebels if the agreement has one of each.
    """
    sets = word_sets()
    word = lemma(head)
    before = {c.lower_ for c in head.lefts}
    hostile = bool(before & sets["opposed_words"]) or word in ("belligerent", "adversary", "foe")
    paired = bool(before & {"two", "both"}) or (word in ("side", "party") and head.tag_ == "NNS")
    if head.tag_ not in ("NNS", "NNPS") or not (word in sets["camps"] or word in ("belligerent", "adversary", "foe")):
        return None
    if not hostile and not paired:
        return None
    principal = (sides.government, sides.rebels)
    if hostile and principal[0] and principal[1]:
        return principal[0], principal[1]
    named = sides_before(head, sides, earlier)
    if len(named) == 2:
        return named[0], named[1]
    return None


def sides_before(head: Token, sides: Sides, earlier: Doc | None) -> list[str]:
    """The two sides named last before a word, in the order of the text; fewer if fewer are named."""
    found: list[str] = []
    stop = head.left_edge.i
    texts = [head.doc[s.start : min(s.end, stop)].text for s in head.doc.sents if s.start < stop]
    if earlier is not None:
        texts = [*(s.text for s in earlier.sents), *texts]
    for text in reversed(texts):
        here = [party for _, party in party_spots(text, sides) if party not in found]
        found = [*here, *found]
        if len(found) >= 2:
            return found[-2:]
    return found


def fighters_in(sentence: SpacySpan, sides: Sides, persons: Mapping[str, str]) -> list[str]:
    """The parties that may fight and that a sentence names, by name, noun or person; in its order."""
    spots = party_spots(sentence.text, sides)
    tokens = words_of(sentence.text)
    spots += [(i, persons[t]) for i, t in enumerate(tokens) if t in persons]
    named = dict.fromkeys(party for _, party in sorted(spots))
    return [party for party in named if party in (sides.government, sides.rebels) or not _stands_apart(party)]


def _stands_apart(party: str) -> bool:
    """True for other states and for international organisations: named beside a clash, they seldom fight in it."""
    name = words_of(party)
    known = [*organisation_rows(), *((*row["name"], *row["also"]) for row in country_rows())]
    return any(words_of(x) == name for row in known for x in row)


def named_in(doc: Doc, sides: Sides) -> set[str]:
    """Every party that a paragraph names or means."""
    return {party for _, party in party_spots(text_of(doc), sides)}


def opponent(actors: Sequence[str | None], sides: Sides, doc: Doc) -> str | None:
    """Whom a force of one of two main sides is used on, if the paragraph names the other and no third fighter."""
    acting = {a for a in actors if a is not None}
    if len(acting) != 1 or sides.government is None or sides.rebels is None:
        return None
    actor = next(iter(acting))
    pair = {sides.government: sides.rebels, sides.rebels: sides.government}
    other = pair.get(actor)
    return other if other is not None and other in named_in(doc, sides) else None


def means_civilians(head: Token, kind: str) -> bool:
    """True if a noun means people who do not fight: civilians by their noun, "people" where no battle is told."""
    word = lemma(head)
    sets = word_sets()
    around = {c.lower_ for c in head.lefts}
    if around & (sets["security_words"] | {"armed", "suspected", "alleged", "rebel", "former"}):
        return False
    if word in sets["civilian_people"]:
        return True
    return word in ("people", "person") and kind not in NOT_ONLY_CIVILIANS
