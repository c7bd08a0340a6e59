"""Where each statement and incident stands in the texts: W3C Web Annotations, as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

from trucewatch.present.export.gathering import Gathered
from trucewatch.present.export.made import Made
from trucewatch.present.export.records import encoded
from trucewatch.present.export.rows import Row

FILE = "annotations.jsonld"
#: Characters of the text either side of the words.
AROUND: Final = 32
#: The second context names what the model of the W3C has no word for.
CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {"sha256": "urn:trucewatch:sha256", "record": "urn:trucewatch:record", "about": "urn:trucewatch:about"},
]


def web_annotations(told: Gathered) -> Made:
    """An annotation for each unbroken piece of words. Its target is the text as read: the report's address (its hash,
    where it has none) with the SHA-256 of that text; positions count code points from 0, the end not included, in it.

    Quotations are covered where the text is: what may not be shown is a row of blocks of the same length.
    """
    items = [*_items(told)]
    made = {
        "@context": CONTEXT,
        "id": f"urn:trucewatch:{told.agreement.id}:annotations",
        "type": "AnnotationCollection",
        "label": told.about.title,
        "rights": told.about.licence,
        "generator": {"type": "Software", "name": told.about.program},
        "about": told.about.as_dict(),
        "total": len(items),
        "first": {
            "id": f"urn:trucewatch:{told.agreement.id}:annotations:1", "type": "AnnotationPage", "startIndex": 0,
            "items": items,
        },
    }  # fmt: skip
    files = {FILE: encoded(json.dumps(made, ensure_ascii=False, indent=1) + "\n")}
    return Made(files=files, counts={"annotations": len(items)})


def _items(told: Gathered) -> Iterator[dict[str, Any]]:
    for row in told.rows["statements"]:
        words = f"{row['speaker'] or 'not named'}{_for(row['party'])}: {row['act']}"
        yield from _of(told, row, "statement", row["act"], words)
    for row in (*told.rows["incidents"], *told.rows["unrealised"]):
        place = f" at {row['place']}" if row["place"] else ""
        yield from _of(told, row, "incident", row["type"], f"reported {row['type'].replace('_', ' ')}{place}")


def _for(side: str | None) -> str:
    return f" (for {side})" if side else ""


def _of(told: Gathered, row: Row, kind: str, tag: str, words: str) -> Iterator[dict[str, Any]]:
    for spot in row["mentions"]:
        said_as = spot.get("said_as")
        record = f"urn:trucewatch:{kind}:{row['id']}"
        yield {
            "id": f"urn:trucewatch:mention:{spot['mention']}:{quote(spot['file'], safe='')}:{spot['start']}",
            "type": "Annotation",
            "motivation": "classifying",
            "created": row["recorded_at"],
            **_made(told, row),
            "record": record,
            "body": [
                {"type": "TextualBody", "purpose": "classifying", "value": kind},
                {"type": "TextualBody", "purpose": "tagging", "value": tag},
                *([{"type": "TextualBody", "purpose": "tagging", "value": said_as}] if said_as else []),
                {"type": "TextualBody", "purpose": "describing", "value": words, "language": "en"},
            ],
            "target": _target(told, spot),
        }


def _target(told: Gathered, spot: Row) -> dict[str, Any]:
    document, text = told.documents[spot["file"]], told.words.get(spot["file"], "")
    start, end = spot["start"], spot["end"]
    source = {
        "id": document["url"] or f"urn:sha256:{document['text_sha256']}",
        "type": "Text",
        "format": "text/plain",
        **({"language": document["language"]} if document["language"] else {}),
        "sha256": document["text_sha256"],
    }
    return {
        "type": "SpecificResource",
        "source": source,
        "selector": [
            {
                "type": "TextQuoteSelector", "exact": text[start:end], "prefix": text[max(0, start - AROUND) : start],
                "suffix": text[end : end + AROUND],
            },
            {"type": "TextPositionSelector", "start": start, "end": end},
        ],
    }  # fmt: skip


def _made(told: Gathered, row: Row) -> dict[str, Any]:
    """The program as generator; whoever entered or changed something as creator, in the words of the data model."""
    maker = row["maker"]
    name = f"{maker['name']} {maker['version'] or ''}".strip() if maker["kind"] == "machine" else told.about.program
    people = [{"type": "Person", "name": person["name"]} for person in row["persons"]]
    return {"generator": {"type": "Software", "name": name}, **({"creator": people} if people else {})}
