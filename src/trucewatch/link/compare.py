"""How alike two statement mentions are, and why: speaker, occasion, act, polarity, numbers, point.

Every part gives a factor from 0 to 1 and a ``Reason`` with the values compared; the score is the likeness of
the point times the factors. Some findings forbid a merge whatever the score.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product

from trucewatch.link.matters import OTHER_MATTER, other_matter
from trucewatch.link.profile import Profile, Who, same_name
from trucewatch.link.quarrels import of_two_charges, one_breath, one_denial, one_mouth, spelt_out, summed_up, told_apart
from trucewatch.link.reworded import EVERYDAY, reworded
from trucewatch.records.maker import Reason
from trucewatch.records.vocabulary import CHARGES
from trucewatch.records.wording import content

# Set by looking at the seeds and the three dev clusters, whose figures are therefore development figures.
SAME_AT = 0.52
UNSURE_AT = 0.38
#: Share of the shorter side's word triples from which wording counts as one quotation.
VERBATIM_AT = 0.60
#: So many shared triples make a quotation that is told apart from a turn of phrase.
VERBATIM_TRIPLES = 4
#: So many notions as rare as they come, shared by two outlets' reports, make one point whatever else is said.
RARE_AT = 2.2
#: Days that an undated mention may lie from the other; with a long verbatim quotation, the second.
UNDATED_DAYS = 7
QUOTED_DAYS = 30
#: That one side says of the other, within so many days, that it breaks what was agreed is one point in any words.
STANCE_DAYS = 2
STANCE_AT = 0.52
#: ... and the surer where a report comes back to its lead.
LEAD_AT = 0.60

#: A charge of breach told without saying by what, beside one that does: no reason against one statement, nor for it.
SUMMED_AT = 0.37

#: What one voice doing one telling act in two reports adds to a likeness that is so high at least.
VOICE, VOICE_FROM = 0.07, 0.3
#: Two short accounts (in words) of one person's meeting with another.
MET_AT, MET_WORDS = 0.55, 25
#: Two named persons whose words are not the same meet in one statement by way of others at most.
OTHER_NAME = 0.3

_ACT_GROUPS = (
    {"accuse", "condemn"},
    {"deny", "reject", "deny_responsibility"},
    {"demand", "urge", "propose"},
    {"threaten", "warn"},
    {"pledge", "accept", "announce"},
    {"report", "explain", "predict", "announce", "acknowledge"},
    {"claim_responsibility", "acknowledge", "report", "announce"},
    {"praise", "condole"},
)


#: Every two acts of one group, either way round.
_OF_ONE_GROUP = frozenset(pair for group in _ACT_GROUPS for pair in product(group, group))


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The outcome: score 0 to 1, whether a merge is forbidden, whether two names are credited, and why."""

    score: float
    forbidden: bool
    rival: bool
    reasons: tuple[Reason, ...]

    def plain(self) -> Compared:
        """The same without the reasons."""
        return Compared(score=self.score, forbidden=self.forbidden, rival=self.rival, reasons=())


def point_likeness(a: Profile, b: Profile) -> tuple[float, float, int]:
    """(likeness of the point, verbatim share, shared triples) of two mentions, each likeness 0 to 1."""
    shared = a.weights.keys() & b.weights.keys()
    # the sums are exact, whatever the order
    mine, theirs = a.weights, b.weights
    common = math.fsum([mine[n] * theirs[n] for n in shared])
    if not common:
        return 0.0, 0.0, 0
    cosine = common / (a.norm * b.norm)
    shared_weight = math.fsum([mine[n] for n in shared])
    contained = common / min(a.norm, b.norm) ** 2
    both = len(a.triples & b.triples)
    verbatim = both / min(len(a.triples), len(b.triples))
    point = cosine
    if len(shared) >= 3:
        point = max(point, 0.5 * cosine + 0.5 * contained)
    if a.report_id != b.report_id and shared_weight >= RARE_AT and cosine >= 0.15:
        # in one report a speaker comes back to his matter; in two, so many rare words are one point worded anew
        point = max(point, 0.25 + 0.1 * min(shared_weight, 5.0))
    if verbatim >= VERBATIM_AT and (both >= VERBATIM_TRIPLES or a.words == b.words):
        point = max(point, 0.4 * contained + 0.6 * verbatim)
    return min(point, 1.0), verbatim, both


