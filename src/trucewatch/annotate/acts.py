"""What a speaker does by saying it: the cue word decides where it can, the content otherwise.

Negation and who acts upon whom matter: "did not violate" denies what "violated" alleges, "we will" pledges
what "they will" predicts. Each decision names its rule.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from trucewatch.annotate.cues import verb_cue
from trucewatch.annotate.deeds import (
    THOSE,
    about_own,
    breach_told,
    deed_of_another,
    doing_of_another,
    done_to_own,
    own_deed_denied,
    own_future,
    own_negated,
    threat_of_party,
)
from trucewatch.annotate.retractions import called_wrong
from trucewatch.annotate.world import words_of

IGNORE_CASE = re.IGNORECASE


@dataclass(frozen=True, slots=True)
class Act:
    """An act of the vocabulary, the rule that chose it, and how sure (0 to 1)."""

    name: str
    rule: str
    score: float
    words: str | None = None


def _patterns() -> dict[str, re.Pattern[str]]:
    """The lists of ``lexicon/acts.toml``, each as one expression over whole words, any case."""
    table = tomllib.loads((files("trucewatch") / "annotate" / "lexicon" / "acts.toml").read_text(encoding="utf-8"))
    return {
        name: re.compile(r"\b(?:" + "|".join(lines.split("\n")) + r")\b", IGNORE_CASE)
        for name, lines in ((name, words.strip("\n")) for name, words in table.items())
    }


HOPE = re.compile(
    r"\W*(?:it|he|she)? ?(?:is|was)? ?(?:his|her|its|our|my|their) hope|"
    r"\W*(?:we|i|it|he|she|they) (?:hope|expect)\w*\b",
    IGNORE_CASE,
)
#: "We expect the sides to keep their word" asks for it; what is merely awaited ("expects talks to resume") does not.
EXPECTED = re.compile(
    r"\bexpect(?:s|ed|ing)? (?:[\w'’-]+ ){1,8}?to (?:honou?r|respect|comply|restore|act|abide"
    r"|implement|withdraw|stop|cease|halt|end|keep|fulfil\w*|live up|release|ensure|take|do|investigate|return"
    r"|uphold|stand|meet|adhere)\b",
    IGNORE_CASE,
)
#: "We condemn ...", "We therefore call on ...", and without its subject "... and proposes ...": the verb does the act.
PERFORMED = re.compile(
    r"\W*(?:(?:but|and|yet|so|that|today|again)\W+)*(?:we|i)\s+"
    r"(?:(?:\w+ly|also|therefore|hereby|again|once more|once again|do|now|further)\s+)*(?P<verb>[a-z]+)\b"
    r"(?P<prep>\s+\w+)?",
    IGNORE_CASE,
)
#: "Our men were attacked": by whom goes without saying.
SUFFERED = re.compile(
    r"\b(?:we|(?:our|his|her|its|their) (?:[\w-]+ ){1,6}?)\s*(?:were|was|(?:had|have|has) been|are being|came) "
    r"(?:\w+ly |again |first )?(?:attacked|shelled|bombed|ambushed|fired (?:on|upon|at)|shot at|hit first"
    r"|under (?:attack|fire))\b",
    IGNORE_CASE,
)
#: Acts that a verb does when its speaker says it of himself.
DONE_BY_SAYING = frozenset(
    {"condemn", "deny", "reject", "demand", "urge", "accuse", "pledge", "praise", "acknowledge", "propose", "accept",
     "warn"}
)  # fmt: skip
_LISTS = _patterns()
WRONG = _LISTS["wrong"]
HOSTILE = _LISTS["hostile"]
JUSTIFY = _LISTS["justify"]
#: A ground for one's own deed.
OWN_GROUND = re.compile(
    r"\b(?:in (?:self-?)?defen[cs]e|to defend|in response to|forced to (?:respond|defend|react))\b", IGNORE_CASE
)
DEED = _LISTS["deed"]
GRAVE = _LISTS["grave"]
CHARGE = _LISTS["charge"]
FOE = _LISTS["foe"]
CONDEMN = _LISTS["condemn"]
REJECT = _LISTS["reject"]
NOT_OURS = _LISTS["not_ours"]
DENIES = _LISTS["denies"]
CLAIMS = _LISTS["claims"]
MUST = _LISTS["must"]
STRICT = _LISTS["strict"]
URGE = _LISTS["urge"]
PRAISE = _LISTS["praise"]
PLEDGE = _LISTS["pledge"]
THREAT = _LISTS["threat"]
WARN = _LISTS["warn"]
EXPLAIN = _LISTS["explain"]
PREDICT = _LISTS["predict"]
FUTURE = _LISTS["future"]
DONE = _LISTS["done"]
ANNOUNCE = _LISTS["announce"]
GRANT = _LISTS["grant"]
FIRST = _LISTS["first"]
RETURNED = _LISTS["returned"]
MOTIVE = _LISTS["motive"]
NOT_REACHED = _LISTS["not_reached"]
WHOEVER = _LISTS["whoever"]
IF_REFUSED = _LISTS["if_refused"]
VIOLENCE = _LISTS["violence"]
_OWN_DEED = _LISTS["own_deed"]


#: "Claimed responsibility for the raid" where the parse makes "responsibility" the first word of what is said.
TAKING = frozenset({"claim", "accept", "assume", "admit", "acknowledge", "take", "declare", "announce"})
RESPONSIBILITY = re.compile(r"\W*(?:(?:the|full|sole|its|their) ){0,2}responsibility (?:for|on|in)\b", IGNORE_CASE)
THEY = re.compile(r"\W*(?:but |and |yet )?(?:they|it|he|she)\b", IGNORE_CASE)
WE = re.compile(r"\b(?:we|i)\b", IGNORE_CASE)
#: A word in -s before these is a verb and no noun.
BEHIND_VERB = frozenset({"the", "a", "an", "its", "his", "their", "our", "us", "with", "to", "in", "on", "at", "one"})
#: Right before a wrong: it is ended, not done.
ENDED = re.compile(
    r"\b(?:stop\w*|ceas\w+|halt\w*|end(?:s|ed|ing)?|refrain\w* from|renounc\w+|without|avoid\w*|prevent\w*)\s+"
    r"(?:(?:its|their|all|any|the|our)\s+)?$",
    IGNORE_CASE,
)
PLANNED = re.compile(
    r"\b(?:would|will|to) (?:aim|plan|intend)\b|\b(?:plans|intends|aims) to\b|"
    r"\b(?:will|would|shall) be \w+(?:ed|en|[dpt]t|own|ept|eld)\b",
    IGNORE_CASE,
)
LACKING = re.compile(r"\b(?:no|not|never|nothing|nobody|none|only|cannot|\w+n[’']t)\b", IGNORE_CASE)
NOT_YET = re.compile(r"\b(?:has|have)(?: (?:not|never)|n[’']t)\b", IGNORE_CASE)
NOBODY = re.compile(r"\W*(?:nobody|no one|none|no \w+) (?:will|shall|would)\b", IGNORE_CASE)
#: Within how many words from the start of a sentence the one is named whom it is about.
TOPIC = 3
CONDITION = re.compile(r"\b(?:if|unless|until|as long as|otherwise|without)\b", IGNORE_CASE)

#: "They must be careful or they will fail": what happens otherwise is a warning.
OR_WORSE = re.compile(
    r"\b(?:must|ha(?:s|ve) to|need to|should|had better)\b[^.;]*\b(?:or|otherwise)\b,? (?:it|he|she|they|this|there|"
    r"things|everything|the \w+) (?:will|would|could|might|may|are going to|is going to|risks?)\b",
    IGNORE_CASE,
)
#: Asked by a side that fights, this wants no answer.
RHETORICAL = re.compile(r"\W*(?:(?:and|but|so|then)\W+)?(?:why|how|where|who|what|when)\b[^.]*\?\W*$", IGNORE_CASE)
#: Cue acts that the content may still turn (a warning with a threat in it), and to what.
KEEP = frozenset({"accuse", "condemn", "deny", "reject", "demand", "urge", "pledge", "acknowledge", "praise", "predict",
                  "accept", "propose", "claim_responsibility"})  # fmt: skip


def act_of(
    content: str,
    *,
    cue_act: str,
    cue_word: str,
    attitude: bool,
    speaker_side: str | None,
    named: list[tuple[int, str]],
    inside: bool = False,
    charged: str | None = None,
    direct: bool = False,
    office: bool = False,
    fights: bool = True,
    rivals: frozenset[str] = frozenset(),
) -> Act:
    """Choose the act.

    ``named`` are the parties that the content names, each with the number of its word;
    ``cue_act`` is the lexicon's act for the cue ("" if neutral);
    ``attitude`` marks a cue of belief or hope; ``inside`` says that this is one sentence of several under one cue;
    ``charged`` is the side that the speaker charged in the words just before, ``direct``
    marks his own words, ``office`` a speaker who holds one, ``fights`` one whose side is at war, with ``rivals``.
    """
    others = [(i, p) for i, p in named if p != speaker_side]
    if cue_act == "warn":
        hit = THREAT.search(content)
        if hit and FIRST.search(content):
            return Act("threaten", "threat in a warning", 0.6, hit.group())
        return Act("warn", f"cue {cue_word}", 0.85)
    if wrongly_said := called_wrong(content, cue_word):
        return Act("retract", "what was said before is called wrong", 0.6, wrongly_said)
    if cue_word in TAKING and (hit := RESPONSIBILITY.match(content)):
        return Act("claim_responsibility", f"cue {cue_word} and responsibility", 0.85, hit.group())
    if cue_act == "deny":
        own_deed = own_deed_denied(content, side=speaker_side, named=named)
        if _OWN_DEED.search(content) or own_deed:
            return Act("deny_responsibility", f"cue {cue_word}, own deed", 0.7, own_deed.words if own_deed else None)
        return Act("deny", f"cue {cue_word}", 0.85)
    if cue_word == "confirm" and not inside and (told := own_deed_denied(content, side=speaker_side, named=named)):
        return Act("acknowledge", "own deed confirmed", 0.6, told.words)
    if cue_word == "repudiate" and not inside and (hit := VIOLENCE.search(content)):
        return Act("condemn", "violence repudiated", 0.6, hit.group())
    if cue_act in KEEP and not inside:
        return Act(cue_act, f"cue {cue_word}", 0.85)
    if cue_act and not inside and cue_act not in ("announce", "report"):
        return Act(cue_act, f"cue {cue_word}", 0.8)
    return _by_content(
        content, cue_act, cue_word, attitude, speaker_side, others, named, charged, direct, office, fights, rivals
    )


def _by_content(
    content: str,
    cue_act: str,
    cue_word: str,
    attitude: bool,
    side: str | None,
    others: list[tuple[int, str]],
    named: list[tuple[int, str]],
    charged: str | None,
    direct: bool,
    office: bool,
    fights: bool,
    rivals: frozenset[str],
) -> Act:
    performed = _performed(content, side, named)
    if performed is not None:
        return performed
    first = FIRST.search(content) is not None
    own = side is not None and not others and (first or side in [p for _, p in named])

    def hit(pattern: re.Pattern[str]) -> str | None:
        match = pattern.search(content)
        return match.group() if match else None

    if attitude and cue_word in ("hope", "expect", "anticipate"):
        return Act("predict", f"cue {cue_word}", 0.6)
    if (w := hit(EXPECTED)) and (first or side is not None or attitude):
        return Act("demand", "expected of others", 0.5, w)
    if HOPE.match(content):
        return Act("predict", "words of hope", 0.5)
    if (w := hit(CLAIMS)) and (side is not None or first or (CLAIMS.match(content) and not direct)):
        return Act("claim_responsibility", "own deed claimed", 0.6, w)
    if (w := hit(NOT_OURS)) and (first or own):
        return Act("deny_responsibility", "own part denied", 0.5, w)
    lagging = others and not first and WRONG.search(content) and re.search(r"\bhas not|have not|not yet", content)
    if (w := hit(DENIES)) and not lagging:
        return Act("deny", "wrong negated", 0.55, w)
    if (w := hit(CHARGE)) and (side is not None or direct) and (not own or first or w.lower().startswith("hold")):
        return Act("accuse", "deed called a wrong", 0.5, w)
    w = hit(REJECT)
    if w and (first or not others or not re.match(r"reject|den(?:y|ies|ied)|refut|dismiss", w, IGNORE_CASE)):
        return Act("reject", "words of rejection", 0.6, w)
    if (w := hit(DONE)) and (first or side is not None):
        return Act("announce", "decision made known", 0.5, w)
    if w := hit(OR_WORSE):
        return Act("warn", "or else", 0.5, w)
    if side is not None and ((w := hit(WHOEVER)) or (fights and (w := hit(IF_REFUSED)))):
        return Act("threaten", "what comes upon whoever does it", 0.5, w)
    if direct and fights and (w := hit(RHETORICAL)):
        return Act("accuse", "a question that wants no answer", 0.45, w)
    if (w := hit(URGE)) and not (hit(STRICT) and not first):
        return Act("urge", "words of urging", 0.6, w)
    if (
        (w := hit(MUST))
        and not re.match(r"\W*(?:we|i) (?:must|have to|need to|should)\b", content, IGNORE_CASE)
        and cue_word != "explain"
    ):
        if others and THREAT.search(content):
            return Act("threaten", "demand with a threat", 0.4, w)
        strict = STRICT.search(content)
        return Act("demand" if strict else "urge", "must" if strict else "should", 0.6, w)
    if (w := hit(PRAISE)) and not WRONG.search(content) and not CONDITION.match(content):
        return Act("praise", "words of praise", 0.5, w)
    if (w := hit(THREAT)) and not (hit(EXPLAIN) and not first) and not NOBODY.match(content):
        # who fights for nobody threatens nobody
        return Act("threaten" if side is not None or first else "warn", "words of threat", 0.5, w)
    danger, disapproved = WARN.search(content), CONDEMN.search(content)
    if danger and not (disapproved and disapproved.start() < danger.start()):
        w = danger.group()
        return Act("warn", "words of danger", 0.45, w)
    if (w := hit(MOTIVE)) and side is not None and not first and not own and (others or charged):
        return Act("accuse", "a motive laid at another's door", 0.45, w)
    if side is not None and not others and not own and THEY.match(content):
        if charged and (w := hit(GRAVE)):
            return Act("accuse", "goes on with the charge", 0.5, w)
        if direct and fights and not first and (w := hit(WRONG)):
            return Act("accuse", "a wrong by those whom a side calls they", 0.45, w)
    if direct and fights and not others and THOSE.match(content) and not WE.search(content) and (w := hit(WRONG)):
        return Act("accuse", "a wrong by those whom a side calls they", 0.45, w)
    if (w := hit(CONDEMN)) and not PREDICT.search(content):
        return Act("condemn", "words of disapproval", 0.5, w)
    wrong = _wrong_by(content, side, named, bool(charged and not named)) or _wrong_by_foe(content)
    if wrong and not own and not EXPLAIN.match(content) and (side is not None or GRAVE.search(content)):
        return Act("accuse", "wrong by another side", 0.6, wrong)
    if side is not None and (w := hit(RETURNED)):
        return Act("explain", "fire given back", 0.5, w)
    if side is not None and fights and (w := hit(SUFFERED)):
        return Act("accuse", "wrong done to one's own", 0.5, w)
    if direct and side is not None and not own and (deed := _deed(content)):
        return Act("accuse", "hostile deed told by a side in its own words", 0.45, deed)
    if side is not None:
        if told := deed_of_another(
            content, side=side, named=named, charged=bool(charged), direct=direct, fights=fights
        ):
            return Act("accuse", f"hostile deed {told.what}", 0.5, told.words)
        if told := breach_told(content, side=side, named=named):
            return Act("accuse", told.what, 0.5, told.words)
        if direct and (told := done_to_own(content)):
            return Act("accuse", f"hostile deed {told.what}", 0.5, told.words)
        if told := own_negated(content, side=side, named=named, direct=direct):
            return Act("deny", f"wrong {told.what}", 0.5, told.words)
        if told := doing_of_another(
            content, side=side, named=named, rivals=rivals, charged=bool(charged), direct=direct
        ):
            return Act("accuse", f"deed {told.what}", 0.42, told.words)
    if w := hit(NOT_REACHED):
        # below ``units.SURE``: "we did not get X, but we have Y" stays one
        return Act("acknowledge", "not reached, by one's own account", 0.44, w)
    if (w := hit(PLEDGE)) and (first or side is not None):
        return Act("pledge", "own future or commitment", 0.5, w)
    if not attitude and (told := own_future(content, side=side, named=named, direct=direct)):
        return Act(told.what, "what one's own side will do", 0.5, told.words)
    if w := hit(EXPLAIN):
        # a reason for one's own deed leaves little doubt
        return Act("explain", "reason or reading of the text", 0.6 if OWN_GROUND.search(content) else 0.45, w)
    if w := hit(GRANT):
        return Act("acknowledge", "ground given", 0.45, w)
    if attitude or hit(PREDICT):
        return Act("predict", "outlook", 0.45, hit(PREDICT))
    if (w := hit(ANNOUNCE)) and (first or side is not None):
        return Act("announce", "decision made known", 0.4, w)
    if w := hit(FUTURE):
        if side is not None or (not attitude and ((office and first) or PLANNED.search(content))):
            return Act("announce", "plan made known", 0.4, w)
        if told := threat_of_party(content, named=named):
            return Act("threaten", told.what, 0.4, told.words)
        return Act("predict", "what others will do", 0.4, w)
    if cue_act:
        return Act(cue_act, f"cue {cue_word}", 0.5)
    about_other = bool(others) and others[0][0] <= TOPIC and named[0][1] != side
    if direct and fights and not first and others and others[0][1] in rivals and (w := _does(content, others[0][0])):
        return Act("accuse", "what the other side does, told by a side at war", 0.4, w)
    lacking = LACKING if fights else NOT_YET
    if direct and side is not None and not first and about_other and (w := hit(lacking)):
        return Act("accuse", "what the other side lacks, told by a side at war", 0.4, w)
    return Act("report", "nothing else fits", 0.35)


def _wrong_by(content: str, side: str | None, named: list[tuple[int, str]], charged: bool) -> str | None:
    """The word of a wrong that the content lays at another side's door: named before it, or after "by"."""
    others = [(i, p) for i, p in named if p != side]
    for match in WRONG.finditer(content):
        if JUSTIFY.search(content[: match.start()]):
            break
        if ENDED.search(content[: match.start()]) or about_own(content, match.start(), side=side, named=named):
            continue
        at = len(words_of(content[: match.start()]))
        passive = match.group().endswith(("ed", "en")) and re.search(
            r"\b(?:was|were|been|being|is|are)\s+(?:\w+ly\s+)?$", content[: match.start()], IGNORE_CASE
        )
        by = re.search(r"\bby\b", content[match.end() :], IGNORE_CASE)
        by_at = at + len(words_of(content[match.start() : match.end() + by.start()])) if by else None
        for place, _ in others:
            if by_at is not None and 0 <= place - by_at <= 6:
                return match.group()
            if not passive and place <= at:
                return match.group()
        if charged and not passive and GRAVE.search(content):
            return match.group()
    return None


