"""The addresses that ``benchmarks.web`` asks for: every page and every door of the interface, with other records and
filters each time."""

from __future__ import annotations

import random
from itertools import islice

import sqlalchemy as sa

from trucewatch.case import Case
from trucewatch.store import schema

SIDES = 3
#: Records of a kind among which some are drawn, and how many are drawn.
AMONG, DRAWN = 2000, 20
WORDS = ("convoy", "quota", "ferry", "border", "prison", "shelling")


def addresses(case: Case, rng: random.Random) -> dict[str, list[str]]:
    """Page -> addresses of it, so that no answer is the one before."""
    store = case.store
    ids = {
        "statement": [s.id for s in islice(store.statements(), AMONG)],
        "incident": [i.id for i in islice(store.incidents(), AMONG)],
        "report": [r.id for r in islice(store.reports(), AMONG)],
        "actor": [a.id for a in islice(store.actors(), 200)],
        "series": [q.id for q in islice(store.series(), 200)],
        "figure": [f.id for f in islice(store.figures(), 200)],
        "commitment": [c.id for c in islice(store.commitments(), 200)],
        "mention": [m.id for m in islice(store.statement_mentions(), AMONG)],
    }
    refs = [p.ref for p in case.agreement.provisions]
    sides = [p.name for p in case.agreement.parties][:SIDES]

    def some(kind: str, prefix: str, suffix: str = "") -> list[str]:
        return [f"{prefix}{one}{suffix}" for one in rng.sample(ids[kind], min(len(ids[kind]), DRAWN))]

    why = [f"/why?left={left}&right={right}" for left, right in _pairs(case, rng)]
    api = "/api/v1"
    found = {
        "overview": ["/"],
        "new": ["/new"],
        "statements": [f"/statements?side={s}&offset={o}" for s in sides for o in (0, 50, 5000)],
        "incidents": [f"/incidents?offset={o}" for o in (0, 50, 2000)],
        "timeline": ["/timeline", "/timeline?grain=month", *[f"/timeline?side={s}" for s in sides]],
        "timeline picture": ["/timeline.json", *[f"/timeline.json?side={s}&grain=month" for s in sides]],
        "map": ["/map", *[f"/map?side={s}" for s in sides]],
        "map picture": ["/map.json?zoom=5", "/map.json?zoom=9"],
        "ledger": ["/ledger", "/ledger?answered=no", *[f"/ledger?against={s}" for s in sides], "/ledger?offset=1000"],
        "silence": ["/ledger/silence", "/ledger/silence?of=claims", "/ledger/silence?of=claims&offset=500"],
        "provisions": ["/provisions"],
        "provision": [f"/provisions/{r}" for r in refs],
        "commitments": ["/commitments", "/commitments?offset=100"],
        "commitment": some("commitment", "/commitments/"),
        "figures": ["/figures", "/figures?state=conflict", "/figures?offset=200"],
        "series": some("series", "/figures/series/"),
        "figure": some("figure", "/figures/one/"),
        "actors": ["/actors", "/actors?offset=20"],
        "actor": some("actor", "/actors/"),
        "reports": ["/reports", "/reports?offset=5000"],
        "report": some("report", "/reports/"),
        "report: versions": some("report", "/reports/", "/versions"),
        "report: source": some("report", "/reports/", "/source"),
        "report: add": some("report", "/reports/", "/add"),
        "search": [f"/search?words={w}" for w in WORDS] + [f"/search?words={w}&side={s}" for w in WORDS for s in sides],
        "statement": some("statement", "/statements/"),
        "incident": some("incident", "/incidents/"),
        "evidence": [
            *some("statement", "/evidence/statement/", "/speaker"), *some("incident", "/evidence/incident/", "/where"),
        ],
        "why": why,
        "correct statement": some("statement", "/correct/statement/"),
        "correct incident": some("incident", "/correct/incident/"),
        "correct words": some("mention", "/correct/statement%20mention/", "/words"),
        "review": ["/review", "/review?n=40", "/review?kind=attribution&n=7", "/review?kind=response&n=60"],
        "decisions": ["/decisions"],
        "samples": ["/samples"],
        "sources": ["/sources"],
        "method": ["/method"],
        "api case": [f"{api}/case"],
        "api statements": [f"{api}/statements", f"{api}/statements?offset=5000"],
        "api incidents": [f"{api}/incidents", f"{api}/incidents?offset=2000"],
        "api geojson": [f"{api}/incidents.geojson", f"{api}/incidents.geojson?offset=2000"],
        "api reports": [f"{api}/reports", f"{api}/reports?offset=5000"],
        "api actors": [f"{api}/actors", f"{api}/actors?offset=500"],
        "api figures": [f"{api}/figures"],
        "api ledger": [f"{api}/ledger", f"{api}/ledger?offset=1000"],
        "api provisions": [f"{api}/provisions"],
        "api decisions": [f"{api}/decisions"],
        "api search": [f"{api}/search?words={w}" for w in WORDS],
        "api statement": some("statement", f"{api}/statements/"),
        "api incident": some("incident", f"{api}/incidents/"),
        "api report": some("report", f"{api}/reports/"),
        "api actor": some("actor", f"{api}/actors/"),
        "api trace": some("statement", f"{api}/trace/statement/", "/speaker?internal=1"),
        "api why": [f"{api}{one}&internal=1" for one in why],
        "api feed": [f"{api}/feed.atom"],
    }  # fmt: skip
    return {page: places for page, places in found.items() if places}


def _pairs(case: Case, rng: random.Random) -> list[tuple[str, str]]:
    """Records of which something is judged: two mentions, claim and answer, a record and a provision, two reports."""
    t = schema.judgements
    letters = {"same_statement": "mm", "same_incident": "mm", "response": "ss", "same_report": "rr"}
    found: list[tuple[str, str]] = []
    with case.store.reading() as connection:
        for kind, (one, other) in letters.items():
            query = sa.select(t.c.left_id, t.c.right_id).where(t.c.kind == kind, t.c.superseded_at.is_(None)).limit(500)
            rows = connection.execute(query).all()
            found += [(f"{one}:{a}", f"{other}:{b}") for a, b in rng.sample(rows, min(len(rows), 5))]
    rng.shuffle(found)
    return found
