"""The words that mark an answer, and which kind of answer a statement is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trucewatch.records.mention import StatementMention
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text
from trucewatch.records.wording import tokens

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
#: What opens an answer at length: the points that the speaker then makes all belong to it.
_OPENS = re.compile(
    r"\b(?:(?:in|with)\s+(?:regard|respect|reference|relation|response|reply|answer)\s+to|regarding|concerning"
    r"|answering|(?:asked|questioned|pressed)\s+about)\s+(?:this|that|these|those|such|the)\s+(?:\w+\s+){0,2}"
    r"(?:statement|claim|charge|accusation|allegation|assertion|remark|declaration)s?\b",
    re.IGNORECASE,
)
#: Whose word is spoken of: "the minister's statement", "the rebels' accusation".
_WORD_OF = re.compile(
    r"\b(\w+)(?:['’]s|s['’])\s+(?:\w+\s+)?"
    r"(?:statement|claim|charge|accusation|allegation|assertion|remark|comment|announcement|account|version|report)s?\b",
    re.IGNORECASE,
)
#: What is done in answer to the other's deed.
_HITS_BACK = _any_of(r"""
    return(?:ed|s|ing)? (?:the )?fire
    (?:fir(?:ed|ing)|shot|shooting|hit|hitting|struck|striking) back
    retaliat\w+
    in self[- ]defen[cs]e
    (?:acted|acting|fired|firing) in (?:\w+ )?defen[cs]e
    (?:was|were|been|only) (?:responding|reacting|defending)
    (?:respond|react)(?:ed|ing) to (?:fire|shots|an? attack|attacks|the attack)
""")
#: Of these, those before which what followed stands, and after which what it followed: "it came a day after X said".
_LEADS = _any_of(r"""
    c[ao]mes? (?:\w+ ){0,3}after
    follow(?:s|ed)
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
#: "All of these", "neither of the two": several charges are meant.
_SWEEPING = _any_of(r"""
    (?:all|both|none|neither|each|any|every one) (?:of )?(?:the |these |those |his |her |its |their )?(?:\w+ )?
    (?:two|three|four|several|charges|accusations|allegations|claims)
    neither \w+(?: \w+){0,6} nor
""")
#: Words that take back what one has said.
_TAKES_BACK = _any_of(r"""
    with(?:drew|drawn|draws?|drawing)
    retract(?:ed|s|ing)?
    t(?:ake|akes|ook|aken) (?:it |that |this |the \w+ )?back
    (?:was|were|am|are|been|be) (?:wrong|mistaken|misinformed|misled)
    mistaken(?:ly)?
    in error
    apolog\w+
    (?:not|n['’]t) true
    corrected (?:it|him|her|them)sel(?:f|ves)
    by itself
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
    than "that was false"; ``precedes`` if its sentence says that something followed it, ``leads`` if that stands before
    it; ``content`` are the attributed words, ``around`` the words of its sentences, folded; ``word_of`` the names in
    these whose statement or charge is spoken of.
    """

    answers: tuple[str, ...] = ()
    points_at_charge: bool = False
    precedes: bool = False
    leads: bool = False
    content: str = ""
    around: frozenset[str] = frozenset()
    word_of: frozenset[str] = frozenset()

    @property
    def defends(self) -> bool:
        """True if the words speak of defence, protection or a right."""
        return bool(_DEFENCE.search(self.content))

    @property
    def hits_back(self) -> bool:
        """True if the words tell of a deed done in answer to another's."""
        return bool(_HITS_BACK.search(self.content))

    @property
    def negates(self) -> bool:
        """True if the words, or the cue before them, deny."""
        return bool(_NOT.search(self.content)) or any(a.startswith(("den", "refut", "rebut")) for a in self.answers)

    @property
    def complies(self) -> bool:
        """True if the words speak of keeping to what was agreed."""
        return bool(_COMPLIANCE.search(self.content))

    @property
    def sweeps(self) -> bool:
        """True if the words speak of several charges at once."""
        return bool(_SWEEPING.search(self.content))

    @property
    def takes_back(self) -> bool:
        """True if the words, or the cue before them, take something back."""
        return bool(_TAKES_BACK.search(self.content))

    @classmethod
    def of(cls, mentions: Sequence[StatementMention], texts: Mapping[str, Text]) -> AnswerCues:
        """The cues in the words of one statement's mentions and round them; without its text, its own alone."""
        answers: list[str] = []
        points = precedes = leads = False
        content: list[str] = []
        around: set[str] = set()
        word_of: set[str] = set()
        for mention in mentions:
            words = " ".join(piece.words for piece in mention.content)
            content.append(words)
            before, sentence = _around(mention, texts.get(mention.text_id))
            own = " ".join(s.words for s in (mention.source, mention.cue) if s is not None)
            around.update(tokens(sentence))
            word_of.update(_possessor(m) for m in _WORD_OF.finditer(sentence))
            answers += [m.group().casefold() for part in (before, own) for m in _ANSWERS.finditer(part)]
            first_words = " ".join(words.split()[:5])
            answers += [m.group().casefold() for m in _ANSWERS.finditer(first_words)]
            brief = len(words.split()) <= 25
            points = points or bool(_CHARGE_WORDS.search(own) or (brief and _CHARGE_WORDS.search(words)))
            leads = leads or bool(_LEADS.search(before))
            precedes = precedes or bool(_PRECEDES.search(before or sentence))
        return cls(
            answers=tuple(dict.fromkeys(answers)), points_at_charge=points, precedes=precedes, leads=leads,
            content=" ".join(content), around=frozenset(around), word_of=frozenset(word_of),
        )  # fmt: skip


def openings(content: str) -> tuple[int, ...]:
    """Where a text says that what follows answers what was just told."""
    return tuple(m.start() for m in _OPENS.finditer(content))


def _possessor(found: re.Match[str]) -> str:
    """The name in "the minister's claim", folded; of "the rebels' claim" with its s."""
    name = found[1].casefold()
    return name if found[0][len(name)] in "'’" else name + "s"


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


#: What an answer does, by its act; acts that are not here answer nothing.
MOVES: Mapping[str, str] = {
    "deny": "deny", "deny_responsibility": "deny", "reject": "reject", "accuse": "charge", "condemn": "charge",
    "acknowledge": "own", "claim_responsibility": "own", "explain": "explain", "pledge": "pledge", "report": "tell",
    "announce": "tell", "retract": "retract",
}  # fmt: skip


def kind_of_answer(answer: Statement, cues: AnswerCues, *, retracts: bool, back: bool, topic: float) -> str | None:
    """The dispute kind that a statement would have as an answer; None if its act answers nothing.

    ``retracts`` is True if accuser and answerer are one side; ``back`` if the answer charges the accuser.
    """
    move = MOVES.get(answer.act)
    if move is None or (retracts and move == "pledge"):
        return None
    if retracts:
        return "retraction" if move == "retract" or (move not in ("charge", "explain") and cues.takes_back) else None
    if move == "charge":
        return "counter_accusation" if back else None
    if move == "own":
        return "acceptance"
    if move in ("deny", "reject"):
        return "correction" if _CORRECTS.search(cues.content) and re.search(r"\d", cues.content) else "denial"
    if move == "explain":
        return "denial" if cues.negates and not cues.defends and topic >= 0.1 else "justification"
    if move == "retract":
        return "acceptance"
    if cues.defends and not cues.negates:
        return "justification"
    return "correction" if _CORRECTS.search(cues.content) and re.search(r"\d", cues.content) else "denial"
