"""Who does what to whom inside attributed words: hostile deeds of the other side, and what one will do oneself.

Read from the words alone, by whoever stands before the verb in its clause. A deed that is negated, only possible,
under a condition or in the passive is nobody's deed here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from trucewatch.annotate.world import WORD, words_of

#: A party that the words name, with the number of the word where it stands.
Spot = tuple[int, str]

#: Words before a verb among which its subject is looked for.
SUBJECT_WORDS = 12
#: A clause starts after these.
CLAUSE = re.compile(
    r"[;:—–()]|\b(?:that|because|after|before|when|while|if|unless|until|although|whereas|which|who|but)\b|,\s+and\b",
    re.IGNORECASE,
)
LEADING = frozenset({"after", "before", "when", "while", "because", "although", "until", "whereas"})
#: Right before a verb these say that the deed was not, may not or has yet to be done, or is asked of somebody.
NOT_DONE = re.compile(
    r"\b(?:not|never|n[o']t|no longer|nobody|none|would|could|might|may|will|shall|should|must|can|cannot|to|if|unless|"
    r"whether|stop(?:ped)?|cease[ds]?|end(?:ed)?|halt(?:ed)?|avoid(?:ed)?|deny|denied|nothing)\s+(?:be\s+|have\s+|\w+ly\s+)?$",
    re.IGNORECASE,
)
#: After these stands the reason for what was done.
REASON = re.compile(
    r"\b(?:because|after|since|in (?:response|retaliation|reply) (?:to|for)|in (?:self-?)?defen[cs]e)\b", re.IGNORECASE
)
PASSIVE = re.compile(
    r"\b(?:was|were|been|being|is|are|be|get|gets|got|getting)\s+(?:\w+ly\s+|also\s+|again\s+|twice\s+)?$",
    re.IGNORECASE,
)
OWN = re.compile(r"\b(?:we|i|our|my|us)\b", re.IGNORECASE)
#: Right before "will": the speaker himself, or what is his own, where the words are told and not quoted.
SELF = re.compile(
    r"\b(?:it|he|she|they|(?:its|his|her|their)(?: own)?(?: [\w-]+){1,3})\s+"
    r"(?:(?:\w+ly|also|now|had|has|have|only)\s+)*$",
    re.IGNORECASE,
)
YOURS = re.compile(r"\byou(?:r)?\b", re.IGNORECASE)
THEY = re.compile(r"\b(?:they|their|it|its)\b", re.IGNORECASE)
#: Armed men of no named side: told of by a side that fights, the other's.
ARMED = re.compile(
    r"\b(?:soldiers|troops|fighters|militants|militiamen|militias?|rebels|insurgents|guerrillas?|terrorists?|"
    r"bandits|thugs|agents|warplanes|war planes|(?:fighter )?jets|gunships|helicopters|drones?|tanks|gunboats|"
    r"snipers|commandos|paramilitar(?:y|ies)|mercenaries|enem(?:y|ies)|aggressors?|regime|occupiers|police(?:men)?|"
    r"conscripts|infiltrators|"
    r"artillery|bombers|aircraft|mortars)\b",
    re.IGNORECASE,
)
#: "President Silva's artillery": whoever that is, he is named.
THEIRS = re.compile(rf"[’']s (?:\w+ )?{ARMED.pattern}", re.IGNORECASE)
WILL = re.compile(r"\b(?P<modal>will|shall|would|won['’]t)\b|['’](?P<short>ll)\b", re.IGNORECASE)
AFTER_WILL = re.compile(
    r"\s*(?P<no>not\s+|never\s+|no longer\s+)?(?:(?:\w+ly|also|now|again|always|even|soon|further|then)\s+)*"
    r"\W*(?P<verb>[a-z]+)",
    re.IGNORECASE,
)
#: What is to come if something asked for does not.
OR_ELSE = re.compile(
    r"\b(?:if|unless)\b(?P<rest>[^.;]*)|\b(?:or|otherwise)\b\s+(?:we|i|they|it|he|she)\s+(?:will|would|shall)",
    re.IGNORECASE,
)

#: At the head of what is said: another side as "they", or as those just told of.
THOSE = re.compile(
    r"\W*(?:(?:but|and|yet|then|now)\s+)?(?:they|(?:this|these|those|such an?|that) (?:[\w-]+ ){0,2}"
    r"(?:group|gang|men|people|forces?|elements|fighters|units?|troops|soldiers))\b",
    re.IGNORECASE,
)
#: A verb told as done or as going on, behind its subject. "Were shelled" is suffered, not done.
_ADVERBS = (
    r"(?:(?:has|have|had|\w+ly|also|again|already|then|even|just|since|ever|now|themselves|itself|himself|who|which|"
    r"that|been|is|are|was|were)\s+)"
)
DOING = re.compile(
    rf"(?P<aux>{_ADVERBS}*)(?P<verb>"
    r"(?<=had )(?!(?:no|an?|the|to|not|never|nothing)\b)[a-z]+|[a-z]{3,}ed|[a-z]{2,}ing|took|taken|broke|broken|"
    r"stole|stolen|sent|brought|bought|built|came|drove|driven|dug|fought|gave|given|kept|laid|led|made|put|ran|"
    r"sold|set|shot|used|went|hid|hidden|lent|beat|fed|sought|caught|flew|threw|swept|rode|sank|spread|bound|"
    r"wrote|written|tore|cut|hit|struck|dealt|chose|chosen|let|left|grew|held|spent|began|did)\b",
    re.IGNORECASE,
)
BE = frozenset({"is", "are", "was", "were", "been"})
#: How many words may stand between the head of a clause and the verb of its subject.
NEAR_VERB = 6

Future = Literal["threaten", "pledge", "announce"]


@dataclass(frozen=True, slots=True)
class Told:
    """A finding and the words that it rests on."""

    what: str
    words: str


@lru_cache(maxsize=1)
def _lists() -> dict[str, re.Pattern[str]]:
    table = tomllib.loads((files("trucewatch") / "annotate" / "lexicon" / "deeds.toml").read_text(encoding="utf-8"))
    return {
        name: re.compile(r"\b(?:" + "|".join(words.strip("\n").split("\n")) + r")\b", re.IGNORECASE)
        for name, words in table.items()
    }


def deed_of_another(
    content: str, *, side: str, named: Sequence[Spot], charged: bool, direct: bool, fights: bool
) -> Told | None:
    """A hostile deed that the content tells of another side, named or not, and that is told as done.

    ``charged`` says that the speaker charged another side just before, so that "they" has somebody to mean. Deeds that
    are hostile by themselves ("looted") may be done by unnamed armed men where the speaker's own side ``fights``;
    others ("moved tanks") need the other's name. What follows an own deed and its reason is no charge: it justifies.
    """
    for strong in (True, False):
        for match in _lists()["hostile" if strong else "moves"].finditer(content):
            start = _clause_start(content, match.start())
            before = content[start : match.start()]
            passive = PASSIVE.search(before) and not match.group().split()[0].endswith("ing")
            if NOT_DONE.search(before) or passive or _conditional(content[: match.start()]):
                continue
            if _reason_of_own(content[: match.start()], side=side, named=named, direct=direct):
                continue
            who = _doer(content, start, match.start(), side=side, named=named, charged=charged, direct=direct)
            if who == "named" or (strong and fights and who == "unnamed"):
                whose = "done by the other side" if who == "named" else "done by armed men"
                return Told(what=whose, words=match.group())
    source = _lists()["from_where"].search(content)
    if source is not None:
        at = len(words_of(content[: source.end()]))
        if any(party != side and 0 <= place - at <= 3 for place, party in named):
            return Told(what="fire from the other side", words=source.group())
    return None


def doing_of_another(
    content: str, *, side: str, named: Sequence[Spot], rivals: Collection[str], charged: bool, direct: bool
) -> Told | None:
    """Anything that the other side at war is told to have done or to be doing, unless it is harmless by itself.

    The subject stands at the head: a rival by its name or by what it is called, or "they" for whom was charged just
    before. What both sides did together, what was suffered and what was agreed, given or lost is no charge.
    """
    start = 0
    lead = re.match(r"\W*it (?:is|was) (?:the )?", content, re.IGNORECASE)
    if lead:
        start = lead.end()
    first = len(words_of(content[:start]))
    head = [(place, party) for place, party in named if first <= place <= first + 3]
    if any(party == side for _, party in head):
        return None
    if head and head[0][1] in rivals:
        at = _offset_of(content, head[0][0])
    elif charged and direct and (those := THOSE.match(content)):
        at = those.end()
    else:
        return None
    for match in DOING.finditer(content, at):
        between = content[at : match.start()]
        if len(between.split()) > NEAR_VERB or CLAUSE.search(between) or _lists()["together"].search(between):
            return None
        verb, aux = match["verb"].lower(), match["aux"].lower().split()
        if verb.endswith("ing") != bool(aux and BE & set(aux)):
            # a noun or adjective in -ed or -ing ("armed groups", "the ruling party"), or something suffered
            if BE & set(aux):
                return None
            continue
        if NOT_DONE.search(content[: match.start("verb")]) or _lists()["harmless"].match(content, match.start("verb")):
            return None
        return Told(what="told of the other side at war", words=match["verb"])
    return None


def _offset_of(content: str, place: int) -> int:
    """Where the word number ``place`` begins."""
    found = [m.start() for m in WORD.finditer(content)]
    return found[place] if place < len(found) else len(content)


def own_negated(content: str, *, side: str | None, named: Sequence[Spot], direct: bool) -> Told | None:
    """A wrong that one's own side, or nobody at all, is told not to have done: "no gun had crossed the river"."""
    match = _lists()["not_done"].search(content)
    if match is None:
        return None
    before = content[_clause_start(content, match.start()) : match.start()]
    if re.match(r"\W*no\b", match.group(), re.IGNORECASE) and not before.strip():
        return Told(what="done by nobody", words=match.group())
    if SELF.search(f"{before} ") or _is_own(
        content, _clause_start(content, match.start()), match.start(), side=side, named=named, direct=direct
    ):
        return Told(what="not done by one's own", words=match.group())
    return None