def _performed(content: str, side: str | None, named: list[tuple[int, str]]) -> Act | None:
    """The act that a verb of the cue table does by being said: of "we", or of the speaker's own side by its name."""
    match = PERFORMED.match(content)
    if match is not None:
        verb, prep = match["verb"].lower(), (match["prep"] or "").strip().lower()
    else:
        verb, prep = _of_own_side(content, side, named)
    cue = verb_cue(verb) or verb_cue(f"{verb}e")
    if cue is None or cue.act not in DONE_BY_SAYING:
        return None
    if "p" in cue.frames and "i" not in cue.frames and prep not in cue.preps:
        return None
    if cue.act == "deny" and _OWN_DEED.search(content):
        return Act("deny_responsibility", f"verb {verb}, own deed", 0.6, verb)
    return Act(cue.act, f"verb {verb}", 0.6, verb)


def _of_own_side(content: str, side: str | None, named: list[tuple[int, str]]) -> tuple[str, str]:
    """The first verb in the present after the speaker's own side ("The ministry rejects ..."), and the next word."""
    tokens = words_of(content)
    place = next((i for i, party in named if party == side and i <= 3), None)
    for at in range(place + 1, min(place + 5, len(tokens))) if place is not None else (0,) if tokens else ():
        verb = tokens[at]
        if at and tokens[at - 1] in ("'s", "’s", "its", "their", "the", "his", "her"):
            continue
        if verb.endswith("s") and not verb.endswith(("ss", "'s", "’s")):
            verb = verb[:-2] if verb.endswith(("ses", "ches", "shes", "xes")) else verb[:-1]
            verb = verb[:-2] + "y" if verb.endswith("ie") else verb
            cue = verb_cue(verb) or verb_cue(f"{verb}e")
            if cue is not None and cue.act in DONE_BY_SAYING:
                return verb, tokens[at + 1] if at + 1 < len(tokens) else ""
    return "", ""