def compare(a: Profile, b: Profile, *, one_voice: bool = False) -> Compared:
    """Compare two mentions; the order of the two makes no difference to score or verdict.

    ``one_voice`` is True if the two reports are known to credit one speech to these two names.
    """
    if b.rank < a.rank:
        a, b = b, a
    point, verbatim, triples = point_likeness(a, b)
    quoted = verbatim >= VERBATIM_AT and triples >= VERBATIM_TRIPLES
    reasons = [
        Reason(
            field="point",
            value=f"{point:.2f}",
            rule="weighted words shared, containment, triples in a row",
            score=round(point, 4),
            words=_both(a.shown, b.shown),
        )
    ]
    speaker, rival, why_speaker = speakers(a, b, quoted=quoted, one_voice=one_voice)
    occasion, why_occasion = occasions(a, b, quoted=quoted)
    act, why_act = acts(a, b, verbatim=verbatim)
    polarity, why_polarity = polarities(a, b)
    number, why_number = numbers(a, b)
    reasons += [why_speaker, why_occasion, why_act, why_polarity]
    if why_number:
        reasons.append(why_number)
    stand = _stands(a, b)
    if stand:
        point = max(point, (LEAD_AT if a.report_id == b.report_id else STANCE_AT) + 0.3 * point)
        # to deny a charge and to say that the truce is kept are one act in two forms
        act = 1.0 if a.stance and a.stance.kept else max(act, 0.95)
        polarity = 1.0
        reasons.append(stand)
    breath = one_breath(a, b) or one_denial(a, b) or spelt_out(a, b)
    if breath:
        point, act, number = max(point, LEAD_AT), max(act, 0.95), 1.0
        reasons.append(breath)
    elif summed := summed_up(a, b):
        point, act = max(point, SUMMED_AT), max(act, 0.95)
        reasons.append(summed)
    if not rival and a.mention.act in CHARGES and b.mention.act in CHARGES and point >= 0.3:
        targets = {t for t in (a.mention.target_side, b.mention.target_side) if t is not None}
        if len(targets) == 1 and a.mention.side and a.mention.side == b.mention.side:
            # the same side charging the same side on one occasion needs fewer words in common
            point = min(1.0, point + 0.10)
            reasons.append(
                Reason(field="target_side", value=targets.pop(), rule="same side charges same side, as far as told")
            )
    voice = _one_voice(a, b, why_speaker, point)
    if voice:
        point = min(1.0, point + VOICE)
        reasons.append(voice)
    met = _one_meeting(a, b)
    if met:
        point = max(point, MET_AT)
        reasons.append(met)
    apart = other_matter((a.mention, a.point, a.dealing), (b.mention, b.point, b.dealing))
    if apart:
        reasons.append(apart)
    score = point * speaker * occasion * act * polarity * number * (OTHER_MATTER if apart else 1.0)
    nested = _nested(a, b) or told_apart(a, b)
    if nested:
        reasons.append(nested)
    forbidden = nested is not None or speaker == 0.0 or occasion == 0.0 or polarity == 0.0
    two_matters = apart is not None or (a.stance is not None and b.stance is not None and a.stance.apart(b.stance))
    # denials of "the charge" have nothing to go by but their voice, and what else their reports tell
    two_denials = a.bare_denial and b.bare_denial and (not one_mouth(a, b) or of_two_charges(a, b))
    apart_so_far = two_matters or two_denials or speaker <= OTHER_NAME or a.report_id == b.report_id
    if not forbidden and score < SAME_AT and not apart_so_far:
        why = reworded(a, b, reasons)
        if why is not None:
            score = SAME_AT
            reasons.append(why)
    return Compared(score=round(score, 4), forbidden=forbidden, rival=rival, reasons=tuple(reasons))


def of_two_sides(a: Profile, b: Profile) -> bool:
    """True if the two speak for two sides, and are not one listed actor."""
    one, other = a.mention.side, b.mention.side
    return bool(one and other and one != other and not (a.actor and a.actor == b.actor))


def of_one_kind(act: str, other: str) -> bool:
    """True if the two acts are the same, or may be two readings of one."""
    return act == other or (act, other) in _OF_ONE_GROUP


def ruled_out(a: Profile, b: Profile) -> bool:
    """True if sides or days alone forbid that the two are one, as ``compare`` would find at much greater cost."""
    if of_two_sides(a, b):
        return True
    mine, theirs = a.window, b.window
    if mine is None or theirs is None:
        return False
    gap = mine.gap(theirs)
    if gap <= 1:
        return False
    if mine.stated and theirs.stated:
        return True
    if gap <= UNDATED_DAYS or a.report_id == b.report_id:
        return False
    if gap > QUOTED_DAYS:
        return True
    both = len(a.triples & b.triples)
    return both < VERBATIM_TRIPLES or both / min(len(a.triples), len(b.triples)) < VERBATIM_AT