def breach_told(content: str, *, side: str, named: Sequence[Spot]) -> Told | None:
    """A breach of what was agreed, told as done, that is not one's own: "the arrests broke the framework"."""
    for match in _lists()["breach"].finditer(content):
        start = _clause_start(content, match.start())
        before = content[start : match.start()]
        if (
            NOT_DONE.search(before)
            or _conditional(content[: match.start()])
            or re.search(r"\b(?:no|not|any|possible|alleged)\b", before, re.IGNORECASE)
            or OWN.search(before)
            or side in _spots_in(content, start, match.start(), named)
            or SELF.search(before)
        ):
            continue
        return Told(what="breach of what was agreed", words=match.group())
    return None


def done_to_own(content: str) -> Told | None:
    """Fire, raids and advances "on our lines", "into our territory": by whom goes without saying."""
    match = _lists()["against_us"].search(content)
    if match is None or NOT_DONE.search(content[: match.start()]):
        return None
    if OWN.search(content[_clause_start(content, match.start()) : match.start()]):
        return None
    return Told(what="done to one's own", words=match.group())


def own_future(content: str, *, side: str | None, named: Sequence[Spot], direct: bool) -> Told | None:
    """What the speaker's own side will do: a threat (harm, or an ultimatum), a pledge, or a plan made known."""
    match = WILL.search(content)
    if match is None:
        return None
    start = _clause_start(content, match.start())
    if not _is_own(content, start, match.start(), side=side, named=named, direct=direct):
        return None
    after = AFTER_WILL.match(content, match.end())
    verb = after["verb"].lower() if after else ""
    negated = bool(after and after["no"]) or match.group().lower().endswith(("n't", "n’t"))
    words = content[match.start() : after.end() if after else match.end()]
    if negated:
        return Told(what="pledge", words=f"{words}") if _lists()["refrain"].fullmatch(verb) else None
    if verb in ("be", "have"):
        return None
    what: Future = "pledge"
    if _lists()["harm"].match(content, after.start("verb") if after else match.end()) or _ultimatum(content):
        what = "threaten"
    elif _lists()["plan"].fullmatch(verb):
        what = "announce"
    return Told(what=what, words=words)


