"""What joins charges and denials that share few words: told in one breath, summed up, spelt out, denied by one voice.

A report says that one side charges the other with breaking what was agreed, and next to it by what; that the charge was
"denied", and what was said of keeping to the agreement. Words alone would make several statements of it.
"""

from __future__ import annotations

import re

from trucewatch.link.profile import Profile, same_name
from trucewatch.link.stance import DENIALS
from trucewatch.records.maker import Reason
from trucewatch.records.mention import StatementMention
from trucewatch.records.vocabulary import CHARGES

#: Characters between two statements told in one breath, at most.
BREATH = 250
_JUDGES = re.compile(
    r"\W*(?:(?:it|this|that|them|these|those|the (?:raid|attack|shelling|strike|killings?|bombing|incident|move)) )?"
    r"(?:as )?(?:was |is |were )?(?:an? |the )?(?:[\w’'-]+ ){0,3}?"
    r"(?:crimes?|breach|violation|outrage|massacre|atrocity|barbarism|provocation|betrayal|act of war|aggression|"
    r"terrorism)\b[^,.;]{0,40}\W*$",
    re.IGNORECASE,
)
#: The role of somebody who says what a body says.
_SPEAKS_FOR = re.compile(r"\bspoke(?:s|\b)", re.IGNORECASE)


def one_breath(a: Profile, b: Profile) -> Reason | None:
    """ "Rejected the charge. "Not one of us was there," he said": one sums up, one says it."""
    one, other = a.mention, b.mention
    if one.text_id != other.text_id or not same_name(a.name, b.name) or one.silence or other.silence:
        return None
    first, second = sorted((one, other), key=lambda m: m.content[0].start)
    if not 0 <= second.content[0].start - first.content[-1].end <= BREATH:
        return None
    denied = one.act in DENIALS and other.act in DENIALS and (a.point.bare or b.point.bare)
    denied = denied or (a.bare_denial and _kept(b)) or (b.bare_denial and _kept(a))
    taken_back = one.act == other.act == "retract"
    judged = first.act in CHARGES and second.act in CHARGES and _judges(second)
    if not (denied or taken_back or judged) or (one.target_side or other.target_side) != (
        other.target_side or one.target_side
    ):
        return None
    return Reason(field="breath", value=f"{one.act} | {other.act}", rule="told in one breath, one sums up the other")


def of_two_charges(a: Profile, b: Profile) -> bool:
    return bool(a.denied and b.denied and not a.denied & b.denied)


def one_mouth(a: Profile, b: Profile) -> bool:
    """True if the two may be one voice of one side: one name, two bodies, or a body and the one who speaks for it."""
    one, other = a.mention, b.mention
    if not one.side or one.side != other.side:
        return False
    if (a.actor and a.actor == b.actor) or same_name(a.name, b.name):
        return True
    return all(m.speaker_kind != "named" or _SPEAKS_FOR.search(m.role or "") for m in (one, other)) and not (
        one.speaker_kind == other.speaker_kind == "named"
    )


def _kept(profile: Profile) -> bool:
    return profile.stance is not None and profile.stance.kept


def one_denial(a: Profile, b: Profile) -> Reason | None:
    """Two reports in which one voice denies "the charge": what it can mean in each has something in common."""
    if a.report_id == b.report_id or not (a.bare_denial and b.bare_denial):
        return None
    one, other = a.mention, b.mention
    if not one_mouth(a, b) or of_two_charges(a, b):
        return None
    matter = ", ".join(sorted(a.denied & b.denied)) or "no other matter in one of them"
    return Reason(
        field="denied", value=f"{one.act} | {other.act}", rule="both deny the charge of their report", words=matter
    )


def _charged(a: Profile, b: Profile) -> tuple[Profile, Profile] | None:
    """(a charge that the agreement is broken and no more, another charge) of one side against one side."""
    one, other = a.mention, b.mention
    if not (one.act in CHARGES and other.act in CHARGES and one.side and one.side == other.side):
        return None
    if one.target_side is None or one.target_side != other.target_side or bare_breach(a) == bare_breach(b):
        return None
    return (a, b) if bare_breach(a) else (b, a)


def bare_breach(profile: Profile) -> bool:
    """True for a charge that what was agreed is broken, without saying by what."""
    stance = profile.stance
    return stance is not None and not stance.kept and not stance.matter


def spelt_out(a: Profile, b: Profile) -> Reason | None:
    """ "Accused it of breaking the truce. It had shelled two villages, a statement said": the second says by what."""
    if a.mention.text_id != b.mention.text_id or _charged(a, b) is None:
        return None
    first, second = sorted((a.mention, b.mention), key=lambda m: m.content[0].start)
    if not 0 <= second.content[0].start - first.content[-1].end <= BREATH:
        return None
    return Reason(
        field="breath", value=first.target_side or "", rule="that the agreement is broken, and next to it by what"
    )


def summed_up(a: Profile, b: Profile) -> Reason | None:
    """In two reports of one day a charge of breach may be another charge summed up, and a denial of "the charge" what
    one says of keeping to what was agreed; alone that joins nothing."""
    if a.report_id == b.report_id or not a.window or not b.window or a.window.gap(b.window):
        return None
    if _charged(a, b) is not None:
        return Reason(
            field="stance", value=a.mention.target_side or "", rule="one says that the agreement is broken, not by what"
        )
    if one_mouth(a, b) and all(p.bare_denial or _kept(p) for p in (a, b)):
        return Reason(
            field="stance",
            value=a.mention.side or "",
            rule="each denies a charge, or says that what was agreed is kept",
        )
    return None


def _judges(mention: StatementMention) -> bool:
    """ "Called it a war crime": what was just told is judged, nothing new is told."""
    return bool(_JUDGES.match(" ".join(piece.words for piece in mention.content)))


def told_apart(a: Profile, b: Profile) -> Reason | None:
    """Two charges of breach in one report, each with a matter of its own, are two statements."""
    one, other = a.stance, b.stance
    if a.report_id != b.report_id or one is None or other is None or one.kept or other.kept or not one.apart(other):
        return None
    value = f"{', '.join(sorted(one.matter))} | {', '.join(sorted(other.matter))}"
    return Reason(field="stance", value=value, rule="one report tells two charges of breach")
