"""What persons said of sources and in review, as open data for whoever works on the case; never in a public export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from trucewatch.errors import CannotWrite
from trucewatch.grading import Grade, grades_in
from trucewatch.present.export.people import People
from trucewatch.present.export.records import line
from trucewatch.present.export.rows import Row
from trucewatch.present.export.view import View
from trucewatch.store import Store

FILES = ("grades", "review")


def export_review(store: Store, out: Path, *, confidential: bool = False, public: bool = False) -> dict[str, int]:
    """Write ``grades.jsonl`` and ``review.jsonl`` beside the records form; for an export that is ``public`` take away
    those of an earlier one. Gives the number of rows of each.

    Raises: CannotWrite.
    """
    view = View(store, public=not confidential)
    people = People(view)
    rows = {"grades": list(_grades(store, view, people)), "review": list(_entries(store, view, people))}
    try:
        for name in FILES:
            path = out / f"{name}.jsonl"
            if public:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes("".join(f"{line(row)}\n" for row in rows[name]).encode("utf-8", "surrogatepass"))
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise CannotWrite(f"the export to {out} stopped: {why}; choose another folder or free space") from problem
    return {} if public else {name: len(found) for name, found in rows.items()}


def _grades(store: Store, view: View, people: People) -> Iterator[Row]:
    grades = grades_in(store)
    shown = {r.id for r in view.reports()}
    shown |= {m.id for m in view.statement_mentions()} | {m.id for m in view.incident_mentions()}
    names = {p.casefold(): p for p in store.publishers()}
    for name, grade in grades.sources.items():
        yield {"source": names.get(name, name), "record": None, **_grade(grade, people)}
    for record_id, grade in grades.records.items():
        if record_id in shown:
            yield {"source": None, "record": record_id, **_grade(grade, people)}


def _grade(grade: Grade, people: People) -> Row:
    return {
        "scale": grade.scale, "grade": grade.code, "means": grade.words, "who": grade.who,
        "when": grade.when.isoformat(), "why": people.masked(grade.why),
    }  # fmt: skip


def _entries(store: Store, view: View, people: People) -> Iterator[Row]:
    for entry in store.entries():
        if not view.shows(entry.values.get("record", entry.about), entry.anchor):
            continue
        yield {
            "id": entry.id, "kind": entry.kind, "about_kind": entry.about_kind, "about": entry.about,
            "words": people.masked(entry.words), "to": entry.to, "values": dict(entry.values), "who": entry.who,
            "when": entry.when.isoformat(),
        }  # fmt: skip