def threat_of_party(content: str, *, named: Sequence[Spot]) -> Told | None:
    """What a party would do to another under a condition, told by one whose side is not known."""
    match = WILL.search(content)
    after = AFTER_WILL.match(content, match.end()) if match else None
    if match is None or after is None or after["no"] or not re.search(r"\b(?:if|unless)\b", content, re.IGNORECASE):
        return None
    if not _spots_in(content, _clause_start(content, match.start()), match.start(), named):
        return None
    harm = _lists()["harm"].match(content, after.start("verb"))
    return Told(what="threat of a party", words=f"{match.group()} {harm.group()}") if harm else None


def about_own(content: str, at: int, *, side: str | None, named: Sequence[Spot]) -> bool:
    """True if the clause in which ``at`` stands begins with the speaker's own side."""
    start = _clause_start(content, at)
    first = len(words_of(content[:start]))
    head = [party for place, party in named if first <= place <= first + 2]
    return side is not None and head[:1] == [side]


def own_deed_denied(content: str, *, side: str | None, named: Sequence[Spot]) -> Told | None:
    """In words that are denied: a hostile deed of one's own ("that its fighters killed", "shelling the village")."""
    match = _lists()["hostile"].search(content)
    if match is None or PASSIVE.search(content[: match.start()]):
        return None
    start = _clause_start(content, match.start())
    before = content[start : match.start()]
    if before.strip() and _is_own(content, start, match.start(), side=side, named=named, direct=True):
        return Told(what="own deed", words=match.group())
    if re.match(r"\W*(?:its|his|her|their|it|he|she|they)\b", before, re.IGNORECASE):
        return Told(what="own deed", words=match.group())
    return None


