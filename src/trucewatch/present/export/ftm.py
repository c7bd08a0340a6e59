"""The record as FollowTheMoney entities, a JSON object a line: for Aleph, OpenAleph and whatever reads that model.

The model (schemata of version 3.8) has no speech and no tolls: a statement is a ``Note`` on whoever speaks, and who is
named by whom is an ``UnknownLink`` with its attribution as the role.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from trucewatch.present.export.coded import note
from trucewatch.present.export.gathering import Gathered
from trucewatch.present.export.made import Made
from trucewatch.present.export.records import encoded, line
from trucewatch.present.export.rows import Row

FILE, ABOUT = "entities.ftm.json", "ftm-about.txt"
#: FollowTheMoney writes languages with three letters (ISO 639-3).
LANGUAGES: Final = {"en": "eng", "ar": "ara", "fr": "fra", "es": "spa", "ru": "rus", "uk": "ukr", "fa": "fas"}
#: A role with one of these bounds begins and ends when it is told to, not when a report happens to mention it.
TOLD: Final = frozenset({"agreement", "words", "person"})
Entity = dict[str, Any]


def ftm(told: Gathered) -> Made:
    """Reports as ``Article``, parties and actors as ``Organization`` and ``Person``, for whom they speak as
    ``Representation``, incidents as ``Event``, statements as ``Note``. Private persons are no entities, only counted.
    """
    entities: dict[str, Entity] = {}
    for entity in _entities(told):
        entities.setdefault(entity["id"], entity)
    counts = Counter(entity["schema"] for entity in entities.values())
    private = sum(1 for row in told.rows["actors"] if row["withheld"])
    return Made(
        files={
            FILE: encoded("".join(f"{line(entity)}\n" for entity in entities.values())),
            ABOUT: encoded(told.about.text()),
        },
        counts=counts,
        left_out={"private persons": private} if private else {},
    )


def _entities(told: Gathered) -> Iterator[Entity]:
    known = _Named(told)
    yield from (_article(row) for row in told.rows["documents"])
    yield from known.entities.values()
    for row in told.rows["actors"]:
        if not row["withheld"]:
            yield from _speaks_for(row, known)
    for row in told.rows["statements"]:
        yield from _statement(told, row, known)
    for row in (*told.rows["incidents"], *told.rows["unrealised"]):
        yield from _incident(told, row, known)
    for row in told.rows["disputes"]:
        ends = {"subject": [f"tw-{row['response']}"], "object": [f"tw-{row['claim']}"]}
        yield _entity("UnknownLink", _id(row["response"], row["claim"]), {**ends, "role": [f"answers: {row['kind']}"]})


class _Named:
    """The entities that names stand for: parties of the agreement, actors, others who are named as having a part."""

    def __init__(self, told: Gathered) -> None:
        self.entities: dict[str, Entity] = {}
        self._of_name: dict[str, str] = {}
        self._same: dict[str, str] = {}  # actors that are parties, by the id they would have
        self._agreement = told.agreement.id
        for party in told.agreement.parties:
            self.of(party.name, aliases=party.aliases)
        for row in told.rows["actors"]:
            if not row["withheld"]:
                self._actor(row)

    def of(self, name: str, aliases: Iterable[str] = ()) -> str:
        """The id of whoever bears this name, made where nobody does yet."""
        name = _flat(name)
        if name not in self._of_name:
            schema = "Organization" if aliases or name[:1].isupper() else "LegalEntity"
            made = _entity(schema, _id(self._agreement, name), {"name": [name], "alias": map(_flat, aliases)})
            self._of_name[name] = made["id"]
            self.entities[made["id"]] = made
        return self._of_name[name]

    def actor(self, actor_id: str | None) -> str | None:
        """The id of the entity of an actor; None for nobody and for private persons."""
        found = f"tw-{actor_id}"
        return self._same.get(found) or (found if found in self.entities else None)

    def _actor(self, row: Row) -> None:
        if _flat(row["name"]) in self._of_name:  # a party that is an actor as well
            self._same[f"tw-{row['id']}"] = self._of_name[_flat(row["name"])]
            return
        names = [_flat(name["text"]) for name in row["names"] if name["form"] in ("full", "spelling", "acronym")]
        institution = row["kind"] == "institution"
        titles = [] if institution else [_flat(role["title"]) for role in row["roles"] if role["title"]]
        values = {
            "name": [_flat(row["name"])], "alias": [n for n in names if n != row["name"]],
            **({} if institution else {"position": titles}),
        }  # fmt: skip
        made = _entity("Organization" if institution else "Person", f"tw-{row['id']}", values)
        self.entities[made["id"]] = made


def _article(row: Row) -> Entity:
    return _entity(
        "Article",
        _report(row),
        {
            "title": [_flat(row["title"])] if row["title"] else [],
            "publisher": [row["publisher"]],
            "publishedAt": [row["published"]],
            "sourceUrl": [row["url"]] if (row["url"] or "").startswith(("http://", "https://")) else [],
            "language": [LANGUAGES.get(row["language"] or "")],
            "fileName": [row["file"]],
            "mimeType": [(row["media_type"] or "").partition(";")[0].strip()],
            "retrievedAt": [(row["fetched_at"] or "")[:10]],
            "notes": [f"SHA-256 of the text: {row['text_sha256']}"],
        },
    )


def _speaks_for(row: Row, known: _Named) -> Iterator[Entity]:
    agent = known.actor(row["id"])
    for role in row["roles"]:
        for side in role["parties"]:
            client = known.of(side)
            if agent is None or agent == client:
                continue
            title = _flat(role["title"] or "")
            yield _entity(
                "Representation",
                _id(agent, client, title, str(role["since"])),
                {
                    "agent": [agent],
                    "client": [client],
                    "role": [title],
                    "startDate": [role["since"] if role["since_basis"] in TOLD else None],
                    "endDate": [role["until"] if role["until_basis"] in TOLD else None],
                },
            )


def _statement(told: Gathered, row: Row, known: _Named) -> Iterator[Entity]:
    spoken = [
        f"said on {row['said_on']}" if row["said_on"] else "",
        f"for {row['party']}" if row["party"] else "",
        f"medium: {row['medium']}",
    ]
    speaker = known.actor(row["actor_id"]) or (known.of(row["party"]) if row["party"] else None)
    made = _entity(
        "Note",
        f"tw-{row['id']}",
        {
            "name": [_flat(f"{row['speaker'] or 'not named'}: {row['act']}")],
            "description": [told.quoted(row["mentions"])],
            "summary": ["; ".join(filter(None, spoken))],
            "entity": [speaker],
            "keywords": [row["act"]],
            "proof": [_report(document) for document in told.told_in(row)],
        },
    )
    yield made
    if row["target_party"]:
        ends = {"subject": [made["id"]], "object": [known.of(row["target_party"])]}
        yield _entity("UnknownLink", _id(made["id"], "addresses"), {**ends, "role": [f"addresses: {row['act']}"]})


def _incident(told: Gathered, row: Row, known: _Named) -> Iterator[Entity]:
    place = ", ".join(dict.fromkeys(filter(None, (row["place"], row["admin1"], row["country"]))))
    kind = row["type"].replace("_", " ")
    day = row["date_from"] if row["date_from"] == row["date_to"] else None
    made = _entity(
        "Event",
        f"tw-{row['id']}",
        {
            "name": [_flat(f"{kind}{' at ' + row['place'] if row['place'] else ''}{', ' + day if day else ''}")],
            "date": [day],
            "startDate": [] if day else [row["date_from"]],
            "endDate": [] if day else [row["date_to"]],
            "location": [_flat(place)],
            "summary": [told.quoted(row["mentions"])],
            "notes": [note(told, row)],
            "keywords": [row["type"], row["status"]],
            "recordId": [f"i:{row['id'][:16]}"],
            "modifiedAt": [row["recorded_at"][:10]],
            "proof": [_report(document) for document in told.told_in(row)],
        },
    )
    yield made
    for one in row["attributions"]:
        by = f"named as actor by {one['said_by'] or 'reports'} ({one['said_as']})"
        denied = f", denied by {one['denied_by']}" if one.get("denied_by") else ""
        yield from _named(made, one["actor"], by + denied, known)
    if row["target"] and row["target"] != "civilians":
        yield from _named(made, row["target"], "named as the one struck or addressed", known)


def _named(event: Entity, name: str, role: str, known: _Named) -> Iterator[Entity]:
    there = known.of(name)
    yield known.entities[there]
    ends = {"subject": [event["id"]], "object": [there]}
    yield _entity("UnknownLink", _id(event["id"], there, role), {**ends, "role": [_flat(role)]})


def _entity(schema: str, entity_id: str, properties: Mapping[str, Iterable[str | None]]) -> Entity:
    """An entity with the values that are known, each once."""
    kept = {name: list(dict.fromkeys(filter(None, values))) for name, values in properties.items()}
    return {"id": entity_id, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _report(row: Row) -> str:
    return f"tw-{row['id'].replace('#', '-')}"


def _id(*parts: str) -> str:
    return f"tw-{hashlib.sha256(chr(31).join(parts).encode('utf-8', 'replace')).hexdigest()[:40]}"


def _flat(words: str) -> str:
    """Words in one line with single blanks, as names are kept there."""
    return " ".join(words.split())