#: What two mentions come to that are ``ruled_out``.
RULED_OUT = Compared(score=0.0, forbidden=True, rival=False, reasons=())


def compare_as_one_voice(a: Profile, b: Profile) -> Compared:
    """Compare two mentions whose reports credit one speech to their two names."""
    return compare(a, b, one_voice=True)


def _stands(a: Profile, b: Profile) -> Reason | None:
    """Two sentences of one side by which one and the same side keeps, or breaks, what was agreed, days apart at most.

    In one report only the lead and what it comes back to: else the report tells two charges.
    """
    one, other = a.stance, b.stance
    if one is None or other is None or not one.meets(other) or not a.mention.side or a.mention.side != b.mention.side:
        return None
    if a.report_id == b.report_id and not (a.lead or b.lead):
        return None
    if (a.bare_denial or b.bare_denial) and not one_mouth(a, b):
        return None
    if a.window and b.window and a.window.gap(b.window) > STANCE_DAYS:
        return None
    matter = ", ".join(sorted(one.matter & other.matter)) or "no other matter in one of them"
    rule = "one side says that the agreement is kept" if one.kept else "one side says that the agreement is broken"
    return Reason(field="stance", value=one.by or other.by or "side not told", rule=rule, words=matter)


def _one_voice(a: Profile, b: Profile, speaker: Reason, point: float) -> Reason | None:
    """One voice that does in two reports what few do twice on a day needs fewer words in common."""
    act = a.mention.act
    if a.report_id == b.report_id or point < VOICE_FROM or act != b.mention.act or act in EVERYDAY:
        return None
    if speaker.rule not in ("same name", "one listed actor"):
        return None
    return Reason(field="voice", value=act, rule="one voice does in both what few do twice on one occasion")


def _one_meeting(a: Profile, b: Profile) -> Reason | None:
    """One person tells two outlets that he spoke with another: named alike, whatever else is told of it."""
    if a.report_id == b.report_id or not a.dealing == b.dealing == "contact" or not same_name(a.name, b.name):
        return None
    if max(len(a.words), len(b.words)) > MET_WORDS:
        return None
    with_whom = sorted((a.point.names & b.point.names) - set(content(a.mention.speaker or "")))
    if not with_whom:
        return None
    rule = "both tell that the speaker met or spoke with the same one"
    return Reason(field="matter", value=", ".join(with_whom), rule=rule)


def _nested(a: Profile, b: Profile) -> Reason | None:
    """A statement inside another's words is that speaker's own, unless both were read as one voice and act."""
    one, other = a.mention, b.mention
    if one.text_id != other.text_id or not any(p.overlaps(q) for p in one.content for q in other.content):
        return None
    if one.act == other.act and same_name(a.name, b.name):
        return None
    return Reason(field="content", value="overlap", rule="one stands inside the other's words")


def speakers(a: Profile, b: Profile, *, quoted: bool, one_voice: bool = False) -> tuple[float, bool, Reason]:
    """(factor, two names credited with the same words, why)."""
    return _two_speakers(a.who, b.who, quoted, one_voice)


@lru_cache(maxsize=65_536)
def _two_speakers(one: Who, other: Who, quoted: bool, one_voice: bool) -> tuple[float, bool, Reason]:
    value = _both(one.speaker or "nobody named", other.speaker or "nobody named")
    if one.actor and one.actor == other.actor:
        return 1.0, False, Reason(field="speaker", value=value, rule="one listed actor")
    if one.side and other.side and one.side != other.side:
        return 0.0, False, Reason(field="speaker", value=_both(one.side, other.side), rule="speaks for another side")
    told_apart = one.actor is not None and other.actor is not None
    if not told_apart and same_name(one.name, other.name):
        return 1.0, False, Reason(field="speaker", value=value, rule="same name")
    if one.speaker is None or other.speaker is None:
        return 0.85, False, Reason(field="speaker", value=value, rule="one mention names nobody")
    if one.kind == "named" and other.kind == "named":
        if quoted:
            return 0.95, True, Reason(field="speaker", value=value, rule="same words under two names")
        if one_voice:
            rule = "the two reports credit one speech to these two names"
            return 0.9, True, Reason(field="speaker", value=value, rule=rule)
        # low, not a ban: by way of a quotation that two names are credited with, they may still meet in one cluster
        return OTHER_NAME, False, Reason(field="speaker", value=value, rule="two named persons, words not the same")
    if one.side and one.side == other.side:
        if told_apart and not quoted:
            return 0.7, False, Reason(field="speaker", value=value, rule="two listed actors of one side")
        return 0.9, False, Reason(field="speaker", value=value, rule="both speak for one side")
    if quoted:
        return 0.9, False, Reason(field="speaker", value=value, rule="same words, sides not known")
    if one.kind in ("anonymous", "unknown") or other.kind in ("anonymous", "unknown"):
        return 0.75, False, Reason(field="speaker", value=value, rule="one speaker not named")
    return 0.5, False, Reason(field="speaker", value=value, rule="speakers not known to be one")