def _clause_start(content: str, at: int) -> int:
    """Where the clause begins in which ``at`` stands."""
    last = max(CLAUSE.finditer(content, 0, at), key=lambda m: m.end(), default=None)
    if last is None:
        return 0
    comma = content.find(",", last.end(), at)
    # "After we left, the army came": the main clause begins behind the comma
    return comma + 1 if last.group().lower() in LEADING and comma >= 0 else last.end()


def _reason_of_own(before: str, *, side: str, named: Sequence[Spot], direct: bool) -> bool:
    """True if the words so far tell a hostile deed of one's own and then "because" or another word for the reason."""
    why = REASON.search(before)
    if why is None:
        return False
    deed = _lists()["hostile"].search(before, 0, why.start()) or _lists()["moves"].search(before, 0, why.start())
    if deed is None or PASSIVE.search(before[: deed.start()]):
        return False
    start = _clause_start(before, deed.start())
    return _is_own(before, start, deed.start(), side=side, named=named, direct=direct)


def _conditional(before: str) -> bool:
    """True if the clause that ends here hangs on "if" or "unless"."""
    last = max(CLAUSE.finditer(before), key=lambda m: m.end(), default=None)
    return last is not None and last.group().lower() in ("if", "unless")


def _spots_in(content: str, start: int, end: int, named: Sequence[Spot]) -> list[str]:
    tokens = words_of(content[:end])
    first, last = len(words_of(content[:start])), len(tokens)
    # ``named`` gives where a party is named first: the same word again names it again
    again = {tokens[place]: party for place, party in named if place < last}
    return [again[tokens[i]] for i in range(max(first, last - SUBJECT_WORDS), last) if tokens[i] in again]


def _doer(
    content: str, start: int, end: int, *, side: str, named: Sequence[Spot], charged: bool, direct: bool
) -> Literal["named", "unnamed"] | None:
    before = content[start:end]
    parties = _spots_in(content, start, end, named)
    if side in parties or OWN.search(before):
        return None
    if parties or (YOURS.search(before) and direct):
        return "named"
    if re.match(r"\W*(?:its|his|her|their)\b", before, re.IGNORECASE) and not direct:
        return None
    if THEY.match(before.strip()) and charged and direct:
        return "named"
    if THEIRS.search(before):
        return "named"
    return "unnamed" if ARMED.search(before) else None


def _is_own(content: str, start: int, end: int, *, side: str | None, named: Sequence[Spot], direct: bool) -> bool:
    before = content[start:end]
    if OWN.search(before) and not YOURS.search(before):
        return True
    parties = _spots_in(content, start, end, named)
    if parties:
        return side is not None and set(parties) == {side}
    # the second half of a sentence ("... and would ...") goes on with its subject
    if not before.strip():
        return start == 0
    return not direct and bool(SELF.search(before))


def _ultimatum(content: str) -> bool:
    match = OR_ELSE.search(content)
    if match is None:
        return False
    rest = match["rest"]
    return (
        rest is None
        or match.group().lower().startswith("unless")
        or bool(re.search(r"\b(?:not|n[o']t|never|fails?|failed|refuses?|refused)\b", rest))
    )
