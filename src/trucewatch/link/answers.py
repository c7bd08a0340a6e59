"""The words that mark an answer, and which kind of answer a statement is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trucewatch.records.mention import StatementMention
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text

#: How far before and after the attributed words its sentence is looked for, in characters.
REACH = 260


def _any_of(rows: str) -> re.Pattern[str]:
    """A pattern for any of the expressions, one a row, as whole words."""
    return re.compile(r"\b(?:" + "|".join(row.strip() for row in rows.strip().splitlines()) + r")(?!\w)", re.IGNORECASE)


_ANSWERS = _any_of(r"""
    in (?:an? |his |her |their |its )?(?:response|reply|reaction|rebuttal|turn)
    respond(?:ed|s|ing)? to
    later responded
    com(?:es|ing) as
    came as
    repl(?:ied|ies|ying)
    (?:hit|fired|shot) back
    counter(?:ed|s)
    retort(?:ed|s)?
    rebut(?:ted|s)?
    refut(?:ed|es|ing)
    den(?:ied|ies|ying)
    reject(?:ed|s|ing)?
    dismiss(?:ed|es|ing)
    disput(?:ed|es|ing)
    for (?:his|her|their|its) part
    (?:blam(?:ed|es|ing)|incriminating|accus(?:ed|ing)) each other
    trad(?:ed|ing) (?:blame|accusations)
""")
_CHARGE_WORDS = re.compile(
    r"\b(?:the|this|that|these|those|such|all|any|[\w’']+['’]s?)\s+(?:\w+\s+){0,2}"
    r"(?:claims?|charges?|accusations?|allegations?|assertions?|involvement|responsibility)\b"
    r"|^\s*(?:that|this|it|the (?:report|story|account|news)s?)\s+(?:is|was|are|were|had been)\s+(?:\w+\s+)?"
    r"(?:false|untrue|wrong|not true|incorrect|baseless|unfounded|fabricated|lies|propaganda)\b",
    re.IGNORECASE,
)
#: Before a charge: what stands earlier in the report answers it, though printed first.
_PRECEDES = _any_of(r"""
    c[ao]mes? (?:\w+ ){0,3}after
    follow(?:s|ed)
    in (?:response|reply) to
    a reaction to
    (?:after|following) (?:\w+ ){0,2}(?:recrimination|accusation|claim|charge|allegation|statement|remark)s?
""")
_COMPLIANCE = _any_of(r"""
    committed
    commitments?
    complian(?:ce|t)
    compl(?:y|ied)
    honou?r(?:ed|ing)?
    uph(?:old(?:ing)?|eld)
    abid(?:e|ed|ing)
    adher(?:e|ed|ing|ence)
    respect(?:ed|ing)?
    maintain(?:ed|ing)?
    implement(?:ed|ing)?
    restrain(?:t|ed)
    (?:de|re)(?:creas|duc)\w+
    consistent with
""")
_DEFENCE = _any_of(r"""
    (?:self-)?defen[cs](?:e|ive)
    defend(?:ed|ing)?
    retaliat\w+
    return(?:ed|ing)? fire
    in response
    respon(?:se|ded|ding)
    protect(?:ed|ing)?
    legitimate
    right to
    (?:allow|permit)(?:ted|ed|s)
    lawful
    terrorists?
    necessary
    forced to
    only after
""")
_NOT = _any_of(r"""
    not
    \w+n['’]t
    never
    none?
    neither
    without
    false
    untrue
    baseless
    unfounded
    fabricat\w+
    propaganda
""")
_CORRECTS = _any_of(r"""
    actually
    in (?:fact|reality)
    rather than
    the (?:real|correct|true|actual) (?:number|figure|toll)
    only \d+
    not \d[\d,]*
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCues:
    """What the words of a statement and of its sentence tell of it as an answer.

    ``answers`` are cue words found; ``points_at_charge`` is True if it names "the charge" or the like, or says no more
    than "that was false";
    ``precedes`` if its sentence says that something followed it; ``content`` are the attributed words.
    """

    answers: tuple[str, ...] = ()
    points_at_charge: bool = False
    precedes: bool = False
    content: str = ""

    @property
    def defends(self) -> bool:
        """True if the words speak of defence, protection or a right."""
        return bool(_DEFENCE.search(self.content))

    @classmethod
    def of(cls, mentions: Sequence[StatementMention], texts: Mapping[str, Text]) -> AnswerCues:
        answers: list[str] = []
        points = precedes = False
        content: list[str] = []
        for mention in mentions:
            words = " ".join(piece.words for piece in mention.content)
            content.append(words)
            before, sentence = _around(mention, texts.get(mention.text_id))
            own = " ".join(s.words for s in (mention.source, mention.cue) if s is not None)
            answers += [m.group().casefold() for part in (before, own) for m in _ANSWERS.finditer(part)]
            first_words = " ".join(words.split()[:5])
            answers += [m.group().casefold() for m in _ANSWERS.finditer(first_words)]
            brief = len(words.split()) <= 25
            points = points or bool(_CHARGE_WORDS.search(own) or (brief and _CHARGE_WORDS.search(words)))
            precedes = precedes or bool(_PRECEDES.search(before or sentence))
        return cls(
            answers=tuple(dict.fromkeys(answers)), points_at_charge=points, precedes=precedes, content=" ".join(content)
        )


def _around(mention: StatementMention, text: Text | None) -> tuple[str, str]:
    """(words of the sentence before the attributed words, the whole sentence); empty without the text."""
    if text is None:
        return "", ""
    start, end = mention.content[0].start, mention.content[-1].end
    head = text.content[max(0, start - REACH) : start]
    cut = max((m.end() for m in re.finditer(r"[.!?][\"”’]?\s+|\n", head)), default=0)
    tail = text.content[end : end + REACH]
    stop = re.search(r"[.!?]|\n", tail)
    before = head[cut:]
    return before, before + text.content[start:end] + tail[: stop.start() if stop else len(tail)]


def kind_of_answer(answer: Statement, cues: AnswerCues, *, retracts: bool, back: bool, topic: float) -> str | None:
    """The dispute kind that a statement would have as an answer; None if its act answers nothing.

    ``retracts`` is True if accuser and answerer are one side; ``back`` if the answer addresses the accuser.
    """
    if retracts:
        return "retraction" if answer.act == "retract" else None
    act = answer.act
    denies = bool(_NOT.search(cues.content)) or any(a.startswith(("den", "refut", "rebut")) for a in cues.answers)
    if act in ("deny", "deny_responsibility"):
        return "correction" if _CORRECTS.search(cues.content) and re.search(r"\d", cues.content) else "denial"
    if act == "reject":
        return "denial" if cues.points_at_charge or topic >= 0.15 else None
    if act in ("accuse", "condemn"):
        return "counter_accusation" if back else None
    if act in ("acknowledge", "claim_responsibility"):
        return "acceptance"
    if act == "explain":
        return "denial" if denies and not _DEFENCE.search(cues.content) and topic >= 0.1 else "justification"
    if act in ("pledge", "report", "announce"):
        if _DEFENCE.search(cues.content):
            return "justification"
        if _COMPLIANCE.search(cues.content) or (denies and topic >= 0.15):
            return "denial"
    return None
