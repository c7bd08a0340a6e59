"""How words assert that an agreement holds a term: sentence frames, with the names of the agreement masked.

The frames see a sentence in which every phrase that names the agreement is blotted out with ``MASK``, character for
character, so that places found are places in the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from trucewatch.records.term_claim import Effect

MASK = "§"
_D = f"(?<!{MASK}){MASK}+"
_ADVERB = r"(?:(?:(?!only\b)\w+ly|also|itself|in fact|however|still|thus|therefore)\s+)?"
#: Between the agreement and its verb: ", he said," or "signed in May".
_GAP = rf"(?:\s*,[^,{MASK}]{{1,60}},|\s+(?:signed|reached|concluded|agreed|struck)\s[^,.;:{MASK}]{{1,40}})?\s+"
_NOT = r"(?:do(?:es)?\s+not|do(?:es)?n[’']t|did\s+not|didn[’']t|never|in\s+no\s+way|no\s+longer|not)"
ALLOWING = r"(?:allow(?:s|ed)?|permit(?:s|ted)?|lets?|entitle[sd]?|authori[sz]e[sd]?|enable[sd]?)"
FORBIDDING = (
    r"(?:forb(?:ids?|ade)|ban(?:s|ned)?|bar(?:s|red)?|prohibit(?:s|ed)?|outlaw(?:s|ed)?|rule[sd]?\s+out|preclude[sd]?"
    r"|prevent(?:s|ed)?|stop(?:s|ped)?|(?:keep|hold|kept|held)s?\s[^.;]{1,40}?\s(?:out\s+of|away|off|from)\b)"
)
REQUIRING = (
    r"(?:require[sd]?|oblige[sd]?|obligate[sd]?|compel(?:s|led)?|commit(?:s|ted)?|binds?|demand(?:s|ed)?"
    r"|call(?:s|ed)?\s+(?:on|upon|for)|mandate[sd]?)"
)
COVERING = (
    r"(?:cover(?:s|ed)?|include[sd]?|appl(?:y|ies|ied)(?:\s+\w+)?\s+to|extend(?:s|ed)?\s+to|provide[sd]?\s+for"
    r"|contain(?:s|ed)?|mention(?:s|ed)?|speaks?\s+of|refer(?:s|red)?\s+to|deal(?:s|t)\s+with|foresees?|envisage[sd]?"
    r"|guarantee[sd]?)"
)
OMITTING = r"(?:exclude[sd]?|leaves?\s+out|omit(?:s|ted)?|leaves?\s+open)"
SAYING = (
    r"(?:says?|said|state[sd]?|stipulate[sd]?|provide[sd]?\s+that|specif(?:y|ies|ied)|makes?\s+(?:it\s+)?(?:\w+\s+)?clear"
    r"|(?:is|are|was)\s+(?:\w+\s+)?clear|holds?\s+that|reads?|lays?\s+down)"
)
_VERBS: tuple[tuple[str, str], ...] = (
    ("allow", ALLOWING), ("forbid", FORBIDDING), ("require", REQUIRING), ("cover", COVERING), ("omit", OMITTING),
    ("say", SAYING),
)  # fmt: skip
_ANY_VERB = "|".join(f"(?P<{name}>{words})" for name, words in _VERBS)
#: What each verb comes to, and what it comes to once denied.
_MEANS: dict[str, tuple[Effect, Effect]] = {
    "allow": ("allows", "forbids"), "forbid": ("forbids", "allows"), "require": ("requires", "leaves out"),
    "cover": ("covers", "leaves out"), "omit": ("leaves out", "covers"),
}  # fmt: skip
#: The contrary of an effect, for "he denied that the truce bans …"; a limit that is denied is an allowance.
CONTRARY: dict[Effect, Effect] = {
    "allows": "forbids", "forbids": "allows", "limits": "allows", "requires": "leaves out", "covers": "leaves out",
    "leaves out": "covers",
}  # fmt: skip

_ONLY = re.compile(r"\b(?:only|solely|exclusively|alone|except|unless|nowhere\s+but|no\s+more\s+than)\b", re.I)
_NO_DUTY = re.compile(
    r"(?:\bnot|n[’']t|never|no\s+longer)\s+(?:\w+\s+)?(?:obliged|obligated|required|bound|committed|compelled)\b"
    r"|\b(?:no|any)\s+(?:duty|obligation|commitment)\b|\bneed\s+not\b|\bdo(?:es)?(?:\s+not|n[’']t)\s+(?:have|need)\s+to\b",
    re.I,
)
_FORBIDDEN = re.compile(
    r"\b(?:must|may|can|shall|should)\s+(?:not|never|no\s+longer)\b|\bcannot\b|\b(?:mustn|can|shan|shouldn)[’']t\b"
    r"|\b(?:is|are|was|were)\s*(?:not|n[’']t|never|no\s+longer)\s+(?:to\b|(?:\w+\s+)?(?:allowed|permitted|entitled|free)\b)"
    r"|\bno\s+(?:right|permission)\s+to\b|\b(?:is|are|was|were|be)\s+(?:\w+\s+)?(?:forbidden|banned|prohibited|barred)\b",
    re.I,
)
_REQUIRED = re.compile(
    r"\bmust\b|\bshall\b|\bshould\b|\bought\s+to\b|\b(?:have|has|had|need|needs|needed)\s+to\b"
    r"|\b(?:is|are|was|were|be)\s+(?:\w+\s+)?(?:obliged|obligated|required|bound|committed|compelled|supposed|due|meant)\s+to\b"
    r"|\b(?:is|are|was|were)\s+to\s+\w+",
    re.I,
)
_ALLOWED = re.compile(
    r"\b(?:may|can)\b(?!\s+have\b)|\b(?:is|are|was|were|be|being)\s+(?:\w+\s+)?(?:allowed|permitted|entitled|authori[sz]ed|free)\b"
    r"|\b(?:have|has|had)\s+(?:the|every|a)\s+right\b",
    re.I,
)
_LEFT_OUT = re.compile(
    r"(?:\bnot|n[’']t|never)\s+(?:\w+\s+)?(?:included|covered|mentioned|part\s+of\s+it|addressed)\b|\bexempt", re.I
)
_TAKEN_IN = re.compile(r"\b(?:is|are|was|were)\s+(?:\w+\s+)?(?:included|covered)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A frame that was met: what it says the agreement does, where its own words stand, and by which rule."""

    effect: Effect
    start: int
    end: int
    rule: str
    score: float


