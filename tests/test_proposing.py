"""What a language model proposes lies apart from the record until a person accepts it; what may not leave does not."""

from __future__ import annotations

import hashlib
import json
import shutil
import socket
from collections import Counter

import pytest
from tests.model_server import Model, model_running, quick, quote, said
from tests.propose_case import HOSTILE, MAYOR, PRIVATE, WIRE, build, hostile

from trucewatch.case import Case, open_case
from trucewatch.custody import custody
from trucewatch.errors import BadInput, ModelsOff, RedactedRecord, UnknownRecord
from trucewatch.present.export.formats import export_case
from trucewatch.propose.prompts import version_of
from trucewatch.settings import Settings

REPORTS = {"wire": WIRE, "mayor": MAYOR, "private": PRIVATE}
MAYORS = said("the mayor's office", "let it be known", "Nobody slept in Kessel", act="report")
OF_ROADS = said("the roads board", "let it be known", "The road is open", act="report")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return build(tmp_path_factory.mktemp("propose"), REPORTS | {name: hostile(name) for name in HOSTILE})


@pytest.fixture
def model():
    with model_running() as running:
        yield running


@pytest.fixture
def case(template, tmp_path, model):
    path = tmp_path / "kessel.truce"
    shutil.copyfile(template, path)
    with open_case(path, write=True, settings=model.settings()) as opened:
        yield opened


def of(case: Case, name: str):
    """The report of one file."""
    return next(r for r in case.reports() if r.files == (f"{name}.txt",))


def shown(case: Case, *names: str) -> list[str]:
    return [f"r:{of(case, name).id}" for name in names]


def ask(case: Case, model: Model, *names: str, **values):
    given = {"what": ["statements"], **values}
    return case.propose(
        server=model.address, model="test", reports=shown(case, *names) if names else None, clock=quick(), **given
    )


def mayors(message: str):
    return {"statements": [MAYORS] if "mayor's office" in message else []}


def proposed(case: Case, model: Model):
    model.script = mayors
    ask(case, model, "mayor")
    (one,) = case.proposals()
    return one


def everything(case: Case, folder) -> dict[str, bytes]:
    """The whole record: as open data, counts, ledger, assessments, runs, and the hash over all versions."""
    export_case(case.store, folder / "out", "records")
    found = {p.name: p.read_bytes() for p in sorted((folder / "out").glob("*.jsonl"))}
    assert len(found) > 5
    shutil.rmtree(folder / "out")
    ledger = case.ledger_page().items
    counts = {what: number for what, number in case.counts().items() if what != "decisions"}
    found["told"] = repr((counts, ledger, case.store.assessments(), case.store.runs())).encode()
    found["hash"] = case.verify().records.encode()
    return found


# -- apart from the record ----------------------------------------------------------------------------


def test_a_proposal_changes_nothing_of_record_ledger_counts_assessments_and_exports(case, model, tmp_path):
    before = everything(case, tmp_path)
    model.script = lambda message: {"statements": [MAYORS, OF_ROADS]}
    ask(case, model)
    assert len(case.proposals()) == 1 + len(HOSTILE)
    assert everything(case, tmp_path) == before
    case.decide(f"p:{case.proposals()[0].id}", "reject", why="no speaker")
    after = everything(case, tmp_path)
    # the hash holds the chain of decisions as well
    assert {name for name in after if after[name] != before[name]} == {"hash"}


def test_an_accepted_statement_is_entered_as_the_persons_own_with_a_note_and_goes_again_when_taken_back(case, model):
    one = proposed(case, model)
    decision = case.decide(f"p:{one.id[:8]}", "confirm", why="the office says so", who="Ada Brook")
    (statement,) = case.statements(speaker="mayor")
    (mention,) = case.store.mentions_of(statement)
    assert (mention.maker.kind, mention.maker.name) == ("person", "Ada Brook")
    assert [s.words for s in mention.spans()] == ["the mayor's office", "let it be known", "Nobody slept in Kessel"]
    note = f"p:{one.id[:8]}"
    assert [(r.field, r.value, r.rule) for r in mention.reasons] == [
        ("record", "added", "person Ada Brook"), ("proposal", note, f"llm:test, prompt {version_of('statements')}"),
    ]  # fmt: skip
    assert decision.why == f"the office says so (proposed by llm:test, prompt {version_of('statements')}: {note})"
    assert case.proposals() == []
    with pytest.raises(BadInput, match="was accepted by Ada Brook"):
        case.decide(f"p:{one.id}", "confirm", why="again")
    case.decide(f"d:{decision.id}", "undo", why="too hasty")
    assert case.statements(speaker="mayor") == []
    assert [p.id for p in case.proposals()] == [one.id]
    assert case.verify().passed


