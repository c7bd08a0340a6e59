"""What a person corrects of a commitment, figure or mention is what every reader finds, and may be undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import trucewatch
from trucewatch.case import Case
from trucewatch.present.brief.issue import again, issue
from trucewatch.present.brief.make import make_brief
from trucewatch.present.brief.options import Options
from trucewatch.present.brief.render import render_markdown
from trucewatch.present.cli.show import describe
from trucewatch.present.export.records import export_records
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import Decision
from trucewatch.records.figure import Figure

AGREEMENT = """\
trucewatch: 1
id: kessel
title: Kessel accord
signed: 2031-04-28
parties:
  - {name: Arvania, role: signatory}
  - {name: Belmar Front, role: signatory}
provisions:
  - ref: Article 2
    what: Prisoners are released.
    obligors: [Belmar Front]
    clock: {days: 30}
    keywords: [prisoners]
"""
PROMISED = """\
Front promises release

The Belmar Front said on Monday that it would release twelve prisoners by 20 May 2031.

"We will open the road to Kessel within ten days," Adel Brandt, the Front's spokesman, said.

Arvania said forty soldiers had been killed at Kessel on Sunday.
"""
OTHER = """\
Fifty killed at Kessel

Arvania said fifty soldiers had been killed at Kessel on Sunday.
"""
LATER = """\
Road to Kessel still shut

