"""What persons judge of two records, on a real case file: it holds through all that is done to the case later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.invented import accord

import trucewatch
from trucewatch import pipeline
from trucewatch.annotate.annotator import Annotator
from trucewatch.case import Case
from trucewatch.errors import BadInput, UnknownRecord
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.mention import Annotation, IncidentMention, StatementMention
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement

WITH_PROVISIONS = accord("""\
instruments:
  - {id: main, title: Kessel accord, signed: 2031-02-28, parties: [Arvania, Belmar Front]}
provisions:
  - {ref: "1.1", instrument: main, what: Heavy guns leave the bridge., obligors: [Arvania], topics: [withdrawal]}
""")


def about(case: Case, words: str, act: str | None = None) -> Statement:
    for statement in case.statements():
        if act in (None, statement.act) and any(words in span.words for span in case.words(statement)):
            return statement
    raise AssertionError(f"no statement holds {words!r}: {[s.words for x in case.statements() for s in case.words(x)]}")


def shelling(case: Case) -> list[Incident]:
    return [i for i in case.incidents() if i.type == "shelling"]


def judge(case: Case, first, action: str, second, **more):
    names = [one if isinstance(one, str) else _name(one) for one in (first, second)]
    return case.judge(names[0], action, names[1], why="read both", who=more.pop("who", "Reader One"), **more)


def _name(record) -> str:
    letter = "s" if isinstance(record, Statement) else "i" if isinstance(record, Incident) else "m"
    return f"{letter}:{record.id}"


def one_record(case: Case, first: str, second: str) -> bool:
    """True if the words of both stand in one statement."""
    return any(
        all(any(words in span.words for span in case.words(s)) for words in (first, second)) for s in case.statements()
    )


def touches(case: Case, record: Statement | Incident, anchor: tuple[Span, ...]) -> bool:
    return any(span.overlaps(old) for span in case.words(record) for old in anchor)


def of_person(case: Case, kind: str) -> list[Judgement]:
    return [j for j in case.store.judgements(kind) if j.maker.kind == "person"]


GUNS, SHELLS = "guns were silent", "fired forty shells"


# -- what can happen to a case after a person judged ----------------------------------------------------


def read_otherwise(case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Case:
    """A newer engine that draws every record's words one word shorter, so that every mention has a new id."""
    annotate = Annotator.annotate

    def shorter(self: Annotator, text, **more) -> Annotation:
        found = annotate(self, text, **more)
        return replace(
            found,
            statements=tuple(_shorter(m, text, "content") for m in found.statements),
            incidents=tuple(_shorter(m, text, "words") for m in found.incidents),
            figures=(),
        )

    monkeypatch.setattr("trucewatch.annotate.annotator.ENGINE_VERSION", "test")
    monkeypatch.setattr(Annotator, "annotate", shorter)
    assert case.reannotate()[0] >= 3
    return case


def _shorter(mention, text, field: str):
    def cut(span: Span) -> Span:
        end = span.start + len(span.words.rpartition(" ")[0])
        trigger = getattr(mention, "trigger", None)
        return text.span(span.start, end) if end > span.start and (trigger is None or trigger.end <= end) else span

    values = {f.name: getattr(mention, f.name) for f in fields(mention) if f.name not in ("id", "text_id")}
    value = values[field]
    values[field] = tuple(map(cut, value)) if isinstance(value, tuple) else cut(value)
    values.pop("statement_mention", None)
    cls: type[StatementMention] | type[IncidentMention] = type(mention)
    return cls.of(**values)