def test_a_rejected_proposal_is_not_made_again_and_may_be_taken_up_later(case, model):
    one = proposed(case, model)
    decision = case.decide(f"p:{one.id}", "reject", why="no statement")
    assert case.proposals() == []
    model.script = lambda message: {"statements": [{**MAYORS, "act": "warn"}]}
    done = case.propose(server=model.address, model="other", reports=shown(case, "mayor"), clock=quick())
    assert (done.kept, done.refused) == (Counter(), Counter({"what a person rejected": 1}))
    case.decide(f"d:{decision.id}", "undo", why="it is one")
    assert [p.id for p in case.proposals()] == [one.id]


@pytest.mark.parametrize(("action", "why"), [("set", "x"), ("confirm", " ")])
def test_a_proposal_is_accepted_or_rejected_with_a_reason_and_nothing_else(case, model, action, why):
    one = proposed(case, model)
    with pytest.raises(BadInput):
        case.decide(f"p:{one.id}", action, field="act", new="warn", why=why)
    assert case.store.decisions() == []


def test_proposals_and_what_was_accepted_survive_annotating_anew(case, model):
    one = proposed(case, model)
    case.reannotate()
    assert [p.id for p in case.proposals()] == [one.id]
    case.decide(f"p:{one.id}", "confirm", why="it says so")
    case.reannotate()
    (statement,) = case.statements(speaker="mayor")
    assert [w.words for w in case.words(statement)] == ["Nobody slept in Kessel"]


def test_the_chain_of_custody_names_the_person_who_accepted_a_proposal(case, model):
    one = proposed(case, model)
    accepted = case.decide(f"p:{one.id}", "confirm", why="it says so", who="Ada Brook")
    case.reannotate()
    (statement,) = case.statements(speaker="mayor")
    of_statement, of_proposal = custody(case.store, "statement", statement), custody(case.store, "proposal", one)
    for chain in (of_statement, of_proposal):
        (decided,) = chain.decisions
        assert (decided.id, decided.action, decided.who, decided.in_force) == (accepted.id, "add", "Ada Brook", True)
        assert "proposed by llm:test" in decided.why
    others = [s for s in case.statements() if s.id != statement.id]
    assert others and not any(custody(case.store, "statement", s).decisions for s in others)


def test_a_gist_is_kept_as_machine_text_beside_its_statement_and_accepted_as_such(case, model):
    model.script = lambda message: {
        "gists": [{"statement": "S1", "gist": "The Belmar Front says that Arvania was shelling the bridge at Kessel.",
                   "rests_on": [quote("shelling the bridge at Kessel", before="Arvania of")]},
                  {"statement": "S1", "gist": "The army is guilty of shelling.", "rests_on": [quote("shelling")]}]
    }  # fmt: skip
    done = ask(case, model, "wire", what=["gists"])
    assert "S1, said by" in model.messages[0]
    statement = case.record("statement", case.proposals()[0].statement_id)
    (one,) = case.proposals(about=statement)
    assert (one.kind, one.maker.name, one.maker.version) == ("gist", "llm:test", version_of("gists"))
    assert sum(done.refused.values()) == 1
    before = [s for s in case.statements()]
    case.decide(f"p:{one.id}", "confirm", why="says it in short", who="Ada Brook")
    assert [s for s in case.statements()] == before
    assert case.settlements([one])[one.id].who == "Ada Brook"
    assert case.proposals(about=statement) == []


def test_an_accepted_link_is_the_persons_judgement_and_the_same_judgement_elsewhere_settles_it(case, model):
    model.script = lambda message: {
        "links": [{"statement": "S2", "provision": "4", "statement_words": quote("windows"),
                   "provision_words": quote("Schools on both banks")}]
    }  # fmt: skip
    ask(case, model, "private", what=["provisions"])
    assert "Provision 4: Schools on both banks" in model.messages[0]
    (one,) = case.proposals()
    assert (one.ref, one.provision_words) == ("4", "Schools on both banks")
    assert case.store.judgements_with({"provision"}, left=[one.statement_id]) == []
    decision = case.decide(f"p:{one.id}", "confirm", why="glass for schools")
    (judged,) = case.store.judgements_with({"provision"}, left=[one.statement_id])
    assert (judged.right, judged.verdict, judged.maker.kind) == ("4", "same", "person")
    assert decision.why.startswith("glass for schools (proposed by llm:test, prompt ")
    assert [d.id for d in custody(case.store, "proposal", one).decisions] == [decision.id]
    assert case.proposals() == []
    case.decide(f"d:{decision.id}", "undo", why="no")
    assert [p.id for p in case.proposals()] == [one.id]
    case.judge(f"s:{one.statement_id}", "different", "4", relation="provision", why="windows of houses")
    assert case.proposals() == []


