"""Who says what to whom, and what answers what, as a graph (GraphML)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as xml

from trucewatch.present.export.gathering import Gathered
from trucewatch.present.export.made import Made
from trucewatch.present.export.rows import Row

FILE = "record.graphml"
SPACE = "http://graphml.graphdrawing.org/xmlns"
#: Characters that XML 1.0 cannot hold; each is written as the sign for a lost character.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: What a node or an edge may carry, each with its type in GraphML.
ON_NODES = {
    "kind": "string", "label": "string", "act": "string", "type": "string", "status": "string", "day": "string",
    "medium": "string", "place": "string", "words": "string", "reports": "long",
}  # fmt: skip
ON_EDGES = {
    "relation": "string", "answer": "string", "said_by": "string", "said_as": "string", "denied_by": "string",
    "score": "double",
}  # fmt: skip
Values = dict[str, Any]


@dataclass
class _Graph:
    nodes: dict[str, Values] = field(default_factory=dict)
    edges: list[tuple[str, str, Values]] = field(default_factory=list)

    def name(self, kind: str, name: str) -> str:
        """The node of somebody who is known by a name alone."""
        node = f"{kind} {name}"
        self.nodes.setdefault(node, {"kind": kind, "label": name})
        return node

    def tie(self, one: str, other: str, relation: str, **values: Any) -> None:
        self.edges.append((one, other, {"relation": relation, **values}))


def graphml(told: Gathered) -> Made:
    """Nodes: parties, actors, others named, statements, incidents, provisions. Edges lead from who acts to what is
    acted on: speaks for, says, addresses, answers, repeats, named as actor, named as target, claims of a provision.

    An incident has an edge to everybody whom somebody names, with who names him; no edge says who it was.
    """
    graph = _Graph()
    parties = {p.name for p in told.agreement.parties}

    def who(name: str) -> str:
        return graph.name("party" if name in parties else "named", name)

    for name in sorted(parties):
        graph.name("party", name)
    for provision in told.agreement.provisions:
        label = told.people.masked(provision.what)
        graph.nodes[provision.ref] = {"kind": "provision", "label": f"{provision.ref} {label}"}
    for row in told.rows["actors"]:
        graph.nodes[row["id"]] = {"kind": "actor", "label": row["name"]}
        for side in dict.fromkeys(side for role in row["roles"] for side in role["parties"]):
            graph.tie(row["id"], who(side), "speaks for")
    for row in told.rows["statements"]:
        _statement(graph, told, row, who)
    for row in (*told.rows["incidents"], *told.rows["unrealised"]):
        _incident(graph, told, row, who)
    for row in told.rows["disputes"]:
        graph.tie(row["response"], row["claim"], "answers", answer=row["kind"], score=row["score"])
    for row in told.rows["claimed_terms"]:
        ref = row["provision"] or "claimed, not in the text"
        graph.nodes.setdefault(ref, {"kind": "provision", "label": ref})
        graph.tie(row["statement"], ref, "claims of a provision", answer=row["effect"], score=row["score"])
    counts = Counter(values["kind"] for values in graph.nodes.values())
    return Made(files={FILE: _written(graph, told)}, counts={**counts, "edges": len(graph.edges)})


def _statement(graph: _Graph, told: Gathered, row: Row, who: Any) -> None:
    graph.nodes[row["id"]] = {
        "kind": "statement", "label": f"{row['speaker'] or 'not named'}: {row['act']}", "act": row["act"],
        "day": row["said_on"], "medium": row["medium"], "words": told.quoted(row["mentions"]),
        "reports": len(told.told_in(row)),
    }  # fmt: skip
    speaker = row["actor_id"] if row["actor_id"] in graph.nodes else None
    if speaker or row["speaker"]:
        graph.tie(speaker or who(row["speaker"]), row["id"], "says")
    if row["target_party"]:
        graph.tie(row["id"], who(row["target_party"]), "addresses")
    for again in row["repeats"]:
        graph.tie(row["id"], again, "repeats")


def _incident(graph: _Graph, told: Gathered, row: Row, who: Any) -> None:
    graph.nodes[row["id"]] = {
        "kind": "incident", "label": f"{row['type']}{' at ' + row['place'] if row['place'] else ''}",
        "type": row["type"], "status": row["status"], "day": row["date_from"] or row["date_to"],
        "place": row["place"], "words": told.quoted(row["mentions"]), "reports": len(told.told_in(row)),
    }  # fmt: skip
    seen = set()
    for one in row["attributions"]:
        key = tuple(one.get(name) for name in ("actor", "said_by", "said_as", "denied_by"))
        if key not in seen:
            seen.add(key)
            graph.tie(
                row["id"], who(one["actor"]), "named as actor", said_by=one["said_by"], said_as=one["said_as"],
                denied_by=one.get("denied_by"),
            )  # fmt: skip
    if row["target"]:
        graph.tie(row["id"], who(row["target"]), "named as target")


def _written(graph: _Graph, told: Gathered) -> bytes:
    xml.register_namespace("", SPACE)
    root = xml.Element(f"{{{SPACE}}}graphml")
    about = dict(told.about.as_dict())
    on_graph = {name.replace(" ", "_"): "\n".join(v) if isinstance(v, list) else v for name, v in about.items()}
    typed = {"graph": dict.fromkeys(on_graph, "string"), "node": ON_NODES, "edge": ON_EDGES}
    for holder, names in typed.items():
        for name, kind in names.items():
            values = {"id": f"{holder} {name}".replace(" ", "-"), "for": holder, "attr.name": name, "attr.type": kind}
            xml.SubElement(root, f"{{{SPACE}}}key", values)
    made = xml.SubElement(root, f"{{{SPACE}}}graph", {"id": told.agreement.id, "edgedefault": "directed"})
    _data(made, "graph", on_graph)
    for node, values in graph.nodes.items():
        _data(xml.SubElement(made, f"{{{SPACE}}}node", {"id": _kept(node)}), "node", values)
    for number, (one, other, values) in enumerate(_known(graph)):
        ends = {"id": f"e{number}", "source": _kept(one), "target": _kept(other)}
        _data(xml.SubElement(made, f"{{{SPACE}}}edge", ends), "edge", values)
    xml.indent(root)
    content: bytes = xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _known(graph: _Graph) -> Iterator[tuple[str, str, Values]]:
    """The edges between nodes that are there."""
    return (edge for edge in graph.edges if edge[0] in graph.nodes and edge[1] in graph.nodes)


def _data(holder: xml.Element, of: str, values: Values) -> None:
    for name, value in values.items():
        if value is not None and value != "":
            xml.SubElement(holder, f"{{{SPACE}}}data", {"key": f"{of}-{name}"}).text = _kept(str(value))


def _kept(words: str) -> str:
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", words)
