"""Acts and types in a few families, so that pictures need few signs. They say what is done, never whose fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Acts or types that one sign stands for; ``sign`` is the name of its shape."""

    key: str
    name: str
    sign: str
    members: tuple[str, ...]


ACT_FAMILIES: tuple[Family, ...] = (
    Family(key="charge", name="Accusations, condemnations", sign="triangle", members=("accuse", "condemn")),
    Family(
        key="reply", name="Denials, rejections, acknowledgements", sign="square",
        members=(
            "deny", "deny_responsibility", "reject", "claim_responsibility", "acknowledge", "retract", "no_comment",
        ),
    ),
    Family(
        key="ahead", name="Pledges, demands, warnings, announcements", sign="diamond",
        members=("threaten", "warn", "demand", "urge", "propose", "pledge", "accept", "suspend", "announce"),
    ),
    Family(
        key="tell", name="Reports, readings, assessments", sign="circle",
        members=("report", "explain", "predict", "praise", "condole"),
    ),
)  # fmt: skip

TYPE_FAMILIES: tuple[Family, ...] = (
    Family(
        key="strike", name="Strikes and shelling", sign="triangle",
        members=("airstrike", "drone_strike", "shelling", "interception", "chemical_attack"),
    ),
    Family(
        key="attack", name="Attacks and fighting", sign="diamond",
        members=(
            "armed_attack", "clash", "bombing", "suicide_attack", "targeted_killing", "mass_killing", "offensive",
            "territory_seized",
        ),
    ),
    Family(
        key="people", name="People held, taken or driven away", sign="square",
        members=("abduction", "detention", "torture", "sexual_violence", "displacement", "deportation"),
    ),
    Family(
        key="access", name="Aid, access, property", sign="pentagon",
        members=(
            "aid_obstruction", "aid_delivery", "access_granted", "access_denied", "blockade", "curfew", "seizure",
            "destruction", "mission_expelled",
        ),
    ),
    Family(
        key="steps", name="Talks, releases, withdrawals", sign="circle",
        members=(
            "meeting", "agreement_signed", "ceasefire_start", "withdrawal", "release", "disarmament", "vote",
            "no_incident_observed",
        ),
    ),
    Family(
        key="other", name="Other incidents", sign="cross",
        members=(
            "ceasefire_violation", "mobilisation", "cyber_attack", "protest", "riot", "sanction", "investigation",
            "judgment", "accident", "other",
        ),
    ),
)  # fmt: skip


def by_member(families: tuple[Family, ...]) -> Mapping[str, Family]:
    return {member: family for family in families for member in family.members}


ACT_FAMILY = by_member(ACT_FAMILIES)
TYPE_FAMILY = by_member(TYPE_FAMILIES)
