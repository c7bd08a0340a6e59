"""What a speaker does by saying it: the cue word decides where it can, the content otherwise.

Negation and who acts upon whom matter: "did not violate" denies what "violated" alleges, "we will" pledges
what "they will" predicts. Each decision names its rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from trucewatch.annotate.sides import words_of

I = re.IGNORECASE


@dataclass(frozen=True, slots=True)
class Act:
    """An act of the vocabulary, the rule that chose it, and how sure (0 to 1)."""

    name: str
    rule: str
    score: float
    words: str | None = None


def _re(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(alternatives) + r")\b", I)


WRONG = _re(
    r"violat\w+", r"breach\w*", r"broke[n]?", r"break(?:s|ing)", r"infring\w+", r"fail(?:s|ed|ing|ure)?", r"refus\w+", r"renege\w*",
    r"sabotag\w+", r"provo(?:ke\w*|cati\w+|king)", r"aggress\w+", r"atrocit\w+", r"massacr\w+", r"undermin\w+", r"jeopardi[sz]\w+",
    r"endanger\w*", r"bomb(?:ed|ing|s|ard\w*)", r"shell(?:ed|ing)", r"attack(?:ed|ing|s)?", r"strafed", r"opened fire", r"fired (?:on|at)", r"firing (?:on|at)",
    r"killed", r"killing", r"murder\w*", r"execut(?:ed|ing)", r"tortur\w+", r"abduct\w+", r"kidnap\w*", r"loot\w+", r"burn(?:ed|t|ing)",
    r"target(?:ed|ing)", r"invad\w+", r"occup(?:ied|ation|ying)", r"seiz(?:ed|ing)", r"obstruct\w*", r"block(?:ed|ing|s)", r"prevent(?:ed|ing|s)",
    r"not (?:consistent|compl\w+|honou?r\w*|fulfil\w*|liv\w+ up|respect\w*|serious|keep\w*|abid\w+|meet\w*|show\w*|implement\w*)", r"in violation",
    r"responsib(?:le|ility) for", r"to blame", r"hostil\w+", r"crimes?", r"terroris[tm]\w*", r"li(?:ed|es|ar|ars)", r"propaganda", r"exploit\w*", r"abus\w+",
    r"inflexib\w+", r"increased? (?:the |its |their )?(?:violence|repression|bombings?|attacks?)", r"offensive\w*", r"illegal\w*", r"unlawful\w*", r"harass\w+", r"distort\w*",
)  # fmt: skip
HOSTILE = _re(r"bombed", r"strafed", r"shelled", r"attacked", r"opened fire", r"burned", r"looted", r"invaded", r"carried out (?:\w+ )?(?:attacks?|strikes?|raids?)", r"(?:begun|began|started) to enter", r"ordered the (?:incursion|attack|assault|bombing)", r"holds? \w+(?: \w+){0,3} responsible", r"distort\w*", r"abandon\w*")
#: What follows these is the reason for one's own deed.
JUSTIFY = _re(r"because", r"in (?:self-?)?defen[cs]e", r"to defend", r"in response to", r"retaliat\w+ for", r"after")
#: Wrongs as deeds of whoever stands before them.
DEED = _re(r"violated", r"breached", r"broke[n]?", r"failed", r"refused", r"bombed", r"shelled", r"attacked", r"strafed", r"opened fire", r"killed", r"murdered", r"executed", r"tortured", r"burned", r"invaded", r"(?:increased|stepped up) (?:the|its|their)")
#: Wrongs that are charges by themselves, whoever speaks.
GRAVE = _re(r"violat\w+", r"breach\w*", r"undermin\w+", r"crimes?", r"atrocit\w+", r"massacr\w+", r"not (?:consistent|compl\w+|honou?r\w*|show\w*)", r"propaganda", r"sabotag\w+", r"provocati\w+", r"not meeting")
CONDEMN = _re(
    r"condemn\w*", r"unacceptable", r"indefensible", r"outrag\w+", r"deplor\w+", r"shameful", r"abhorrent", r"heinous", r"despicable", r"barbaric", r"reprehensible",
    r"cowardly", r"intolerable", r"disgrace\w*", r"appall\w+", r"disdain", r"mistake[n]?", r"inexcusable", r"unjustifi\w+", r"catastroph\w+", r"denounc\w+", r"disturb\w+", r"deeply concerned", r"alarm\w*",
)  # fmt: skip
REJECT = _re(
    r"reject\w*", r"baseless", r"unfounded", r"groundless", r"fabricat\w+", r"(?:totally |completely |simply )?(?:untrue|false)", r"not true", r"no truth", r"lies",
    r"ridiculous", r"nonsense", r"speculation", r"rumou?rs?", r"den(?:y|ies|ied)", r"refut\w+", r"dismiss\w*", r"out of the question", r"no basis", r"will not accept",
    r"cannot accept", r"(?:is|are) not (?:guilty|responsible)", r"unfair", r"not guilty",
)  # fmt: skip
NOT_OURS = _re(
    r"(?:was|were|is|are|had|has|have) (?:not|nothing)(?: \w+){0,3} (?:responsible|involved|behind|to do)",
    r"no (?:role|hand|part|involvement|connection) in",
    r"not involved",
    r"did not (?:carry|attack|kill|target|conduct|launch|order)",
)
DENIES = _re(r"(?:did|do|does|had|has|have|was|were|is|are) ?(?:not|n[o']t|never)(?: \w+){0,3} (?:violat\w+|breach\w*|brok\w+|break|target\w*|kill\w*|attack\w*|carr\w+|involv\w+|happen\w*|occur\w*|know|aware|responsible|happen\w*)",
             r"no (?:civilians?|violations?|breach(?:es)?|such|evidence|casualties|liberated|agreement was)")  # fmt: skip
CLAIMS = _re(r"(?:its|our|his|their) (?:own )?(?:fighters|forces|men|soldiers|troops|militants|units?) (?:were|was|are|had|have|had been)? ?(?:responsible|behind|carried|killed|attacked|shot|destroyed|captured|inflicted)",
             r"(?:we|it|they) (?:were|was|are|is) (?:responsible|behind)", r"claim\w* responsibility", r"(?:we|it) (?:have |had |has )?(?:carried out|launched|shot down|destroyed)")  # fmt: skip
MUST = _re(
    r"must",
    r"ha(?:s|ve) to",
    r"needs? to",
    r"required to",
    r"need immediate",
    r"needs? immediate",
    r"demand\w*",
    r"insist\w*",
    r"ought to",
    r"should",
    r"immediately (?:stop|cease|end|halt|withdraw|release)",
    r"step down",
    r"it is time",
)
STRICT = _re(r"must", r"ha(?:s|ve) to", r"needs? to", r"demand\w*", r"immediately", r"need immediate", r"insist\w*")
URGE = _re(
    r"call(?:s|ed|ing)?(?: \w+){0,3} (?:on|for|upon)",
    r"our call",
    r"urg(?:e|es|ed|ing)",
    r"appeal\w*",
    r"ask\w* (?:for|all|both|the)",
    r"encourag\w+",
    r"plead\w*",
    r"exhort\w*",
    r"let us",
    r"please",
    r"needs? (?:peace|help|support|action)",
    r"implor\w+",
    r"invite\w*",
)
PRAISE = _re(
    r"thank\w*",
    r"welcom\w+",
    r"applaud\w*",
    r"prais\w+",
    r"commend\w*",
    r"salut\w+",
    r"appreciat\w+",
    r"grateful",
    r"gratitude",
    r"congratulat\w+",
    r"historic",
    r"best chance",
    r"important (?:step|opportunity)",
    r"constructive",
    r"courage\w*",
    r"positive (?:step|development)",
    r"good one",
    r"proud of",
    r"encouraging",
    r"brave",
)
PLEDGE = _re(r"(?:we|i|it|he|she|they)(?:'ll| will| shall| would| stand\w*| are| is| am| was| were| remain\w*| ha(?:s|ve|d)) (?:\w+ )?(?:continue|committed|commit\w*|do our|do everything|respect|honou?r|abide|implement|support|monitor|work|ensure|protect|defend|keep|maintain\w*|uphold|ready|prepared|willing|never|remain|help|release|withdraw|stop|cease|investigate|join)",
             r"(?:remains?|is|are|was|were|fully|seriously|strongly) (?:\w+ )?[\"“]?(?:\w+ )?committed", r"commitment to", r"(?:we|i) (?:pledge|promise|vow|commit|guarantee|undertake)", r"continue to (?:support|defend|work|stand|honou?r|abide|respect)", r"will (?:not )?(?:establish|respect|honou?r|abide|comply)", r"(?:is|are|was|were) (?:ready|prepared|willing) (?:to|for)", r"reiterate our (?:position|commitment)", r"stands? ready", r"join the")  # fmt: skip
THREAT = _re(r"retaliat\w+", r"reveng\w*", r"aveng\w+", r"consequences", r"held (?:liable|accountable|responsible)", r"pay (?:the|a) price", r"will (?:respond|strike|hit|punish|crush|not hesitate|fight|resume|target|be targeted|continue (?:its|our|the|their) (?:fight|war|attacks?|jihad|operations?))",
             r"respond (?:in kind|with force|accordingly|forcefully)", r"legitimate targets?", r"military targets?", r"reserve the right", r"shall be (?:met|punished)", r"teach \w+ a lesson", r"jihad", r"will not stop", r"decisive(?:ly)? (?:response|respond)")  # fmt: skip
WARN = _re(
    r"could only", r"only (?:succeed|work|hold) if", r"(?:will|would) fail", r"no peace (?:without|until)",
    r"risk\w*",
    r"danger\w*",
    r"threaten(?:s|ing|ed)?(?! to)",
    r"shoulder\w* the blame",
    r"warn\w*",
    r"could (?:lead|return|spark|cause|collapse|plunge|derail)",
    r"brink",
    r"neither in (?:your|their) interest",
    r"will fall",
    r"fall squarely",
    r"would (?:lead|spark|cause|have serious)",
    r"escalat\w+",
    r"avoid (?:the )?area",
    r"evacuat\w+",
    r"specter|spectre",
)
EXPLAIN = _re(r"(?:truce|ceasefire|cease-fire|cessation)(?: \w+){0,3} (?:does not|would not|will not|allows?|permits?|requires?|applies|appl(?:y|ies))", r"accord(?:ing to|ance with) the (?:\w+ )?(?:agreement|deal|accord|treaty|terms)", r"(?:agreement|deal|accord|text|pact|treaty)(?: \w+){0,3} (?:is|are|does|do|would|will|not|allows?|permits?|requires?|prohibits?|applies|apply|provides?|stipulates?|says|obliges?)",
              r"because", r"in (?:self-?)?defen[cs]e", r"to defend", r"in response to", r"prohibited", r"obliged", r"entitled", r"reason (?:is|was|for)", r"the (?:purpose|aim|intention|point)", r"consistent with", r"means that", r"aimed at", r"was (?:a wish|meant|intended)", r"result of", r"it is a (?:political )?decision", r"decision to be made", r"expressing")  # fmt: skip
PREDICT = _re(
    r"expect\w*",
    r"likely",
    r"unlikely",
    r"anticipat\w+",
    r"hop(?:e|es|ed|eful|ing)",
    r"predict\w*",
    r"forecast",
    r"optimis\w+",
    r"pessimis\w+",
    r"closer to",
    r"path to",
    r"prospect\w*",
    r"in the coming (?:days|weeks)",
    r"confident",
    r"chance\w*",
    r"going to (?:be|happen|end|take)",
    r"will (?:take|lead|bring|be)",
    r"would take",
)
FUTURE = _re(
    r"will",
    r"'ll",
    r"would",
    r"shall",
    r"plans? to",
    r"going to",
    r"intend\w* to",
    r"aims? to",
    r"is to",
    r"are to",
    r"was returning",
    r"set to",
    r"scheduled",
)
DONE = _re(r"(?:have|has|had) (?:now )?(?:reached|signed|decided|ordered|suspended|appointed)", r"provisional agreement", r"agreed to (?:re-?\w+|resume|hold|meet|continue)")
ANNOUNCE = _re(
    r"agreed to",
    r"(?:have|has|had) (?:reached|signed|decided|agreed|ordered|suspended|appointed|begun|started|launched|established)",
    r"announc\w+",
    r"decided",
    r"launch(?:ed|ing)",
    r"carrying out an? (?:\w+ )?operation",
    r"provisional agreement",
    r"should have",
)
GRANT = _re(
    r"admit\w*",
    r"acknowledg\w+",
    r"apologi[sz]\w*",
    r"regret\w*",
    r"sorry",
    r"conced\w+",
    r"mistakenly",
    r"by mistake",
    r"our (?:own )?(?:mistake|error|casualties|losses)",
    r"did not get",
    r"no agreement",
    r"(?:still|remaining) issues",
)
FIRST = _re("we", "our", "i", "my", "ourselves")
CONDITION = re.compile(r"\b(?:if|unless|until|as long as|otherwise|without)\b", I)

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
) -> Act:
    """Choose the act.

    ``named`` are the parties that the content names, each with the number of its word; ``cue_act`` is the lexicon's act for the cue ("" if neutral);
    ``attitude`` marks a cue of belief or hope; ``inside`` says that this is one sentence of several under one cue;
    ``charged`` is the side that the speaker charged in the words just before, ``direct``
    marks his own words, ``office`` a speaker who holds one.
    """
    others = [(i, p) for i, p in named if p != speaker_side]
    if cue_act == "warn":
        hit = THREAT.search(content)
        if hit and FIRST.search(content):
            return Act("threaten", "threat in a warning", 0.6, hit.group())
        return Act("warn", f"cue {cue_word}", 0.85)
    if cue_act == "deny":
        if _OWN_DEED.search(content):
            return Act("deny_responsibility", f"cue {cue_word}, own deed", 0.7)
        return Act("deny", f"cue {cue_word}", 0.85)
    if cue_act in KEEP and not inside:
        return Act(cue_act, f"cue {cue_word}", 0.85)
    if cue_act and not inside and cue_act not in ("announce", "report"):
        return Act(cue_act, f"cue {cue_word}", 0.8)
    return _by_content(content, cue_act, cue_word, attitude, speaker_side, others, named, charged, direct, office)


_OWN_DEED = _re(
    r"responsib\w+",
    r"involve\w+",
    r"charges?",
    r"role",
    r"behind",
    r"carrying out",
    r"having (?:carried|killed|attacked)",
    r"attacking",
    r"killing",
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
) -> Act:
    first = FIRST.search(content) is not None
    own = side is not None and (first or (side in [p for _, p in named] and not others))

    def hit(pattern: re.Pattern[str]) -> str | None:
        match = pattern.search(content)
        return match.group() if match else None

    if attitude and cue_word in ("hope", "expect", "anticipate"):
        return Act("predict", f"cue {cue_word}", 0.6)
    if re.match(r"\W*(?:it|he|she)? ?(?:is|was)? ?(?:his|her|its|our|my|their) hope|\W*(?:we|i) (?:hope|expect)\b", content, I):
        return Act("predict", "words of hope", 0.5)
    if (w := hit(CLAIMS)) and (side is not None or first):
        return Act("claim_responsibility", "own deed claimed", 0.6, w)
    if w := hit(DENIES):
        if not (others and not first and WRONG.search(content) and re.search(r"\bhas not|have not|not yet", content)):
            return Act("deny", "wrong negated", 0.55, w)
    w = hit(REJECT)
    if w and (first or not others or not re.match(r"reject|den(?:y|ies|ied)|refut|dismiss", w, I)):
        return Act("reject", "words of rejection", 0.6, w)
    if (w := hit(DONE)) and (first or side is not None):
        return Act("announce", "decision made known", 0.5, w)
    if (w := hit(URGE)) and not (hit(STRICT) and not first):
        return Act("urge", "words of urging", 0.6, w)
    if (
        (w := hit(MUST))
        and not re.match(r"\W*(?:we|i) (?:must|have to|need to|should)\b", content, I)
        and cue_word != "explain"
    ):
        if others and THREAT.search(content):
            return Act("threaten", "demand with a threat", 0.4, w)
        if re.search(r"shoulder", content, I):
            return Act("warn", "blame to be borne", 0.5, w)
        strict = STRICT.search(content)
        return Act("demand" if strict else "urge", "must" if strict else "should", 0.6, w)
    if w := hit(PRAISE):
        if not WRONG.search(content) and not CONDITION.match(content):
            return Act("praise", "words of praise", 0.5, w)
    if (w := hit(THREAT)) and not (hit(EXPLAIN) and not first):
        return Act("threaten", "words of threat", 0.5, w)
    if (w := hit(WARN)) and not hit(CONDEMN):
        return Act("warn", "words of danger", 0.45, w)
    if (w := hit(CONDEMN)) and not PREDICT.search(content):
        return Act("condemn", "words of disapproval", 0.5, w)
    wrong = _wrong_by(content, others, bool(charged and not named))
    if wrong and not own and not EXPLAIN.match(content) and (side is not None or GRAVE.search(content)):
        return Act("accuse", "wrong by another side", 0.6, wrong)
    if direct and side is not None and not own and (deed := _deed(content)):
        return Act("accuse", "hostile deed told by a side in its own words", 0.45, deed)
    if w := hit(PLEDGE):
        if first or side is not None:
            return Act("pledge", "own future or commitment", 0.5, w)
    if w := hit(EXPLAIN):
        return Act("explain", "reason or reading of the text", 0.45, w)
    if w := hit(GRANT):
        return Act("acknowledge", "ground given", 0.45, w)
    if attitude or hit(PREDICT):
        return Act("predict", "outlook", 0.45, hit(PREDICT))
    if (w := hit(ANNOUNCE)) and (first or side is not None):
        return Act("announce", "decision made known", 0.4, w)
    if (w := hit(FUTURE)) and (side is not None or office):
        return Act("announce", "plan made known", 0.4, w)
    if cue_act:
        return Act(cue_act, f"cue {cue_word}", 0.5)
    return Act("report", "nothing else fits", 0.35)


def _wrong_by(content: str, others: list[tuple[int, str]], charged: bool) -> str | None:
    """The word of a wrong that the content lays at another side's door: named before it, or after "by"."""
    for match in WRONG.finditer(content):
        if JUSTIFY.search(content[: match.start()]):
            break
        at = len(words_of(content[: match.start()]))
        passive = match.group().endswith(("ed", "en")) and re.search(
            r"\b(?:was|were|been|being|is|are)\s+(?:\w+ly\s+)?$", content[: match.start()], I
        )
        by = re.search(r"\bby\b", content[match.end() :], I)
        by_at = at + len(words_of(content[match.start() : match.end() + by.start()])) if by else None
        for place, _ in others:
            if by_at is not None and 0 <= place - by_at <= 6:
                return match.group()
            if not passive and place <= at:
                return match.group()
        if charged and not passive and GRAVE.search(content):
            return match.group()
    return None


def _deed(content: str) -> str | None:
    """A hostile deed in the active voice that is not told of "we"."""
    for match in HOSTILE.finditer(content):
        before = content[: match.start()]
        if re.search(r"\b(?:was|were|been|being|is|are|be)\s+(?:\w+ly\s+)?$", before, I) or JUSTIFY.search(before):
            continue
        if re.search(r"\b(?:we|our \w+)\s+(?:have |had )?(?:\w+ly )?$", before, I):
            continue
        return match.group()
    return None


def charges(sentence: str, place: int) -> bool:
    """True if a wrong is told right after the word number ``place``: whoever stands there is charged with it."""
    words = sentence.split()
    after = " ".join(words[place : place + 12])
    match = DEED.search(after)
    return match is not None and DENIES.search(after) is None and EXPLAIN.search(after[: match.start()]) is None