def effect_of(clause: str) -> Effect | None:
    """What a clause says may, must or must not be done; None if it says nothing of the kind."""
    if _NO_DUTY.search(clause) or _LEFT_OUT.search(clause):
        return "leaves out"
    if _FORBIDDEN.search(clause):
        return "forbids"
    if _ALLOWED.search(clause):
        return "limits" if _ONLY.search(clause) else "allows"
    if _REQUIRED.search(clause):
        return "requires"
    return "covers" if _TAKEN_IN.search(clause) else None


#: "Beyond what the deal permits", "as the deal demands" say of a deed what it is held against.
_SUBJECT = re.compile(
    rf"(?<!\bwhat\s)(?<!\bthan\s)(?<!\bas\s)(?<!\bwhich\s){_D}{_GAP}{_ADVERB}(?P<not>{_NOT}\s+)?{_ADVERB}(?P<only>only\s+)?(?:{_ANY_VERB})\b",
    re.I,
)
#: "There is nothing in the deal about …", "no line of the deal bars …".
_NOTHING = re.compile(
    rf"\b(?:nothing|(?:no|not\s+a)\s+(?:single\s+)?(?:provision|clause|article|line|word|paragraph|passage|sentence))\s+"
    rf"(?:\w+\s+){{0,2}}(?:in|under|of)\s+{_D}(?:\s+(?:that\s+)?(?:{_ANY_VERB})\b)?",
    re.I,
)
_SILENT: tuple[tuple[re.Pattern[str], Effect], ...] = (
    (re.compile(rf"\b(?:nowhere|never)\s+in\s+{_D}", re.I), "leaves out"),
    (re.compile(rf"{_D}{_GAP}{_ADVERB}leaves?\s+no\s+(?:room|place)\b", re.I), "forbids"),
    (re.compile(rf"{_D}{_GAP}{_ADVERB}(?:says?|said|has|had|contains?|holds?|states?)\s+(?:nothing|not\s+a\s+word)\b",
                re.I), "leaves out"),
    (re.compile(rf"{_D}{_GAP}{_ADVERB}(?:makes?|made)\s+no\s+(?:mention|reference)\b", re.I), "leaves out"),
    (re.compile(rf"{_D}{_GAP}{_ADVERB}(?:is|are|was)\s+silent\b", re.I), "leaves out"),
    (re.compile(rf"{_D}{_GAP}{_ADVERB}(?:sets?|names?|gives?|contains?|holds?|has|had|imposes?|knows?|puts?)\s+no\b",
                re.I), "leaves out"),
    (re.compile(rf"\bnot\s+(?:\w+\s+)?bound\s+by\s+{_D}\s+to\b", re.I), "leaves out"),
)  # fmt: skip
_BREAKING = (
    r"(?:violat(?:e|ion\s+of)|breach(?:\s+of)?|contravene|contradict|break|infringe|contrary\s+to|against"
    r"|run\s+counter\s+to|inconsistent\s+with)"
)
_WOULD_BREAK = re.compile(rf"\bwould\s+(?:\w+\s+)?(?:be\s+)?(?:in\s+)?(?:an?\s+)?(?:\w+\s+)?{_BREAKING}\s+{_D}", re.I)
_BREAKS_NOT = re.compile(
    rf"(?:\b(?:is|are|would)\s+not|\bdo(?:es)?\s+not|(?:is|are|do|does|would)n[’']t)\s+(?:\w+\s+)?(?:in\s+)?(?:an?\s+)?(?:\w+\s+)?"
    rf"{_BREAKING}\s+{_D}",
    re.I,
)
_CONSISTENT = re.compile(
    rf"\b(?:is|are|was|were|be|as|being|remain\w*|fully|entirely)\s+(?P<not>not\s+)?(?:\w+\s+)?(?:consistent|compatible)\s+with\s+{_D}",
    re.I,
)
#: "This is not consistent with the deal" charges somebody with a deed; it is no reading of the deal.
_OF_A_DEED = re.compile(r"\b(?:it|this|that|these|those|which)\s*$", re.I)
_PART_OF = re.compile(
    rf"\b(?:is|are|was|were|be|been|being)\s*(?P<not>not\s+|n[’']t\s+|never\s+)?(?:\w+\s+)?(?:an?\s+)?"
    rf"(?:part\s+of|included\s+in|covered\s+by|mentioned\s+in|foreseen\s+in|addressed\s+in|written\s+in)\s+{_D}",
    re.I,
)
_PASSIVE = re.compile(
    rf"(?P<not>(?:\bnot|n[’']t|\bnever)\s+)?(?:\w+ly\s+)?(?:(?P<allow>allowed|permitted|entitled|authori[sz]ed)"
    rf"|(?P<forbid>forbidden|banned|barred|prohibited|ruled\s+out|outlawed)"
    rf"|(?P<require>required|obliged|obligated|bound|compelled|demanded|called\s+for)"
    rf"|(?P<cover>provided\s+for|foreseen|envisaged|guaranteed))\s+(?:under|by|in|according\s+to)\s+{_D}",
    re.I,
)
#: What leads the agreement in as the ground of what is said.
_GROUND = re.compile(
    rf"\b(?:according\s+to|under|pursuant\s+to|in\s+(?:accordance|line|keeping|compliance)\s+with|on\s+the\s+basis\s+of"
    rf"|based\s+on|by(?:\s+virtue\s+of)?|per|as\s+(?:\w+\s+){{0,2}}(?:agreed|stipulated|set\s+out|provided|laid\s+down|foreseen"
    rf"|required|stated|written|envisaged|specified)(?:\s+(?:in|by|under))?"
    rf"|(?:reading|interpretation|understanding)\s+of)\s+{_D}",
    re.I,
)
_AS_IT_SAYS = re.compile(rf"\bas\s+{_D}\s+(?:{SAYING}|{REQUIRING}|{COVERING})", re.I)