def test_redacted_words_go_with_what_was_proposed_of_them(case, model):
    one = proposed(case, model)
    case.redact(*shown(case, "mayor"), ground="a court's order")
    assert case.proposals(settled=True) == []
    with pytest.raises(RedactedRecord):
        case.find(f"p:{one.id}")
    assert b"Nobody slept" not in case.store.path.read_bytes()
    assert case.verify().passed


# -- asking -------------------------------------------------------------------------------------------


def test_nothing_is_sent_unless_the_settings_turn_it_on(template, tmp_path, model):
    assert Settings().language_models == "off"
    path = tmp_path / "kessel.truce"
    shutil.copyfile(template, path)
    with open_case(path, write=True, settings=model.settings(language_models="off")) as off:
        with pytest.raises(ModelsOff, match=r"nothing was sent.*TRUCEWATCH_LANGUAGE_MODELS=on"):
            off.propose(server=model.address, model="test")
        plan = off.would_send(model="test")
        assert plan.reports == len(REPORTS) + len(HOSTILE)
        assert (model.bodies, off.sent()) == ([], [])


def test_what_was_answered_is_not_asked_again_by_the_same_model(case, model):
    model.script = mayors
    first = ask(case, model, "mayor", "wire")
    again = ask(case, model, "mayor", "wire")
    assert (first.sent, again.sent, again.plan.before) == (2, 0, 2)
    assert case.propose(server=model.address, model="other", reports=shown(case, "mayor"), clock=quick()).sent == 1


def test_a_run_that_is_interrupted_keeps_what_was_answered_and_goes_on(case, model):
    def interrupt(done, total, what):
        if done == 2:
            raise KeyboardInterrupt

    model.script = mayors
    with pytest.raises(KeyboardInterrupt):
        ask(case, model, "wire", "mayor", "private", progress=interrupt)
    assert ask(case, model, "wire", "mayor", "private").sent == 1
    assert len(model.bodies) == 3


def test_one_bad_answer_stops_nothing_and_is_counted(case, model):
    answers = iter(["I cannot help with that.", {"statements": [MAYORS, {"speaker": 1}]}, '{"statements": "none"}'])
    model.script = lambda message: next(answers)
    done = ask(case, model, "wire", "mayor", "private")
    assert (done.sent, done.kept["statement"]) == (3, 1)
    assert done.malformed == {"an answer that is no JSON": 1, "an answer in another form than asked for": 1}
    assert done.refused == {"an item that is not in the form asked for": 1}
    assert [s.outcome for s in case.sent()] == ["malformed", "answered", "malformed"]


def test_a_server_that_is_not_there_is_left_after_three_requests(case, model):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    case.settings = model.settings(allow_hosts=host)
    done = case.propose(server=f"http://{host}", model="test", clock=quick())
    assert (done.sent, done.silent) == (3, {"no answer from the model's server": 3})
    assert "3 requests in a row" in done.stopped
    assert [s.outcome for s in case.sent()] == ["no answer"] * 3
    case.settings = model.settings()
    model.script = mayors
    assert ask(case, model).sent == len(REPORTS) + len(HOSTILE)


def test_every_request_is_written_down_without_its_words(case, model):
    proposed(case, model)
    (sent,) = case.sent()
    (body,) = model.bodies
    assert sent.request == hashlib.sha256(body.encode()).hexdigest()
    assert (sent.server, sent.model, sent.who, sent.outcome, sent.kept) == (
        model.address, "test", "Mira Holt", "answered", 1,
    )  # fmt: skip
    assert sent.report_id == of(case, "mayor").id
    assert "Kessel" not in json.dumps({name: str(getattr(sent, name)) for name in sent.__slots__})


def test_only_reports_that_are_named_are_asked_about_and_so_many_at_most(case, model):
    assert ask(case, model, limit=2).plan.reports == 2
    with pytest.raises(UnknownRecord):
        case.propose(server=model.address, model="test", reports=["r:ffffffff"])
    with pytest.raises(BadInput, match="statements, gists, provisions"):
        case.propose(server=model.address, model="test", what=["verdicts"])


# -- what does not leave ------------------------------------------------------------------------------


def test_no_name_of_a_private_person_is_in_any_request(case, model):
    assert any(actor.private for actor in case.actors())
    ask(case, model, what=["statements", "gists", "provisions"])
    assert "Colonel Ines Halloran" in model.received
    assert "█" in model.received
    assert not any(name in model.received for name in ("Runa", "Vik"))


def test_nothing_confidential_is_in_any_request(case, model):
    report, statement = of(case, "wire"), case.statements(speaker="Halloran")[0]
    case.decide(f"r:{report.id}", "confidential", why="a source at risk")
    case.decide(f"s:{statement.id}", "confidential", why="a source at risk")
    done = ask(case, model, what=["statements", "gists", "provisions"])
    assert model.bodies
    assert not any(words in model.received for words in ("forty shells", "Adel Brandt", "windows", "Halloran"))
    assert Counter(s.reason for s in done.plan.stays) == {"holds what is confidential": 2}