def _wrong_by_foe(content: str) -> str | None:
    """A wrong in the active voice told of "the enemy" or another word for the other side."""
    foe = FOE.search(content)
    for match in WRONG.finditer(content, foe.end()) if foe else ():
        between = content[foe.end() : match.start()] if foe else ""
        if len(between.split()) > 8 or JUSTIFY.search(between):
            return None
        if not re.search(r"\b(?:was|were|been|being|is|are|not)\s+(?:\w+ly\s+)?$", between, IGNORE_CASE):
            return match.group()
    return None


def _does(content: str, place: int) -> str | None:
    """The verb in the present right after the side that opens the sentence ("Kessel signs and strikes")."""
    tokens = words_of(content)
    if place > 1 or place + 2 >= len(tokens):
        return None
    verb, behind = tokens[place + 1 : place + 3]
    if behind not in BEHIND_VERB:
        return None
    harmless = verb in ("is", "was", "has", "does", "says", "wants", "needs", "hopes", "agrees", "remains", "knows")
    return verb if verb.endswith("s") and not harmless and not verb.endswith(("ss", "ns")) else None


def _deed(content: str) -> str | None:
    """A hostile deed in the active voice that is not told of "we"."""
    for match in HOSTILE.finditer(content):
        before = content[: match.start()]
        passive = re.search(r"\b(?:was|were|been|being|is|are|be)\s+(?:\w+ly\s+)?$", before, IGNORE_CASE)
        if (passive and not match.group().split()[0].lower().endswith("ing")) or JUSTIFY.search(before):
            continue
        if re.search(r"\b(?:we|our \w+)\s+(?:have |had )?(?:\w+ly )?$", before, IGNORE_CASE):
            continue
        return match.group()
    return None


def charges(sentence: str, place: int) -> bool:
    """True if a wrong is told right after the word number ``place``: whoever stands there is charged with it."""
    words = sentence.split()
    after = " ".join(words[place : place + 12])
    match = DEED.search(after)
    return match is not None and DENIES.search(after) is None and EXPLAIN.search(after[: match.start()]) is None
