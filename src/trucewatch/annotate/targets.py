"""Against whom or to whom something is said: the side addressed, named, charged before, or told of just before."""

from __future__ import annotations

import re
from collections.abc import Mapping

from trucewatch.annotate.cues import word_lists
from trucewatch.annotate.party_spots import party_spots
from trucewatch.annotate.persons import words_key
from trucewatch.annotate.sentences import Parsed
from trucewatch.annotate.sides import Sides
from trucewatch.annotate.spans import Attribution
from trucewatch.annotate.speakers import Speaker, Speakers
from trucewatch.annotate.world import words_of

#: Acts that are addressed to nobody, whatever their words name.
UNADDRESSED = frozenset(
    {"report", "explain", "acknowledge", "announce", "predict", "claim_responsibility", "no_comment"}
)
#: Acts against a side, which hold for the side charged before where they name none.
ANSWERABLE = frozenset({"accuse", "condemn", "threaten", "warn", "demand", "deny", "reject", "deny_responsibility"})
#: Acts that answer a charge, so that they are aimed at whoever made it.
ANSWERS = frozenset({"deny", "reject", "deny_responsibility"})
#: Acts that only make sense against somebody.
AGAINST = frozenset({"accuse", "condemn", "threaten", "deny", "reject", "deny_responsibility"})
#: Of several parties named the first is meant: "that the government punish those who killed the Front's men".
TOWARDS = frozenset({"accuse", "condemn", "threaten", "warn", "demand", "urge"})
#: Words that mean the other side, whoever it is.
ADVERSARY = re.compile(
    r"\b(?:they|them|their|it|its|(?:the|our) (?:enemy|adversary|adversaries|aggressor|opponents?|other side))\b",
    re.IGNORECASE,
)
#: Addressed to everybody: to no one side.
EVERYBODY = re.compile(
    r"\b(?:all|both|the two|warring|opposing)\s+(?:of\s+)?(?:the\s+)?(?:warring\s+)?"
    r"(?:sides|parties|factions|signatories)\b",
    re.IGNORECASE,
)
#: What may stand between two parties that are addressed together.
JOINED = frozenset({"and", "the", "or", "both", "as", "well"})
#: Nouns of armed groups: beside a party they are the other one addressed, whichever it is.
REBELS = word_lists()["rebels"]
#: A party named as part of something else's name ("the Arvania-Belmar accord", "Norway's call"): nobody is meant.
THIRD_NAMED = re.compile(
    r"\b[\w.]+(?:[-–/][\w.]+)+(?: [\w.]+)? (?:peace )?"
    r"(?:agreements?|deals?|accords?|pacts?|talks|treat(?:y|ies)|truces?|negotiations)\b|"
    r"\b[\w.]+[’']s (?=(?:call|appeal|request|proposal to|initiative|efforts?)\b)",
    re.IGNORECASE,
)
#: On what a pledge hangs is not to whom it is made.
CONDITION = re.compile(r"\b(?:on condition|provided|if|unless)\b.*", re.IGNORECASE | re.DOTALL)
UNKNOWN_DOERS = re.compile(
    r"\b(?:unidentified|unknown|unnamed|masked) (?:[\w-]+ ){0,2}"
    r"(?:gunm[ae]n|m[ae]n|attackers?|assailants?|fighters|militants|group|perpetrators|persons|people|shooters?|side)\b",
    re.IGNORECASE,
)
WRITTEN_TO = re.compile(r"\b(?:letter|message|appeal|note|telegram|plea) to (?P<who>[^,;:.]{3,60})", re.IGNORECASE)
YOU = re.compile(r"\byou(?:r)?\b", re.IGNORECASE)
EACH_OTHER = re.compile(r"\b(?:each other|one another|each (?:\w+ ){1,3}the other)\b", re.IGNORECASE)
#: How far back, in characters, the other side may have been told of.
REACH = 600