def occasions(a: Profile, b: Profile, *, quoted: bool) -> tuple[float, Reason]:
    """The same words on another day are another statement; an undated mention is bounded by its publication."""
    one, other = a.window, b.window
    if a.report_id == b.report_id and not (one and other and one.stated and other.stated):
        return 1.0, Reason(field="said_on", value="one report", rule="told in one report without two days")
    if one is None or other is None:
        return 0.9, Reason(field="said_on", value="unknown", rule="a day is not known")
    gap = one.gap(other)
    value = _both(_days(one.first, one.last), _days(other.first, other.last))
    if one.stated and other.stated:
        # one day is what a zone or a late deadline may shift
        factor = 1.0 if gap == 0 else 0.9 if gap == 1 else 0.0
        rule = "days as stated overlap" if gap == 0 else "one day apart" if gap == 1 else "said on another day"
        return factor, Reason(field="said_on", value=value, rule=rule)
    if gap <= 1:
        return 1.0, Reason(field="said_on", value=value, rule="within reach of the publication")
    if quoted and gap <= QUOTED_DAYS:
        return 0.9, Reason(field="said_on", value=value, rule="undated quotation, published later")
    if gap <= UNDATED_DAYS:
        return 0.85, Reason(field="said_on", value=value, rule="undated, published within a week")
    return 0.0, Reason(field="said_on", value=value, rule="too far apart to be one occasion")


@lru_cache(maxsize=4096)
def _days(first: date, last: date) -> str:
    return f"{first}..{last}"


def acts(a: Profile, b: Profile, *, verbatim: float) -> tuple[float, Reason]:
    """The factor by which acts that differ lower a score. ``verbatim``: share of words that stand in both, 0 to 1."""
    return _two_acts(a.mention.act, b.mention.act, verbatim >= 0.8, a.report_id == b.report_id)


@lru_cache(maxsize=4096)
def _two_acts(one: str, other: str, same_words: bool, one_report: bool) -> tuple[float, Reason]:
    value = _both(one, other)
    if one == other:
        return 1.0, Reason(field="act", value=value, rule="same act")
    if of_one_kind(one, other):
        return 0.95, Reason(field="act", value=value, rule="acts of one group")
    if same_words and not one_report:
        return 0.95, Reason(field="act", value=value, rule="same words, act read differently")
    # one report that tells of two acts means two statements
    factor = 0.45 if one_report else 0.75
    return factor, Reason(field="act", value=value, rule="another act")


_ALIKE = Reason(field="polarity", value="alike", rule="no shared word negated on one side only")


def polarities(a: Profile, b: Profile) -> tuple[float, Reason]:
    """Words under "not" on one side only speak against one point: 0 when they are half of what is shared."""
    turned = sorted((a.negated ^ b.negated) & a.weights.keys() & b.weights.keys())
    if not turned:
        return 1.0, _ALIKE
    shared = a.weights.keys() & b.weights.keys()
    total = math.fsum(a.weights[n] for n in shared) or 1.0
    share = math.fsum(a.weights[n] for n in turned) / total
    if share >= 0.5 and len(shared) == 1:
        rule = "the one shared word negated on one side: too little to part them"
        return 0.5, Reason(field="polarity", value="perhaps opposite", rule=rule, words=turned[0])
    if share >= 0.5:
        return 0.0, Reason(field="polarity", value="opposite", rule="negated on one side only", words=", ".join(turned))
    if share > 0.2:
        return 0.8, Reason(
            field="polarity", value="partly opposite", rule="negated on one side only", words=", ".join(turned)
        )
    return 1.0, _ALIKE


def numbers(a: Profile, b: Profile) -> tuple[float, Reason | None]:
    """The factor by which numbers that both give, and none of which they share, lower a score."""
    if not a.numbers or not b.numbers or a.numbers & b.numbers:
        return 1.0, None
    value = _both(", ".join(sorted(a.numbers)), ", ".join(sorted(b.numbers)))
    return 0.6, Reason(field="numbers", value=value, rule="no number in common")


def _both(one: str, other: str) -> str:
    return one if one == other else f"{one} | {other}"