def added_again(case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Case:
    case.add([tmp_path / "reports"])
    return case


def rebuilt(case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Case:
    """The same files in the opposite order in a new case, and the same decisions."""
    made = trucewatch.create(tmp_path / "again.truce", agreement=str(tmp_path / "agreement.yaml"))
    for path in sorted((tmp_path / "reports").glob("*.txt"), reverse=True):
        made.add([path], sources=tmp_path / "reports" / "sources.csv")
    for decision in case.store.decisions():
        made.store.save_decision(decision)
    pipeline.link_case(made.store)
    return made


def many_more(case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Case:
    """A hundred more reports, some of which tell the same again."""
    folder = tmp_path / "more"
    folder.mkdir()
    rows = ["file,publisher,published"]
    for n in range(100):
        again = n % 10 == 0
        words = (
            '"The army fired forty shells at our positions near the bridge," said Adel Brandt of the Belmar Front.\n'
            if again
            else f"Village {n} opened its mill number {n}, the Joint Observer Mission said on Monday.\n"
        )
        (folder / f"r{n}.txt").write_text(f"News of the day {n}\n\n{words}", encoding="utf-8")
        rows.append(f"r{n}.txt,Outlet {n},2031-05-{4 if again else 10 + n % 15:02}")
    (folder / "sources.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    case.add([folder])
    return case


LATER: dict[str, Callable[[Case, pytest.MonkeyPatch, Path], Case]] = {
    "a newer engine": read_otherwise,
    "the same files again": added_again,
    "a new case from the same files": rebuilt,
    "a hundred more reports": many_more,
}


@pytest.mark.usefixtures("agreement")
@pytest.mark.parametrize("later", LATER.values(), ids=LATER.keys())
def test_what_a_person_judged_holds_through_what_is_done_to_the_case_later(
    case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, later
):
    """Joined, parted, answered by hand, not an answer: each on records of its own, all at once."""
    claim = about(case, SHELLS)
    told_again = next(s for s in case.statements() if len(s.mention_ids) > 1)
    others = (m for m in case.store.mentions_of(told_again) if m.id != told_again.founding_mention)
    parted_mention = next(m for m in others if SHELLS not in m.content[0].words)
    parted = judge(case, told_again, "different", parted_mention)
    judge(case, about(case, "counted eleven dead"), "same", about(case, "both sides to withdraw"))
    judge(case, about(case, GUNS), "same", claim, relation="response", label="justification")
    machine = next(j for j in case.store.judgements("response") if j.maker.kind == "machine")
    judge(case, f"s:{machine.right}", "different", f"s:{machine.left}", relation="response")
    after = later(case, monkeypatch, tmp_path)
    for statement in after.statements():
        assert not (touches(after, statement, parted.anchor) and touches(after, statement, parted.other_anchor))
    assert one_record(after, "counted eleven", "both sides to")
    answers = {(r.claim.id, a.statement.id): a.kind for r in after.ledger() for a in r.responses}
    guns = about(after, "guns were").id  # its claim is where the claim's founding words went
    assert [kind for (_, answer), kind in answers.items() if answer == guns] == ["justification"]
    refused = [j for j in of_person(after, "response") if j.verdict == "different"]
    assert len(refused) == 1 and (refused[0].left, refused[0].right) not in answers
    assert after.verify().passed
    if after is not case:
        after.close()


def test_a_judgement_holds_for_a_new_version_of_its_page(case: Case, tmp_path: Path):
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "sources.csv").write_text(
        "file,publisher,published,url\npage.txt,Kessel Wire,2031-05-07,https://wire.example/kessel\n", encoding="utf-8"
    )
    words = "Guns again\n\n{}Nine mortars were seen at the old mill, the Belmar Front said.\n"
    (folder / "page.txt").write_text(words.format(""), encoding="utf-8")
    case.add([folder])
    seen = about(case, "Nine mortars")
    judge(case, seen, "same", about(case, "both sides to withdraw"))
    judge(case, seen, "different", about(case, SHELLS))
    (folder / "page.txt").write_text(words.format("This page was updated at noon. "), encoding="utf-8")
    assert case.add([folder]).new_versions == 1
    assert one_record(case, "Nine mortars", "both sides to withdraw")
    assert not one_record(case, "Nine mortars", SHELLS)


WEEK = """Fighting round Dravec

From 5 to 12 May 2031 the Arvanian army and the Belmar Front fought for the hills round Dravec.

On 9 May 2031 a bomb exploded at the market in Dravec and wounded six people.

On 10 May 2031 gunmen ambushed an aid convoy near Orlow and killed three drivers, the Joint Observer Mission said.
"""


@pytest.fixture
def week(tmp_path: Path, reports: Path) -> Iterator[Case]:
    """A case with one report more, and a provision."""
    (tmp_path / "agreement.yaml").write_text(WITH_PROVISIONS, encoding="utf-8")
    (reports / "week.txt").write_text(WEEK, encoding="utf-8")
    with (reports / "sources.csv").open("a", encoding="utf-8") as sources:
        sources.write("week.txt,Hill Post,2031-05-13,\n")
    with trucewatch.create(tmp_path / "week.truce", agreement=str(tmp_path / "agreement.yaml")) as made:
        made.add([reports])
        yield made


def telling(case: Case, words: str) -> Incident:
    return next(i for i in case.incidents() if any(words in span.words for span in case.words(i)))


@pytest.mark.parametrize("later", LATER.values(), ids=LATER.keys())
def test_what_a_person_judged_of_incidents_provisions_and_repetitions_holds_as_well(
    week: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, later
):
    shelled = telling(week, "fired forty shells")
    mention = next(m for m in week.store.mentions_of(shelled) if "forty shells" in m.words.words)
    parted = judge(week, shelled, "different", mention)
    judge(week, telling(week, "a bomb exploded"), "same", telling(week, "gunmen ambushed"))
    judge(week, telling(week, "nine people"), "same", telling(week, "fought for the hills"), relation="part_of")
    judge(week, about(week, GUNS), "same", about(week, "reject the accusation"), relation="repeats")
    judge(week, about(week, GUNS), "same", "1.1", relation="provision")
    judge(week, about(week, "nine people"), "different", about(week, SHELLS))
    judge(week, about(week, "nine people"), "unsure", about(week, SHELLS))
    by = {r.publisher: f"r:{r.id}" for r in week.reports()}
    judge(week, by["Kessel Wire"], "same", by["Observer Post"])
    after = later(week, monkeypatch, tmp_path)
    for incident in after.incidents():
        assert not (touches(after, incident, parted.anchor) and touches(after, incident, parted.other_anchor))
    assert telling(after, "a bomb exploded").id == telling(after, "gunmen ambushed").id
    assert telling(after, "nine people").part_of == telling(after, "fought for the").id
    (again,) = of_person(after, "repeats")
    assert (again.left, again.right) == (about(after, "guns were").id, about(after, "reject the").id)
    assert any(about(after, "guns were").id in a.evidence for a in after.assessments() if a.provision == "1.1")
    origin = {r.publisher: after.origins().origin_of[r.id] for r in after.reports()}
    assert origin["Kessel Wire"] == origin["Observer Post"] != origin["Hill Post"]
    (unsure,) = of_person(after, "same_statement")
    assert unsure.verdict == "unsure"
    assert after.verify().passed
    if after is not week:
        after.close()


# -- undoing, later persons, redirects --------------------------------------------------------------------


def test_undo_brings_the_machines_view_back(case: Case):
    before = {frozenset(s.mention_ids) for s in case.statements()}
    links = {(j.left, j.right, j.label) for j in case.store.judgements("response")}
    made = [
        judge(case, about(case, SHELLS), "same", about(case, GUNS)),
        judge(case, about(case, "both sides to withdraw"), "same", about(case, "counted eleven"), relation="repeats"),
    ]
    assert {frozenset(s.mention_ids) for s in case.statements()} != before
    for decision in made:
        case.decide(f"d:{decision.id}", "undo", why="a mistake", who="Reader Two")
    assert {frozenset(s.mention_ids) for s in case.statements()} == before
    assert {(j.left, j.right, j.label) for j in case.store.judgements("response")} == links
    assert not [j for j in case.store.judgements() if j.maker.kind == "person"]


def test_the_later_person_wins_and_the_earlier_one_is_kept_on_record(case: Case):
    one, other = about(case, SHELLS), about(case, GUNS)
    judge(case, one, "same", other, who="Reader One")
    judge(case, f"s:{one.id}", "different", f"s:{other.id}", who="Reader Two")
    assert not one_record(case, SHELLS, GUNS)
    (standing,) = of_person(case, "same_statement")
    assert (standing.maker.name, standing.verdict) == ("Reader Two", "different")
    earlier, later = case.store.decisions()
    assert earlier.who == "Reader One" and "same by Reader One" in later.seen


def test_an_id_merged_away_can_be_named_to_part_it_again(case: Case):
    one, other = about(case, SHELLS), about(case, GUNS)
    judge(case, one, "same", other, who="Reader One")
    assert case.find(_name(one))[1].id == case.find(_name(other))[1].id
    judge(case, other, "different", one, who="Reader Two")
    assert case.find(_name(one))[1].id == one.id and case.find(_name(other))[1].id == other.id


def test_a_decision_about_a_record_that_was_merged_later_goes_with_its_words(case: Case):
    claim, answer, third = about(case, SHELLS), about(case, GUNS), about(case, "counted eleven")
    judge(case, answer, "same", claim, relation="response", label="correction")
    judge(case, claim, "same", third)
    (standing,) = of_person(case, "response")
    assert standing.left == case.find(_name(claim))[1].id == case.find(_name(third))[1].id
    assert case.find(f"j:{standing.id}")


def test_a_decision_about_a_record_that_was_parted_later_stays_with_the_founding_part(case: Case):
    claim = next(s for s in case.statements() if len(s.mention_ids) > 1)
    judge(case, about(case, GUNS), "same", claim, relation="response", label="correction")
    rest = next(m for m in claim.mention_ids if m != claim.founding_mention)
    judge(case, claim, "different", f"m:{rest}")
    assert "held as one" in case.store.decisions()[-1].seen
    (standing,) = of_person(case, "response")
    assert standing.left == claim.id == next(s.id for s in case.statements() if claim.founding_mention in s.mention_ids)


def test_a_mention_is_parted_from_its_statement_even_if_it_founded_it(case: Case):
    whole = next(s for s in case.statements() if len(s.mention_ids) > 1)
    judge(case, f"m:{whole.founding_mention}", "different", whole)
    for statement in case.statements():
        held = set(statement.mention_ids) & set(whole.mention_ids)
        assert not (whole.founding_mention in held and len(held) > 1)


def test_incidents_are_joined_parted_and_made_part_of_another(case: Case):
    one, other = case.incidents()[:2]
    joined = judge(case, one, "same", other)
    assert case.find(_name(one))[1].id == case.find(_name(other))[1].id
    case.decide(f"d:{joined.id}", "undo", why="two events", who="Reader One")
    assert case.find(_name(one))[1].id != case.find(_name(other))[1].id
    tied = judge(case, one, "same", other, relation="part_of")
    assert case.find(_name(one))[1].part_of == other.id
    with pytest.raises(BadInput, match="is part of"):
        judge(case, other, "same", one, relation="part_of")
    case.decide(f"d:{tied.id}", "undo", why="no", who="Reader One")
    assert case.find(_name(one))[1].part_of is None


def test_reports_are_parted_by_a_person_also_where_others_tie_them(case: Case, tmp_path: Path, reports: Path):
    copies = tmp_path / "copies"
    copies.mkdir()
    rows = ["file,publisher,published"]
    for n, outlet in enumerate(("Lowland Echo", "Hill Post")):
        (copies / f"{n}.txt").write_bytes((reports / "wire.txt").read_bytes())
        rows.append(f"{n}.txt,{outlet},2031-05-0{n + 4}")
    (copies / "sources.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    case.add([copies])
    by = {r.publisher: r.id for r in case.reports()}
    wire, echo = by["Kessel Wire"], by["Lowland Echo"]
    assert len({case.origins().origin_of[by[o]] for o in ("Kessel Wire", "Lowland Echo", "Hill Post")}) == 1
    parted = judge(case, f"r:{wire}", "different", f"r:{echo}")
    origin = case.origins().origin_of
    assert origin[wire] != origin[echo]
    judge(case, f"r:{wire}", "unsure", f"r:{echo}")
    assert case.origins().origin_of[wire] == case.origins().origin_of[echo]
    assert [d.who for d in case.store.decisions()] == ["Reader One", "Reader One"] and parted.other_anchor == ()


def test_a_record_bears_on_a_provision_because_a_person_says_so(tmp_path: Path, reports: Path):
    (tmp_path / "with.yaml").write_text(WITH_PROVISIONS, encoding="utf-8")
    with trucewatch.create(tmp_path / "p.truce", agreement=str(tmp_path / "with.yaml")) as made:
        made.add([reports])
        guns = about(made, GUNS)
        tied = judge(made, guns, "same", "1.1", relation="provision")
        assert any(guns.id in a.evidence for a in made.assessments() if a.provision == "1.1")
        made.decide(f"d:{tied.id}", "undo", why="no", who="Reader One")
        refused = judge(made, guns, "different", "1.1", relation="provision")
        assert not any(guns.id in a.evidence for a in made.assessments() if a.provision == "1.1")
        assert refused.new == "1.1"


@pytest.mark.parametrize(
    ("first", "action", "second", "relation", "says"),
    [
        pytest.param("statement", "same", "incident", None, "never one", id="a statement and an incident"),
        pytest.param("statement", "same", "statement", None, "both ids name one", id="one and the same"),
        pytest.param("statement", "same", "other", "response", "an answer needs its kind", id="an answer of no kind"),
        pytest.param("incident", "same", "statement", "response", "response is judged of", id="an incident answers"),
        pytest.param("statement", "same", "other", "part_of", "part_of is judged of", id="a statement as episode"),
    ],
)
def test_what_cannot_be_judged_is_refused_and_leaves_no_trace(case: Case, first, action, second, relation, says):
    silent = about(case, "counted eleven")
    names = {"statement": silent, "other": about(case, "both sides to withdraw"), "incident": case.incidents()[0]}
    with pytest.raises(BadInput, match=says):
        judge(case, names[first], action, names[second], relation=relation)
    assert list(case.store.decisions()) == []


def test_a_provision_that_the_agreement_lacks_is_no_record(case: Case):
    with pytest.raises(UnknownRecord):
        judge(case, about(case, GUNS), "same", "9.9", relation="provision")


STEPS = st.lists(
    st.tuples(st.sampled_from(["same", "different", "undo", "relink"]), st.integers(0, 5), st.integers(0, 5)),
    min_size=1, max_size=5,
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_statement_ever_holds_two_mentions_that_a_person_parted_last(made_case: Path, tmp_path: Path, steps):
    import shutil

    path = tmp_path / "random.truce"
    path.unlink(missing_ok=True)
    shutil.copyfile(made_case, path)
    with trucewatch.open(path, write=True) as case:
        mentions = sorted(m.id for m in case.store.statement_mentions() if not m.silence)[:6]
        for action, a, b in steps:
            held = [d for d in case.store.decisions() if d.action != "undo"]
            if action == "relink" or a == b:
                pipeline.link_case(case.store)
            elif action == "undo" and held:
                case.decide(f"d:{held[a % len(held)].id}", "undo", why="no", who="Reader")
            elif action != "undo":
                case.judge(f"m:{mentions[a]}", action, f"m:{mentions[b]}", why="so", who="Reader")
        home = {m: s.id for s in case.statements() for m in s.mention_ids}
        told = {
            frozenset({j.left, j.right})
            for j in case.store.judgements("same_statement")
            if any("exclude it" in r.rule for r in j.reasons)
        }
        for judgement in of_person(case, "same_statement"):
            together = home[judgement.left] == home[judgement.right]
            pair = frozenset({judgement.left, judgement.right})
            assert together == (judgement.verdict == "same") or pair in told
            if judgement.verdict == "different":
                assert not together or pair in told