def target_of(
    words: str,
    act: str,
    attribution: Attribution,
    speaker: Speaker,
    *,
    parsed: Parsed,
    sides: Sides,
    speakers: Speakers,
    charged: Mapping[str, str],
    accusers: Mapping[str, str],
) -> tuple[str | None, str]:
    """The side that a statement is addressed to or aimed at, and the rule that says so.

    ``charged`` holds the side that each speaker charged last, by name, ``accusers`` who charged each side last.
    """
    if act in UNADDRESSED:
        return None, f"{act} is addressed to nobody"
    words = THIRD_NAMED.sub(" ", words)
    if act in ("pledge", "accept", "propose"):
        words = CONDITION.sub("", words)
    if act in AGAINST and UNKNOWN_DOERS.search(words):
        return None, "doers whom nobody knows"
    if act == "accuse" and EACH_OTHER.search(_sentence(parsed, attribution)):
        return None, "each side accuses the other"
    if attribution.addressee_at is not None:
        addressed = parsed.text.content[slice(*attribution.addressee_at)]
        side = speakers.side_of_phrase(addressed) if addressed else None
        if (
            EVERYBODY.search(addressed)
            or _two_persons(addressed, speakers)
            or _together(addressed, party_spots(addressed, sides))
        ):
            return None, "several sides addressed"
        if side and side != speaker.side:
            return side, "the one addressed"
    if act in TOWARDS and _two_persons(" ".join(words.split()[:5]), speakers):
        return None, "several sides addressed"
    if act in TOWARDS and YOU.search(words):
        written = _written_to(attribution, parsed, sides, speakers)
        if written and written != speaker.side:
            return written, "the one written to"
    spots = [(place, party) for place, party in party_spots(words, sides) if party != speaker.side]
    if act == "deny":
        spots = [spot for spot in spots if not _not_done_by(words, spot[0])]
    named = list(dict.fromkeys(party for _, party in spots))
    together = _together(words, spots)
    if len(named) == 1 and not together:
        return named[0], _how_named(words, spots[0], sides)
    if named:
        if act in TOWARDS and not together:
            return named[0], "the other party named first"
        return None, "no single party named"
    if EVERYBODY.search(words):
        return None, "addressed to every side"
    if act in ("demand", "urge") and _own_at_head(words, speaker.side, sides):
        return None, "asked of one's own side"
    if act not in ANSWERABLE:
        return None, "no single party named"
    accuser = accusers.get(speaker.side or "") if act in ANSWERS else None
    if accuser:
        return accuser, "the side that made the charge just before"
    before = charged.get(speaker.name or "")
    if before and before != speaker.side:
        return before, "the side charged just before"
    person = _side_of_person(words, speakers)
    if person and person != speaker.side:
        return person, "the side of the person named"
    other = sides.other_party(speaker.side) if speaker.side else None
    if other and act in AGAINST:
        return other, "the one other signatory"
    main = belligerents(sides)
    if speaker.side in main and (act in AGAINST or ADVERSARY.search(words)):
        # who speaks together with another charges neither
        joint = {party for _, party in party_spots(speaker.name or "", sides)} | {speaker.side}
        if len(joint) > 1 and len(main - joint) == 1:
            return next(iter(main - joint)), "the one other party"
        rival = _told_before(parsed, sides, attribution, main - joint)
        if rival:
            return rival, "the other side told of just before"
    return None, "no single party named"


def belligerents(sides: Sides) -> set[str]:
    """The parties between whom the war is: those that signed and those that would not."""
    return {p.name for p in sides.agreement.parties if p.role in ("signatory", "non-signatory")}


def _how_named(words: str, spot: tuple[int, str], sides: Sides) -> str:
    """Whether the one other party is named, or only meant by a noun that might be anybody's ("fighters")."""
    place, party = spot
    tokens = words_of(words)
    if any(at == place and key.party == party for at, key in sides.hits(tokens)):
        return "the one other party named"
    return f"“{tokens[place]}” taken for the one such party of the agreement"


def _together(words: str, spots: list[tuple[int, str]]) -> bool:
    """True if the first party is named in one breath with another side ("the government and the rebels")."""
    if not spots:
        return False
    tokens = words_of(words)
    first = spots[0][0]
    after = tokens[first + 1 : first + 6]
    if "and" not in after:
        return False
    link = after.index("and")
    others = {place for place, _ in spots[1:]}
    for at in range(first + 1 + link + 1, min(first + 1 + link + 4, len(tokens))):
        if at in others or tokens[at] in REBELS:
            return True
        if tokens[at] not in JOINED:
            return False
    return False


def _written_to(attribution: Attribution, parsed: Parsed, sides: Sides, speakers: Speakers) -> str | None:
    """The party to whom the sentence says that a letter or appeal went, by name or by its part in the agreement."""
    letter = WRITTEN_TO.search(_sentence(parsed, attribution))
    if letter is None:
        return None
    named = speakers.side_of_phrase(letter["who"])
    if named:
        return named
    parties = [p.name for p in sides.agreement.parties if p.role and p.role in letter["who"].lower()]
    return parties[0] if len(parties) == 1 else None


def _own_at_head(words: str, side: str | None, sides: Sides) -> bool:
    """True if the speaker's own side is named at the head: "ordered the army to protect the town"."""
    spots = party_spots(words, sides)
    return bool(spots) and side is not None and spots[0][1] == side and spots[0][0] <= 2


def _not_done_by(words: str, place: int) -> bool:
    """True if the party named there is the one who did not do it: spoken for, not answered."""
    tokens = words_of(words)
    return place <= 3 and any(
        t in ("not", "never", "nothing", "no") or t.endswith("n't") for t in tokens[place : place + 5]
    )


def _two_persons(words: str, speakers: Speakers) -> bool:
    """True if two are named in one breath who do not both stand on one side ("urged Silva and Brandt")."""
    for match in re.finditer(r"\b([A-Z][\w’'-]+),? and (?:[A-Z]\w+ )?([A-Z][\w’'-]+)", words):
        if len({speakers.side_of_phrase(name) for name in match.groups()}) == 2:
            return True
    return False


def _sentence(parsed: Parsed, attribution: Attribution) -> str:
    return parsed.text.content[slice(*attribution.sentence_at)]


def _side_of_person(words: str, speakers: Speakers) -> str | None:
    """The side of the first person of the report whom the words name."""
    for word in re.findall(r"\b[A-Z][\w’'-]+", words):
        person = speakers.persons.by_last.get(words_key(word))
        if person is not None and person.side:
            return person.side
    return None


def _told_before(parsed: Parsed, sides: Sides, attribution: Attribution, others: set[str]) -> str | None:
    """Which of ``others`` was told of last before these words."""
    at = attribution.pieces[0][0]
    begin = parsed.paragraphs[max(0, attribution.paragraph - 1)].start
    before = parsed.text.content[max(begin, at - REACH) : at]
    # every sentence for itself, the last first: ``party_spots`` gives the first naming of a party only
    for sentence in reversed(re.split(r"(?<=[.!?])[\"”’']*\s+", before)):
        named = [party for _, party in party_spots(sentence, sides) if party in others]
        if named:
            return named[-1]
    return None
