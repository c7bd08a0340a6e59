"""Terms, tags and linked data: each read by its own library where there is one, and held to the words of the record."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import hxl
import pandas
import prov.model
import pytest
from build_case import build_case
from built_case import BuiltCase
from followthemoney import model

from trucewatch.present.export import plover
from trucewatch.present.export.formats import FORMATS, export_case
from trucewatch.present.export.gathering import gather
from trucewatch.records.actor import Actor, Name, Role
from trucewatch.records.vocabulary import ACTS, INCIDENT_TYPES

DOCS = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")


@pytest.fixture
def case() -> BuiltCase:
    made = build_case()
    made.the_actors = [
        replace(actor, names=(*actor.names, Name(text=f"Spelling of {actor.id}", form="spelling")))
        for actor in made.the_agreement.actors
    ]
    made.the_statements = [
        replace(s, actor_id="brandt" if s.speaker == "Adel Brandt" else "halloran" if s.side == "Varenia" else None)
        for s in made.the_statements
    ]
    made.the_actors.append(
        Actor(
            id="mission",
            names=(Name(text="Joint Observer Mission"),),
            kind="institution",
            roles=(Role(title="party to the agreement", sides=("Joint Observer Mission",)),),
        )
    )
    return made


# -- plover -----------------------------------------------------------------------------------------------


def events(case: BuiltCase, folder: Path) -> pandas.DataFrame:
    export_case(case, folder, "plover")
    return pandas.read_csv(folder / "plover.csv", keep_default_na=False)


def test_every_event_of_the_crosswalk_has_a_class():
    told = {term.plover_event for term in (*ACTS.values(), *INCIDENT_TYPES.values())}
    assert {one for one in told if one and "(" not in one} <= plover.QUAD.keys()


def test_statements_and_incidents_are_events_and_the_rest_is_counted(case, tmp_path):
    rows = events(case, tmp_path)
    made = export_case(case, tmp_path, "plover")
    assert list(rows.columns) == list(plover.COLUMNS)
    assert len(rows) + sum(made.left_out.values()) == len(case.the_statements) + len(case.the_incidents)
    assert made.left_out == {"statements of the act report": 3}
    charges = rows[rows["event_type"] == "ACCUSE"]
    assert set(charges["actor"]) == {"Varenia", "Tolmir"} and set(charges["quad_class"]) == {"verbal conflict"}


def test_what_has_not_happened_is_told_as_future(case, tmp_path):
    rows = events(case, tmp_path).set_index("event_type")
    assert rows.loc["CONSULT", "future"] == "TRUE" or bool(rows.loc["CONSULT", "future"]) is True
    assert str(rows.loc["ASSAULT", "disputed"]).upper() == "TRUE" and rows.loc["ASSAULT", "mode"] == "heavy-weapons"


# -- hxl --------------------------------------------------------------------------------------------------


def test_hxl_is_read_by_its_own_library_with_the_tags_in_the_second_line(case, tmp_path):
    made = export_case(case, tmp_path, "hxl")
    with hxl.data(str(tmp_path / "hxl.csv"), hxl.InputOptions(allow_local=True)) as source:
        tags = source.display_tags
        rows = [dict(zip(tags, row.values, strict=True)) for row in source]
    assert (tmp_path / "hxl.csv").read_text().splitlines()[1].startswith("#meta+id,#event+type")
    assert len(tags) == len(set(tags)) and len(rows) == made.counts["incidents"] == len(case.the_incidents)
    shelling = next(row for row in rows if row["#event+type"] == "shelling")
    assert (shelling["#affected+killed"], shelling["#loc+name"]) == ("11", "Kessel Bridge")
    assert shelling["#date+reported"] == "2031-03-04" and shelling["#group+status+first"] == "disputed"


# -- ftm --------------------------------------------------------------------------------------------------


def entities(case: BuiltCase, folder: Path) -> dict[str, dict]:
    export_case(case, folder, "ftm")
    lines = (folder / "entities.ftm.json").read_text(encoding="utf-8").splitlines()
    made = [json.loads(line) for line in lines]
    assert len({one["id"] for one in made}) == len(made)
    return {one["id"]: one for one in made}


def test_followthemoney_takes_every_entity_and_every_value(case, tmp_path):
    made = entities(case, tmp_path)
    for one in made.values():
        proxy = model.get_proxy(one, cleaned=False)
        proxy.schema.validate(proxy.to_dict())
        for name, values in one["properties"].items():
            assert sorted(proxy.get(name)) == sorted(values), f"{one['schema']} {name}"


def test_every_entity_that_is_named_is_there_and_of_the_kind_that_is_asked(case, tmp_path):
    made = entities(case, tmp_path)
    for one in made.values():
        schema = model.get(one["schema"])
        for name, values in one["properties"].items():
            wanted = schema.get(name).range
            assert wanted is None or all(model.get(made[v]["schema"]).is_a(wanted) for v in values), name


def test_who_speaks_for_whom_and_what_stands_where_is_kept(case, tmp_path):
    made = entities(case, tmp_path)
    kinds = Counter(one["schema"] for one in made.values())
    assert kinds["Article"] == len(case.the_reports) and kinds["Note"] == len(case.the_statements)
    assert kinds["Event"] == len(case.the_incidents) and kinds["Organization"] == 3
    speaks = [one["properties"] for one in made.values() if one["schema"] == "Representation"]
    told = {
        (made[s["agent"][0]]["properties"]["name"][0], made[s["client"][0]]["properties"]["name"][0]) for s in speaks
    }
    assert told == {("Ines Halloran", "Varenia"), ("Adel Brandt", "Tolmir")}
    deny = next(one for one in made.values() if "deny" in one["properties"].get("keywords", ()))
    assert made[deny["properties"]["entity"][0]]["properties"]["name"] == ["Ines Halloran"]
    assert deny["properties"]["description"] == ["Our guns have been silent since Sunday,"]


def test_rival_attributions_are_links_with_who_names_whom(case, tmp_path):
    made = entities(case, tmp_path)
    roles = {one["properties"]["role"][0] for one in made.values() if one["schema"] == "UnknownLink"}
    assert {"named as actor by Adel Brandt (alleged)", "named as actor by Ines Halloran (alleged)"} <= roles
    assert "answers: denial" in roles


def test_private_persons_are_no_entities_and_are_counted(case, tmp_path):
    made = export_case(case, tmp_path, "ftm")
    assert made.left_out == {"private persons": 1}
    people = [one for one in entities(case, tmp_path).values() if one["schema"] == "Person"]
    assert {name for one in people for name in one["properties"]["name"]} == {"Ines Halloran", "Adel Brandt"}


# -- annotations ------------------------------------------------------------------------------------------


def annotations(case: BuiltCase, folder: Path) -> dict:
    export_case(case, folder, "annotations")
    return json.loads((folder / "annotations.jsonld").read_text(encoding="utf-8"))


def test_both_selectors_find_the_same_words_in_the_text_whose_hash_is_named(case, tmp_path):
    texts = {hashlib.sha256(t.content.encode()).hexdigest(): t.content for t in case.texts.values()}
    items = annotations(case, tmp_path)["first"]["items"]
    private = 0
    for item in items:
        assert item["type"] == "Annotation" and item["target"]["type"] == "SpecificResource"
        text = texts[item["target"]["source"]["sha256"]]
        quote, position = item["target"]["selector"]
        assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        around = quote["prefix"] + quote["exact"] + quote["suffix"]
        if "█" in around:
            private += 1
            continue
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert around in text and text.startswith(around, position["start"] - len(quote["prefix"]))
    assert len(items) - private > 10


def test_every_place_in_which_a_record_stands_is_an_annotation(case, tmp_path):
    collection = annotations(case, tmp_path)
    told = gather(case)
    spots = sum(len(row["mentions"]) for name in ("statements", "incidents", "unrealised") for row in told.rows[name])
    items = collection["first"]["items"]
    assert collection["total"] == len(items) == spots and len({item["id"] for item in items}) == spots
    assert collection["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert not any(" " in item["id"] for item in items)


# -- claims -----------------------------------------------------------------------------------------------


def claims(case: BuiltCase, folder: Path) -> dict:
    export_case(case, folder, "claims")
    return json.loads((folder / "claims.jsonld").read_text(encoding="utf-8"))


def test_every_statement_is_a_claim_and_none_is_reviewed_or_rated(case, tmp_path):
    made = claims(case, tmp_path)
    assert {part["@type"] for part in made["hasPart"]} == {"Claim"}
    assert len(made["hasPart"]) == len(case.the_statements)
    keys = {key for part in _within(made) for key in part}
    types = {part.get("@type") for part in _within(made)}
    assert not keys & {"claimReviewed", "reviewRating", "claimInterpreter", "review", "aggregateRating", "ratingValue"}
    assert types <= {"Dataset", "Claim", "Person", "Organization", "Thing", "NewsArticle", "CreativeWork"}


def test_a_claim_says_who_makes_it_in_which_words_and_where_it_appears(case, tmp_path):
    parts = {part["name"]: part for part in claims(case, tmp_path)["hasPart"]}
    deny = parts["Ines Halloran: deny"]
    assert deny["text"] == "Our guns have been silent since Sunday," and deny["dateCreated"] == "2031-03-04"
    assert deny["author"]["@type"] == "Person" and deny["author"]["affiliation"]["name"] == "Varenia"
    assert deny["firstAppearance"]["publisher"]["name"] == "Harbour Wire"
    charge = case.the_statements[0]
    assert {"@type": "Claim", "@id": f"urn:trucewatch:statement:{charge.id}"} in deny["about"]
    assert parts["Joint Observer Mission: report"]["author"]["@type"] == "Organization"


def _within(value):
    """Every object within, itself first."""
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from _within(one)
    elif isinstance(value, list):
        for one in value:
            yield from _within(one)


# -- prov -------------------------------------------------------------------------------------------------


def provenance(case: BuiltCase, folder: Path) -> prov.model.ProvDocument:
    export_case(case, folder, "prov")
    return prov.model.ProvDocument.deserialize(str(folder / "provenance.json"), format="json")


def test_provenance_is_read_by_its_library_and_leads_from_record_to_bytes(case, tmp_path):
    made = provenance(case, tmp_path)
    derived = {}
    for relation in made.get_records(prov.model.ProvDerivation):
        one, other = (str(value) for _, value in relation.formal_attributes[:2])
        derived.setdefault(one, set()).add(other)
    deny = next(s for s in case.the_statements if s.act == "deny")
    (text,) = derived[f"tw:statement-{deny.id}"]
    assert text.removeprefix("sha256:") in case.texts
    (capture,) = derived[text]
    assert capture.removeprefix("tw:capture-") in case.captures


def test_every_record_is_generated_by_a_stage_and_attributed(case, tmp_path):
    made = provenance(case, tmp_path)
    counts = export_case(case, tmp_path, "prov").counts
    generated = {str(r.formal_attributes[0][1]) for r in made.get_records(prov.model.ProvGeneration)}
    attributed = {str(r.formal_attributes[0][1]) for r in made.get_records(prov.model.ProvAttribution)}
    entities = {str(e.identifier) for e in made.get_records(prov.model.ProvEntity)}
    assert attributed <= generated <= entities and len(attributed) == counts["records"]
    told = gather(case).rows
    tables = ("actors", "statements", "incidents", "unrealised", "figures", "commitments", "claimed_terms")
    assert counts["records"] == sum(len(told[name]) for name in tables)


def test_every_format_stands_in_the_docs():
    for name in FORMATS:
        assert f"| `{name}` |" in DOCS