def frame_in(sentence: str, inside: list[tuple[int, int]]) -> Frame | None:
    """The first frame in the masked sentence, surest kinds first; None if it asserts no term.

    ``inside`` are the stretches of the sentence that are somebody's words: what asserts the term stands in them, only
    what names the agreement may stand before or after ("According to the truce, he said, ...").
    """

    def within(start: int, end: int) -> bool:
        return any(start < b and a < end for a, b in inside)

    for pattern, effect in _SILENT:
        for met in pattern.finditer(sentence):
            if within(met.end() - 1, met.end()):
                return Frame(
                    effect=effect,
                    start=met.start(),
                    end=met.end(),
                    rule="the agreement is said to be silent",
                    score=0.9,
                )
    for met in _NOTHING.finditer(sentence):
        if within(met.start(), met.end()):
            verb = next((name for name in _MEANS if met.group(name)), None)
            effect = _MEANS[verb][1] if verb else "leaves out"
            return Frame(
                effect=effect, start=met.start(), end=met.end(), rule="nothing in the agreement is said to", score=0.9
            )
    for pattern, effect, rule in (
        (_BREAKS_NOT, "allows", "said not to go against the agreement"),
        (_WOULD_BREAK, "forbids", "said to go against the agreement if it were done"),
    ):
        for met in pattern.finditer(sentence):
            if within(met.start(), met.end()):
                return Frame(effect=effect, start=met.start(), end=met.end(), rule=rule, score=0.75)
    for pattern, verb, rule in (
        (_CONSISTENT, "allow", "said to be consistent with the agreement"),
        (_PART_OF, "cover", "said to be in the agreement or not"),
    ):
        for met in pattern.finditer(sentence):
            if within(met.start(), met.end()) and not (met.group("not") and _OF_A_DEED.search(sentence[: met.start()])):
                effect = _MEANS[verb][1 if met.group("not") else 0]
                return Frame(effect=effect, start=met.start(), end=met.end(), rule=rule, score=0.8)
    for met in _PASSIVE.finditer(sentence):
        if within(met.start(), met.end()):
            kind = next(name for name in ("allow", "forbid", "require", "cover") if met.group(name))
            effect = _MEANS[kind][1 if met.group("not") else 0]
            if effect == "allows" and any(_ONLY.search(sentence[a:b]) for a, b in inside):
                effect = "limits"
            return Frame(effect=effect, start=met.start(), end=met.end(), rule="by or under the agreement", score=0.85)
    for met in _SUBJECT.finditer(sentence):
        frame = _by_subject(sentence, met, inside)
        if frame is not None and within(met.end() - 1, met.end()):
            return frame
    for pattern in (_AS_IT_SAYS, _GROUND):
        for met in pattern.finditer(sentence):
            clauses = [_blot(sentence, met)[a:b] for a, b in inside]
            found = [one for one in map(effect_of, clauses) if one is not None]
            if found:
                score = 0.85 if within(met.start(), met.end()) else 0.75
                return Frame(
                    effect=found[0],
                    start=met.start(),
                    end=met.end(),
                    rule="on the ground of the agreement",
                    score=score,
                )
    return None


def _by_subject(sentence: str, met: re.Match[str], inside: list[tuple[int, int]]) -> Frame | None:
    verb = next(name for name, _ in _VERBS if met.group(name))
    effect: Effect | None
    if verb == "say":
        if met.group("not"):
            effect = "leaves out"
        else:
            behind = (effect_of(sentence[max(a, met.end()) : b]) for a, b in inside if b > met.end())
            effect = next((one for one in behind if one is not None), None)
        if effect is None:
            return None
        return Frame(effect=effect, start=met.start(), end=met.end(), rule="the agreement is said to say", score=0.85)
    effect = _MEANS[verb][1 if met.group("not") else 0]
    if effect == "allows" and verb == "allow" and (met.group("only") or _ONLY.search(sentence[met.end() :])):
        effect = "limits"
    return Frame(effect=effect, start=met.start(), end=met.end(), rule=f"the agreement is said to {verb}", score=0.9)


def _blot(sentence: str, met: re.Match[str]) -> str:
    return sentence[: met.start()] + MASK * (met.end() - met.start()) + sentence[met.end() :]