The road to Kessel stayed shut on Friday, drivers said.
"""
NOW = datetime(2031, 5, 9, 9, tzinfo=UTC)
PROMISE = "release twelve prisoners"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    (tmp_path / "kessel.yaml").write_text(AGREEMENT, encoding="utf-8")
    with trucewatch.create(tmp_path / "kessel.truce", agreement=str(tmp_path / "kessel.yaml")) as made:
        add(made, tmp_path / "first", PROMISED, "2031-05-06")
        yield made


def add(case: Case, folder: Path, words: str, published: str) -> None:
    folder.mkdir()
    (folder / "report.txt").write_text(words, encoding="utf-8")
    (folder / "sources.csv").write_text(f"file,publisher,published\nreport.txt,Kessel Wire,{published}\n", "utf-8")
    case.add([folder])


def promise(case: Case) -> Commitment | None:
    return next((c for c in case.store.commitments() if PROMISE in c.span.words), None)


def killed(case: Case) -> Figure:
    [figure] = [f for f in case.store.figures() if f.span.words == "forty"]
    return figure


def set_killed(case: Case, value: int) -> str:
    decision = case.decide(f"f:{killed(case).id}", "set", field="value", new=value, why="misread", who="Reader One")
    return f"d:{decision.id}"


def reject_promise(case: Case) -> str:
    found = promise(case)
    assert found is not None
    decision = case.decide(f"k:{found.id}", "reject", why="no promise", who="Reader One")
    return f"d:{decision.id}"


def brief(case: Case) -> str:
    return render_markdown(make_brief(case.store, now=NOW))


def exported(case: Case, name: str, out: Path) -> str:
    export_records(case.store, out)
    [file] = out.glob(f"{name}.*")
    return file.read_text(encoding="utf-8")


def shown_at(case: Case, words: str) -> bool:
    """True if the words stand in the brief as promised, in the review or in the evidence of a clock or provision."""
    made = make_brief(case.store, now=NOW)
    in_brief = any(words in p.passage.shown_words for p in made.commitments)
    ids = {c.id for c in case.store.commitments() if words in c.span.words}
    bearing = any(j.left in ids for j in case.store.judgements("provision"))
    return in_brief or bearing


def test_a_rejected_commitment_is_gone_for_every_reader_and_back_when_undone(case: Case, tmp_path: Path):
    before = promise(case)
    assert before is not None and shown_at(case, PROMISE)
    assert PROMISE in exported(case, "commitments", tmp_path / "a")
    decision = reject_promise(case)
    assert promise(case) is None and not shown_at(case, PROMISE)
    assert PROMISE not in exported(case, "commitments", tmp_path / "b")
    assert all(before.id not in (doubt.left, doubt.right) for doubt in case.review())
    assert all(before.id not in o.commitments for run in case.clocks(as_of=date(2031, 5, 9)) for o in run.reported)
    assert any("open the road" in c.span.words for c in case.store.commitments()), "nothing else goes with it"
    case.decide(decision, "undo", why="it was one", who="Reader One")
    assert promise(case) == before and shown_at(case, PROMISE)
    assert PROMISE in exported(case, "commitments", tmp_path / "c")


def test_a_figure_that_a_person_set_is_shown_so_everywhere_under_the_name_of_the_person(case: Case, tmp_path: Path):
    before = killed(case)
    set_killed(case, 41)
    after = killed(case)
    assert (after.value, after.id, after.maker.kind, after.maker.name) == (41, before.id, "person", "Reader One")
    assert [v.figure.value for s in case.figures() for v in s.values if v.figure.id == before.id] == [41]
    told = exported(case, "figures", tmp_path / "out")
    assert '"value": 41' in told and "person Reader One" in told
    add(case, tmp_path / "other", OTHER, "2031-05-07")
    page = brief(case)
    assert "| 41 |" in page and "| 40 |" not in page and "| 50 |" in page, (
        "two values of one thing stand in the dossier"
    )
    lines = "\n".join(describe(case, *case.find(f"f:{before.id}")))
    assert "41" in lines and "set value: 40.0 -> 41 by Reader One" in lines
    assert "was " in lines, "the machine's version is part of the history"


def test_what_is_undone_is_as_the_machine_made_it_also_step_by_step(case: Case):
    machine = killed(case)
    first = set_killed(case, 41)
    second = set_killed(case, 42)
    assert killed(case).value == 42
    case.decide(second, "undo", why="no", who="Reader One")
    assert killed(case).value == 41
    case.decide(first, "undo", why="no", who="Reader One")
    assert killed(case) == machine


def test_corrections_hold_when_texts_are_read_anew_and_reports_come_in(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    machine, was = killed(case), promise(case)
    changed, gone = set_killed(case, 41), reject_promise(case)
    monkeypatch.setattr("trucewatch.annotate.annotator.ENGINE_VERSION", "test")
    redone, _, lost = case.reannotate()
    assert redone == 1 and not lost
    add(case, tmp_path / "later", LATER, "2031-05-09")
    trucewatch.linking.link_case(case.store, whole=True)
    assert killed(case).value == 41 and promise(case) is None
    for decision in (changed, gone):
        case.decide(decision, "undo", why="no", who="Reader One")
    assert killed(case) == machine and promise(case) == was


def test_an_undo_does_not_bring_back_what_the_machine_no_longer_finds(case: Case, monkeypatch: pytest.MonkeyPatch):
    decision = reject_promise(case)
    monkeypatch.setattr("trucewatch.annotate.annotator.ENGINE_VERSION", "test")
    monkeypatch.setattr("trucewatch.annotate.annotator.find_commitments", lambda *given, **more: [])
    case.reannotate()
    case.decide(decision, "undo", why="it was one", who="Reader One")
    assert promise(case) is None


def test_the_case_as_it_was_shows_what_stood_then(case: Case):
    then = datetime.now(UTC)
    reject_promise(case)
    set_killed(case, 41)
    past = case.store.at(then)
    assert any(PROMISE in c.span.words for c in past.commitments())
    assert [f.value for f in past.figures() if f.span.words == "forty"] == [40]
    kinds = {
        c.kind
        for kind in ("commitment", "figure")
        for c in case.store.changed(kind, since=then, until=datetime.now(UTC))
    }
    assert kinds == {"commitment", "figure"}


def test_a_dossier_issued_before_corrections_is_given_again_byte_for_byte(case: Case):
    first = issue(case, Options(), ("md",), now=datetime.now(UTC), who="Reader One")
    reject_promise(case)
    set_killed(case, 41)
    assert issue(case, Options(), ("md",), now=datetime.now(UTC), who="Reader One").files != first.files
    assert again(case, 1).files == first.files


def test_a_title_that_holds_confidential_words_is_not_news_under_a_public_mark(case: Case, tmp_path: Path):
    issue(case, Options(), ("md",), now=datetime.now(UTC), who="Reader One")
    add(case, tmp_path / "later", LATER, "2031-05-09")
    report = next(r for r in case.reports() if r.title == "Road to Kessel still shut")
    words = case.store.text(report.text_id).span(0, 14)
    marked = Decision(
        id="c" * 64, action="confidential", target_kind="statement", target="0" * 64, anchor=(words,),
        why="names the road of the drivers", who="Reader One", when=datetime.now(UTC),
    )  # fmt: skip
    case.store.save_decision(marked)
    inside = issue(case, Options(), ("md",), now=datetime.now(UTC), who="Reader One").files["md"].decode()
    public = issue(case, Options(handling="clear"), ("md",), now=datetime.now(UTC), who="Reader One", against=1)
    page = public.files["md"].decode()
    assert f"Kessel Wire, “{report.title}”, 9 May 2031" in inside
    assert "Kessel Wire, 9 May 2031" in page, "that there is a new report may be told"
    assert str(report.title) not in page


def test_a_rejected_mention_is_in_no_statement_and_not_beside_them(case: Case):
    mention = next(m for m in case.store.statement_mentions() if "open the road" in m.content[0].words)
    decision = case.decide(f"m:{mention.id}", "reject", why="not said", who="Reader One")
    assert mention.id not in {m.id for m in case.store.statement_mentions()}
    assert all(hit.kind == "text" for hit in case.search("open the road to Kessel within"))
    case.decide(f"d:{decision.id}", "undo", why="it was", who="Reader One")
    assert mention in list(case.store.statement_mentions())


def test_a_figure_noted_by_hand_goes_when_the_note_is_undone(case: Case):
    report = case.reports()[0]
    decision = case.note(
        "forty soldiers had been killed", kind="figure", report=f"r:{report.id}", quantity="soldiers", value=40,
        who="Reader One",
    )  # fmt: skip
    assert [f.maker.name for f in case.store.figures() if f.maker.kind == "person"] == ["Reader One"]
    case.decide(f"d:{decision.id}", "undo", why="twice", who="Reader One")
    assert all(f.maker.kind != "person" for f in case.store.figures())


def test_the_check_of_the_case_passes_with_corrections_in_it(case: Case):
    reject_promise(case)
    set_killed(case, 41)
    assert case.verify().passed


def test_a_redacted_report_takes_its_corrections_along(case: Case):
    reject_promise(case)
    set_killed(case, 41)
    report = case.reports()[0]
    case.store.redact("capture", report.capture_id, who="Lead", when=NOW, ground="witness at risk")
    case.reannotate()
    assert case.verify().passed
    held = [*case.store.commitments(), *case.store.figures()]
    assert all(set(one.span.words) <= {"█", " "} for one in held)
