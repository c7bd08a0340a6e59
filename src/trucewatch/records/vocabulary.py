"""The words of the record: speech acts, incident types, media, dispute kinds, how a thing is said, provisions' topics.

One place for all of them, with definitions and the equivalents in PLOVER (2021), CAMEO (1.1b3), ACLED
(2024 codebook) and UCDP GED. The tables are ``acts.csv``, ``incident_types.csv`` and ``topics.csv`` in ``vocabulary/``;
the docs page "Vocabularies" is made from them.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word of a vocabulary: its definition and its equivalents elsewhere (empty where there is none)."""

    name: str
    covers: str
    plover_event: str = ""
    plover_mode: str = ""
    cameo_root: str = ""
    cameo_codes: str = ""
    acled_event_type: str = ""
    acled_sub_event_type: str = ""
    ucdp: str = ""


def _read(name: str) -> dict[str, Term]:
    table = (files("trucewatch") / "vocabulary" / f"{name}.csv").read_text(encoding="utf-8")
    return {row["name"]: Term(**row) for row in csv.DictReader(table.splitlines())}


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a provision is about: the label, what it covers, and the provision type of the Peace Accords Matrix that it
    stands for (empty where that has none). ``words`` are those by which a provision's text is known to be about it.

    Source: the 51 provision types of the Peace Accords Matrix (Kroc Institute); the labels are ours.
    """

    name: str
    covers: str
    pam: str
    words: tuple[str, ...]


def _topics() -> dict[str, Topic]:
    table = (files("trucewatch") / "vocabulary" / "topics.csv").read_text(encoding="utf-8")
    return {
        row["name"]: Topic(
            name=row["name"], covers=row["covers"], pam=row["pam"], words=tuple(row["words"].split("|"))
        )
        for row in csv.DictReader(table.splitlines())
    }  # fmt: skip


ACTS: dict[str, Term] = _read("acts")
INCIDENT_TYPES: dict[str, Term] = _read("incident_types")
TOPICS: dict[str, Topic] = _topics()

MEDIA: dict[str, str] = {
    "statement": "a written or spoken statement, letter, communique or bulletin",
    "tweet": "a post on a social network",
    "interview": "words given to one outlet in an interview or by telephone",
    "press": "a news conference or briefing to the press",
    "speech": "a speech, address, sermon, hearing or sitting",
    "unknown": "the report does not say",
}

DISPUTE_KINDS: dict[str, str] = {
    "denial": "says that what is charged did not happen, was not their doing, or kept to what was agreed",
    "counter_accusation": "a charge against the accuser",
    "justification": "grants the deed and gives a ground for it",
    "acceptance": "grants the deed",
    "correction": "somewhat otherwise: a detail or figure put right by the one charged",
    "retraction": "the accuser takes the charge back",
}

SAID_AS: dict[str, str] = {
    "narrated": "the reporter tells it in his own voice",
    "alleged": "somebody says that another did it",
    "claimed": "somebody says that his own side did it",
    "denied": "somebody says that it did not happen, or not by him",
    "attempted": "tried, not carried out",
    "threatened": "announced as harm to come",
    "planned": "scheduled or intended",
    "hypothetical": "under a condition, or as a possibility",
}

#: How far a source can be relied on, whatever it reports this time: a person's grade, never worked out.
#: The letters are those of the NATO system (AJP-2.1), also called the Admiralty code; the words are ours.
RELIABILITY: dict[str, str] = {
    "A": "reliable: known to the case, with a record in which nothing was found wrong",
    "B": "usually reliable: what it reported was mostly borne out",
    "C": "fairly reliable: borne out often enough to be used with care",
    "D": "not usually reliable: borne out less often than not",
    "E": "unreliable: has reported what proved wrong or made up",
    "F": "cannot be judged: too little is known of it; it says nothing for or against the source",
}

#: How far one report or saying can be believed, whoever brings it: a person's grade, never worked out.
CREDIBILITY: dict[str, str] = {
    "1": "confirmed: sources that do not hang together tell the same, and it fits what is known",
    "2": "probably true: not confirmed, but it fits what is known and holds together",
    "3": "possibly true: not confirmed; it holds together and fits in part",
    "4": "doubtful: possible, but it does not hold together well and nothing else tells of it",
    "5": "improbable: it goes against what is known",
    "6": "cannot be judged: nothing to hold it against; it says nothing for or against the report",
}

#: Acts that charge a side, and so can be answered.
CHARGES: frozenset[str] = frozenset({"accuse", "condemn"})

#: Incident types in which the sides take part alike: who is named first is not who did it.
MUTUAL: frozenset[str] = frozenset({"clash", "meeting", "agreement_signed"})
