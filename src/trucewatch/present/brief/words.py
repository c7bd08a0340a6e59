"""The brief's own words, in one place: labels, dates, delays. Nothing here judges anybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from trucewatch.grading import Grade
from trucewatch.records.when import When

#: One act, many acts: the headings under which statements are listed.
ACTS: Final[dict[str, tuple[str, str]]] = {
    "accuse": ("accusation", "Accusations"),
    "condemn": ("condemnation", "Condemnations"),
    "deny": ("denial", "Denials"),
    "deny_responsibility": ("denial of responsibility", "Denials of responsibility"),
    "reject": ("rejection", "Rejections"),
    "claim_responsibility": ("claim of responsibility", "Claims of responsibility"),
    "acknowledge": ("acknowledgement", "Acknowledgements"),
    "threaten": ("threat", "Threats"),
    "warn": ("warning", "Warnings"),
    "demand": ("demand", "Demands"),
    "urge": ("appeal", "Appeals"),
    "propose": ("proposal", "Proposals"),
    "pledge": ("pledge", "Pledges"),
    "accept": ("acceptance", "Acceptances"),
    "suspend": ("suspension", "Suspensions"),
    "praise": ("praise", "Praise and recognition"),
    "condole": ("condolence", "Condolences"),
    "report": ("report", "Reports of fact"),
    "explain": ("reading of the agreement", "Readings of the agreement"),
    "predict": ("assessment", "Assessments and forecasts"),
    "announce": ("announcement", "Announcements"),
    "retract": ("withdrawal of a statement", "Withdrawals of statements"),
    "no_comment": ("no comment", "Refusals to comment"),
}

MEDIA: Final[dict[str, str]] = {
    "statement": "in a statement",
    "tweet": "on a social network",
    "interview": "in an interview",
    "press": "to the press",
    "speech": "in a speech",
    "unknown": "",
}

#: Types whose plain name would itself be a charge are put as what somebody says.
TYPES: Final[dict[str, str]] = {
    "ceasefire_violation": "Incident described as a breach of the truce",
    "ceasefire_start": "Start of a truce",
    "no_incident_observed": "Nothing observed",
    "targeted_killing": "Targeted killing (attempted or carried out)",
    "other": "Other incident",
}

#: How those named are headed: who did it and who was struck, or who took part where nobody is.
DID: Final = ("Named as having done it", "Struck or affected")
TOOK_PART: Final = ("Named as taking part", "With, or for")
HEADS: Final[dict[str, tuple[str, str]]] = {
    "clash": ("Named as fighting", "Against"),
    "accident": ("Named as involved", "Affected"),
    "no_incident_observed": ("Named as observing", "Observed"),
    "meeting": TOOK_PART,
    "agreement_signed": TOOK_PART,
    "vote": TOOK_PART,
    "ceasefire_start": TOOK_PART,
    "access_granted": TOOK_PART,
    "aid_delivery": TOOK_PART,
    "release": ("Named as freeing them", "Set free"),
    "withdrawal": ("Named as leaving", "With, or for"),
    "disarmament": ("Named as taking part", "Of whom or what"),
}

RESPONSES: Final[dict[str, str]] = {
    "denial": "Denial",
    "counter_accusation": "Charge in return",
    "justification": "Justification",
    "acceptance": "Acceptance",
    "correction": "Correction of a detail",
    "retraction": "Charge taken back by the accuser",
}

#: How an account is told; "by" is added where somebody is named.
SAID_AS: Final[dict[str, str]] = {
    "narrated": "told by the reporter",
    "alleged": "alleged",
    "claimed": "claimed for the own side",
    "denied": "denied",
    "attempted": "told as attempted",
    "threatened": "threatened",
    "planned": "planned",
    "hypothetical": "spoken of as possible",
}

EFFECTS: Final[dict[str, str]] = {
    "killed": "killed",
    "injured": "injured",
    "missing": "missing",
    "detained": "detained",
    "abducted": "abducted",
    "displaced": "displaced",
    "released": "released",
    "strength": "taking part",
    "attacks": "attacks",
    "harmed": "killed and injured together",
    "other": "counted",
}

BOUNDS: Final[dict[str, str]] = {"at_least": "at least ", "at_most": "at most ", "about": "about "}

PRECISIONS: Final[dict[str, str]] = {
    "exact": "a town or site, as named",
    "within": "somewhere in the area named",
    "admin_area": "an administrative area, not a point",
    "country": "a whole country, not a point",
    "unresolved": "not found in the gazetteer",
}

ROLES: Final[dict[str, str]] = {
    "signatory": "signed the agreement",
    "non-signatory": "did not sign the agreement",
    "guarantor": "guarantor",
    "monitor": "monitor",
    "third party": "third party",
}


#: The parts of a brief in order: anchor and heading. They are numbered as they stand here.
SECTIONS: Final[tuple[tuple[str, str], ...]] = (
    ("summary", "Summary"),
    ("time", "Over time and by place"),
    ("statements", "Statements by side and act"),
    ("claims", "Claims and responses"),
    ("incidents", "Incidents"),
    ("figures", "Figures that differ"),
    ("provisions", "Provisions and deadlines"),
    ("sources", "Sources"),
    ("method", "Method and limits"),
)

#: Days of a year on average.
YEAR: Final = 365.25


def section_number(anchor: str) -> int:
    return next(n for n, (own, _) in enumerate(SECTIONS, 1) if own == anchor)


def act_label(act: str) -> str:
    return ACTS.get(act, (act.replace("_", " "), ""))[0]


def act_heading(act: str) -> str:
    return ACTS.get(act, ("", act.replace("_", " ").capitalize()))[1]


def type_label(kind: str) -> str:
    return TYPES.get(kind) or kind.replace("_", " ").capitalize()


def day_words(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def range_words(first: date | None, last: date | None) -> str:
    """``4 March 2031``, ``4–6 March 2031``, ``28 March – 2 April 2031``; ``since …`` and ``until …`` for open ends."""
    if first is None and last is None:
        return ""
    if first is None or last is None:
        return f"until {day_words(last)}" if last else f"since {day_words(first)}"  # type: ignore[arg-type]
    if first == last:
        return day_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {last:%B} {last.year}"
    if first.year == last.year:
        return f"{first.day} {first:%B} – {day_words(last)}"
    return f"{day_words(first)} – {day_words(last)}"


def when_words(when: When | None) -> str:
    """A time as precise as it was reported; the words as printed where no civil day is known; "" for none."""
    if when is None:
        return ""
    if when.first_day is None and when.last_day is None:
        return f"“{when.words}”" + (" (the report's own date is not known)" if when.basis == "unknown" else "")
    if when.calendar:
        return f"{range_words(when.first_day, when.last_day)} (printed “{when.words}”)"
    day = when.last_day or when.first_day
    if day is not None and when.precision == "month":
        return f"{day:%B} {day.year}"
    if day is not None and when.precision == "year":
        return str(day.year)
    words = range_words(when.first_day, when.last_day)
    prefix = {"by": "by ", "since": "since ", "until": "until "}.get(when.role, "")
    return words if words.startswith(("since", "until")) else prefix + words


def delay_words(days: int | None) -> str:
    """How many days after the claim a response was given; None is not known."""
    if days is None:
        return "delay not known"
    return "same day" if days == 0 else f"{counted(days, 'day')} later"


def distance_words(due: date, today: date) -> str:
    """Where a date lies as seen from the day the brief was made; in full years from two years on."""
    days = (due - today).days
    if days == 0:
        return "today"
    length = abs(days)
    told = counted(length, "day") if length < 2 * YEAR else f"over {counted(int(length / YEAR), 'year')}"
    return f"in {told}" if days > 0 else f"{told} ago"


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 report``, ``3 reports``; thousands parted by a comma."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def graded_words(grade: Grade) -> str:
    """``B (usually reliable) by Ann Brook``: the code, what it stands for, whose grade it is."""
    return f"{grade.code} ({grade.words.partition(':')[0]}) by {grade.who}"


def ordinal(number: int) -> str:
    """``1st``, ``2nd``, ``3rd``, ``11th``."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def listed(names: Sequence[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}" if names else ""


def number_words(value: float | int | str) -> str:
    return f"{value:,}" if isinstance(value, int | float) else value


def reach_words(low: float | None, high: float | None) -> str:
    """The range of a vague word: ``12 to 99``, ``2 or more``."""
    if low is None:
        return ""
    floor = number_words(int(low))
    return f"{floor} or more" if high is None else f"{floor} to {number_words(int(high))}"