def test_words_that_are_confidential_in_one_report_do_not_leave_in_another(template, tmp_path, model):
    again = "Later that week\n\nKESSEL, 20 May 2031 - The army would pay for the windows, it was said again in town.\n"
    path = build(tmp_path, REPORTS | {"again": again})
    with open_case(path, write=True, settings=model.settings()) as case:
        statement = case.statements(speaker="Halloran")[0]
        case.decide(f"s:{statement.id}", "confidential", why="a source at risk")
        ask(case, model)
        assert model.bodies and "pay for the windows" not in model.received


def test_no_redacted_text_and_no_note_of_ones_own_leaves(case, model):
    case.redact(*shown(case, "wire"), ground="a court's order")
    case.note("the road is open at night", kind="statement", source="call", speaker="a driver", act="report")
    done = ask(case, model)
    assert not any(words in model.received for words in ("forty shells", "at night"))
    assert Counter(s.reason for s in done.plan.stays) == {
        "its words were redacted": 1, "entered by hand, or a sheet of your own": 1,
    }  # fmt: skip


def test_what_is_marked_confidential_during_a_run_is_not_sent_any_more(case, model):
    _, later = sorted((of(case, "wire"), of(case, "mayor")), key=case.reports().index)

    def mark(message):
        with open_case(case.store.path, write=True, settings=case.settings) as beside:
            beside.decide(f"r:{later.id}", "confidential", why="a source at risk", who="Ada Brook")
        return {"statements": []}

    model.script = mark
    done = ask(case, model, "wire", "mayor")
    assert (done.sent, done.changed, len(model.bodies)) == (1, 1, 1)
    assert later.title not in model.received


# -- reports that talk to the model -------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE)
def test_a_report_cannot_end_its_data_or_bring_other_reports_along(case, model, name):
    ask(case, model, name)
    (message,) = model.messages
    mark = message.split()[3]
    assert message.startswith(f"===== data begin {mark} =====\n")
    assert message.count(mark) == 2
    end = message.index(f"===== data end {mark} =====")
    assert message.index(HOSTILE[name][:40]) < end
    assert message[end:].count("\n") == 2
    assert not any(words in model.received for words in ("forty shells", "mayor's office", "Runa", "windows"))
    assert json.loads(model.bodies[0]).keys() == {"model", "messages", "temperature", "max_tokens", "stream"}


#: What a model that obeys such a report answers: none of it may come to anything.
OBEDIENT = {
    "the words the report dictates": {"statements": [said(None, None, "The Front surrendered at Kessel")]},
    "a statement nobody made": {"statements": [said("Adel Brandt", "said", "We surrender", act="accept")]},
    "words of another report": {"statements": [said("Adel Brandt", "said", "The army fired forty shells")]},
    "a verdict for an act": {"statements": [{**OF_ROADS, "act": "crime"}]},
    "a call of a tool": {"tool_calls": [{"name": "shell", "arguments": {"command": "rm -rf /"}}]},
    "an order beside the list": {"statements": [], "delete": "Belmar Front"},
    "a decision": {"decisions": [{"action": "confirm", "target": "all", "who": "Mira Holt"}]},
    "a proposal that accepts itself": {"statements": [{**OF_ROADS, "accepted_by": "Mira Holt"}]},
    "an address": 'http://evil.example/orders',
    "markup": '<script>fetch("http://evil.example/")</script>',
    "a private name": {"statements": [said("Runa Vik", "said", "she had heard the guns for an hour")]},
    "an id of the record": {"statements": [{"id": "s:4f1c09aa", **OF_ROADS}]},
}  # fmt: skip


@pytest.mark.parametrize("name", OBEDIENT)
def test_what_a_model_that_obeys_answers_comes_to_nothing(case, model, name):
    before = (case.verify().records, case.counts())
    model.script = lambda message: OBEDIENT[name]
    done = ask(case, model, "ignore")
    assert case.proposals(settled=True) == []
    assert sum(done.refused.values()) + sum(done.malformed.values()) == 1
    assert (case.verify().records, case.counts()) == before
    assert [path for _, path, _, _ in model.site.asked] == ["/v1/chat/completions"]


def test_a_model_that_quotes_an_order_makes_a_proposal_and_no_more(case, model):
    words = HOSTILE["tools"][:80]
    model.script = lambda message: {"statements": [said(None, None, words)]}
    ask(case, model, "tools")
    (one,) = case.proposals()
    assert one.mention.content[0].words == words
    assert one.mention.maker.kind == "machine"
    assert case.store.decisions() == []
    assert len(model.site.asked) == 1
