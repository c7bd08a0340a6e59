"""Where a statement stands on the one question that most charges come down to: is the agreement kept or broken?

"Broke the accord", "is not honouring its word" and "a clear violation" are one point in other words, and "has
abided by every article" is the point of "denied any breach". Words alone do not show it; this reads it from a
closed list of expressions for keeping and breaking what was agreed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trucewatch.records.mention import StatementMention
from trucewatch.records.vocabulary import CHARGES
from trucewatch.records.wording import content, fold, word_set

DENIALS = frozenset({"deny", "deny_responsibility", "reject"})
#: Acts that tell how things are; a demand to keep the agreement says nothing of who keeps it.
_ASSERTS = CHARGES | DENIALS | {"report", "explain", "announce", "acknowledge"}

_AGREED = (
    r"(?:agreements?|deals?|accords?|pacts?|truces?|cease-?fires?|treat(?:y|ies)|armistice|terms|provisions?|articles?|"
    r"clauses?|commitments?|obligations?|promises?|pledges?|undertakings?|bargain|word)"
)
#: Up to six words between a verb and what was agreed, within one sentence.
_GAP = r"(?:\s+[^\s.;]+){0,6}?\s+"
_BREACH = re.compile(
    r"\b(?:(?:violat(?:e|es|ed|ing|ions?)|breach(?:es|ed|ing)?|contraven\w+|infring\w+|flout(?:s|ed|ing)?)\b"
    rf"|(?:break(?:s|ing)?|broken?|abandon(?:s|ed|ing)?|ignor(?:es?|ed|ing)|disregard(?:s|ed|ing)?){_GAP}{_AGREED}\b"
    rf"|(?:reneg\w+|(?:go(?:es|ing|ne)?|went) back) on(?:\s+[^\s.;]+){{0,6}}?\s+{_AGREED}\b"
    rf"|(?:inconsistent|not consistent) with{_GAP}{_AGREED}\b)"
)
_KEPT = re.compile(
    r"\b(?:uph(?:o|e)ld\w*|abid\w+ by|compl(?:y|ies|ied|ying) with|complian\w+ with|adher\w+ to|honou?r(?:s|ed|ing)?|"
    r"ke(?:eps?|pt|eping)(?: to)?|h(?:o|e)ld(?:s|ing)? to|stick(?:s|ing)? to|stuck to|respect(?:s|ed|ing)?|"
    r"observ(?:es?|ed|ing)|implement(?:s|ed|ing)?|fulfil\w*|committed to|consistent with|"
    rf"in (?:line|keeping|accordance|compliance) with|met|meet(?:s|ing)?){_GAP}(?:what\b[^.;]*\bundertaken|{_AGREED})\b"
    rf"|\b{_AGREED}(?:\s+[^\s.;]+){{0,4}}?\s+(?:being |been )?"
    r"(?:upheld|honou?red|kept|observed|respected|implemented)\b"
)
_NOT = re.compile(r"\b(?:not|never|no|without|neither|den(?:y|ied|ies|ying)|fail(?:s|ed|ing|ure)? to)\b|n['’]t\b")
#: What was agreed, as a report names it: "the accord signed in Belmar on 3 May", "the Belmar accord".
_NAMED = re.compile(
    rf"\b(?:the|its|their|of) (?:[^\s.;]+ ){{0,2}}{_AGREED}\b(?:(?: that| which)?(?: was| were)? "
    r"(?:signed|reached|concluded|struck|agreed|sealed)(?: (?:in|at|on) (?:\d+ )?[^\s.;,]+)*)?"
)
#: How far before a verb a negation is looked for, in characters.
_REACH = 28
#: Words that tell no charge of breach from another.
_GENERAL = frozenset(
    content(
        """claim claims charge charges accusation accusations allegation allegations assertion baseless unfounded false
        contrary signed sign repeatedly clear clearly obvious flagrant grave serious various form forms numerous
        occasion occasions time times side sides two military forces troops clause part opposite categorically reject
        rejected deny denied any peace year years month months week weeks day days date continue continued all along
        basis january february march april june july august september october november december 2000 every several"""
    )
) | word_set("may")
_NOUNS = frozenset(content("agreement deal accord pact truce ceasefire treaty armistice"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """``kept`` is True where the agreement is said to be kept, False where broken; ``by`` the side whose conduct it
    is, None if not told; ``matter`` what else is said, as notions: by which acts, where."""

    kept: bool
    by: str | None
    matter: frozenset[str]

    def meets(self, other: Stance) -> bool:
        """True if both say the same of the same side, and neither brings a matter that the other leaves out."""
        if self.kept != other.kept or (self.by and other.by and self.by != other.by):
            return False
        return not self.apart(other)

    def apart(self, other: Stance) -> bool:
        """True if both bring a matter of their own and share less than half of the shorter one."""
        least = min(len(self.matter), len(other.matter))
        return least > 0 and len(self.matter & other.matter) < 0.5 * least

    def answers(self, other: Stance) -> bool:
        """True if this says that a side keeps what the other says it breaks."""
        return self.kept and not other.kept and self.by is not None and other.by in (None, self.by)


def stance_of(mention: StatementMention, *, muted: frozenset[str]) -> Stance | None:
    """Read where a mention stands; None where it does not speak of keeping or breaking. ``muted`` are the notions of
    the parties' and the agreement's names, which are no matter of their own."""
    if mention.act not in _ASSERTS:
        return None
    words = fold(" ".join(piece.words for piece in mention.content))
    breach, kept = _BREACH.search(words), _KEPT.search(words)
    if mention.act in DENIALS:
        if breach is None and (kept is None or _negated(words, kept)):
            return None
        says_kept = True
    elif mention.act in CHARGES:
        if breach is None and not (kept is not None and _negated(words, kept)):
            return None
        says_kept = False
    elif breach is not None:
        says_kept = _negated(words, breach)
    elif kept is not None:
        says_kept = not _negated(words, kept)
    else:
        return None
    return Stance(
        kept=says_kept, by=mention.side if says_kept else mention.target_side, matter=matter_of(words, muted=muted)
    )


def matter_of(words: str, *, muted: frozenset[str]) -> frozenset[str]:
    """What some folded words say besides keeping and breaking what was agreed, as notions."""
    rest = _KEPT.sub(" ", _BREACH.sub(" ", _NAMED.sub(" the agreement ", words)))
    return frozenset(n for n in content(rest) if not n.isdigit()) - _GENERAL - _NOUNS - muted


def charge_denied(denial: StatementMention, told: Sequence[StatementMention]) -> StatementMention | None:
    """The charge that a denial in so many words ("rejected the claim") can only mean: of what its text tells (in the
    order told), the nearest charge before it against the side that denies, else the first one after it."""
    start = denial.content[0].start
    against = [
        m
        for m in told
        if m.act in CHARGES and m.side != denial.side and m.target_side == denial.side and m.id != denial.id
    ]
    before = [m for m in against if m.content[0].start < start]
    return before[-1] if before else against[0] if against else None


def _negated(words: str, verb: re.Match[str]) -> bool:
    return bool(_NOT.search(words[max(0, verb.start() - _REACH) : verb.start()]))
