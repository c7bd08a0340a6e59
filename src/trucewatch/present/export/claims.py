"""What is said, as schema.org claims. They are claims and nothing more: no review of them, no rating, no verdict."""

from __future__ import annotations

import json
from typing import Any

from trucewatch.present.export.gathering import Gathered
from trucewatch.present.export.made import Made
from trucewatch.present.export.records import encoded
from trucewatch.present.export.rows import Row

FILE = "claims.jsonld"


def claims(told: Gathered) -> Made:
    """A ``Claim`` for each statement: who makes it, on which day, in its own words, and every report that tells of it.

    A statement that answers another leads to it (``about``); nothing says which of the two stands.
    """
    answers: dict[str, list[str]] = {}
    for row in told.rows["disputes"]:
        answers.setdefault(row["response"], []).append(row["claim"])
    names = {party.name for party in told.agreement.parties}
    institutions = {row["id"] for row in told.rows["actors"] if row["kind"] == "institution"}
    items = [_claim(told, row, answers.get(row["id"], []), names | institutions) for row in told.rows["statements"]]
    made = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"urn:trucewatch:{told.agreement.id}:claims",
        "name": told.about.title,
        "description": told.about.text(),
        "license": told.about.licence,
        "creditText": "; ".join(told.about.attribution),
        "dateModified": told.about.known_at,
        "hasPart": items,
    }
    files = {FILE: encoded(json.dumps(made, ensure_ascii=False, indent=1) + "\n")}
    return Made(files=files, counts={"claims": len(items)})


def _claim(told: Gathered, row: Row, answers: list[str], bodies: set[str]) -> dict[str, Any]:
    appears = [_appearance(told, document) for document in told.told_in(row)]
    made = {
        "@type": "Claim",
        "@id": f"urn:trucewatch:statement:{row['id']}",
        "name": f"{row['speaker'] or 'not named'}: {row['act']}",
        "text": told.quoted(row["mentions"]),
        "author": _author(row, bodies),
        "dateCreated": row["said_on"] or _range(row),
        "datePublished": appears[0].get("datePublished") if appears else None,
        "keywords": [row["act"], row["medium"]],
        "firstAppearance": appears[0] if appears else None,
        "appearance": appears,
        "about": [
            *([{"@type": "Organization", "name": row["target_party"]}] if row["target_party"] else []),
            *({"@type": "Claim", "@id": f"urn:trucewatch:statement:{one}"} for one in answers),
        ],
    }
    return {name: value for name, value in made.items() if value}


def _author(row: Row, bodies: set[str]) -> dict[str, Any] | None:
    """Whoever speaks, and the side spoken for; a private person by description. ``bodies`` are names of parties and ids
    of institutions."""
    if row["speaker"] is None:
        return None
    side = {"@type": "Organization", "name": row["party"]} if row["party"] else None
    body = row["speaker"] in bodies or row["actor_id"] in bodies
    kind = "Organization" if body else "Person" if row["actor_id"] else "Thing"
    made = {
        "@type": kind,
        "@id": f"urn:trucewatch:actor:{row['actor_id']}" if row["actor_id"] else None,
        "name": row["speaker"],
        "jobTitle": row["role"] if kind == "Person" and row["role"] != row["speaker"] else None,
        "affiliation": side if kind == "Person" else None,
    }
    return {name: value for name, value in made.items() if value}


def _range(row: Row) -> str | None:
    return f"{row['said_from']}/{row['said_to']}" if row["said_from"] and row["said_to"] else None


def _appearance(told: Gathered, document: Row) -> dict[str, Any]:
    made = {
        "@type": "CreativeWork" if document["kind"] == "note" else "NewsArticle",
        "url": document["url"],
        "headline": document["title"],
        "datePublished": document["published"],
        "publisher": {"@type": "Organization", "name": document["publisher"]} if document["publisher"] else None,
        "inLanguage": document["language"],
        "identifier": f"sha256:{document['text_sha256']}",
    }
    return {name: value for name, value in made.items() if value}
