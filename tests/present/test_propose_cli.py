"""``trucewatch propose`` as a person uses it: off, looked at beforehand, asked, listed, decided."""

from __future__ import annotations

import shutil

import pytest
from tests.commands import run
from tests.model_server import model_running, said
from tests.propose_case import MAYOR, WIRE, build

MAYORS = said("the mayor's office", "let it be known", "Nobody slept in Kessel", act="report")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return build(tmp_path_factory.mktemp("propose"), {"wire": WIRE, "mayor": MAYOR})


@pytest.fixture
def case(template, tmp_path):
    return shutil.copyfile(template, tmp_path / "kessel.truce")


@pytest.fixture
def model(monkeypatch):
    with model_running() as running:
        monkeypatch.setenv("TRUCEWATCH_PERSON", "Mira Holt")
        monkeypatch.setenv("TRUCEWATCH_LANGUAGE_MODELS", "on")
        monkeypatch.setenv("TRUCEWATCH_ALLOW_HOSTS", running.site.host)
        running.script = lambda message: {"statements": [MAYORS] if "mayor's" in message else []}
        yield running


def test_off_it_sends_nothing_and_names_the_next_step(capsys, case, model, monkeypatch):
    monkeypatch.delenv("TRUCEWATCH_LANGUAGE_MODELS")
    code, out, err = run(capsys, "propose", case, "--server", model.address, "--model", "small")
    assert (code, out) == (1, "")
    assert "nothing was sent" in err and "TRUCEWATCH_LANGUAGE_MODELS=on" in err and err.count("\n") == 1
    code, out, err = run(capsys, "propose", case, "--model", "small", "--dry-run")
    assert code == 0 and out.count("1 request") == 2 and "language models are off" in err
    assert model.bodies == []


def test_a_dry_run_lists_each_report_with_its_characters_and_what_stays(capsys, case, model):
    run(capsys, "decide", case, _id(capsys, case, "Front accuses"), "confidential", "--why", "a source at risk")
    code, out, err = run(capsys, "propose", case, "--model", "small", "--dry-run")
    assert code == 0
    assert "1 request, 2" in out and "A bridge stays shut" in out
    assert "stays here  holds what is confidential" in out
    assert "1 request about 1 report" in err and "1 report would stay" in err
    assert model.bodies == []


def _id(capsys, case, title: str) -> str:
    _, out, _ = run(capsys, "propose", case, "--model", "small", "--dry-run")
    return next(line.split()[0] for line in out.splitlines() if title in line)


def test_asked_it_says_what_goes_where_and_what_was_kept_and_not(capsys, case, model):
    model.script = lambda message: {"statements": [MAYORS, {**MAYORS, "act": "crime"}] if "mayor's" in message else []}
    code, out, err = run(capsys, "propose", case, "--server", model.address, "--model", "small")
    assert (code, out) == (0, "")
    assert "2 requests about 2 reports" in err and f"go to {model.address}, model small" in err
    assert "not kept: 1 × an act outside the vocabulary" in err
    assert "proposals kept: 1 statement" in err and "they are not in the record" in err
    code, _, err = run(capsys, "propose", case, "--server", model.address, "--model", "small")
    assert code == 0 and "0 requests sent, 2 answered before" in err


def test_what_was_proposed_is_shown_listed_reviewed_and_decided_on(capsys, case, model):
    run(capsys, "propose", case, "--server", model.address, "--model", "small")
    _, out, err = run(capsys, "propose", case, "--list")
    name = out.split()[0]
    assert name.startswith("p:") and "the mayor's office: report" in out and "1 proposal open" in err
    _, out, _ = run(capsys, "show", case, name)
    assert "llm:small, prompt 1-" in out and ">>the mayor's office<<" in out and "open: it is not in the record" in out
    _, out, _ = run(capsys, "review", case, "--kind", "proposal")
    assert name in out and "the language model small proposes a statement" in out
    assert run(capsys, "decide", case, name, "confirm", "--why", "the office says so")[0] == 0
    _, out, _ = run(capsys, "show", case, name)
    assert "accepted by Mira Holt" in out
    code, _, err = run(capsys, "decide", case, name, "reject", "--why", "no")
    assert code == 1 and "was accepted by Mira Holt" in err and "undo" in err
    _, out, _ = run(capsys, "propose", case, "--sent")
    assert out.count("request sha256") == 2 and model.address in out and "by Mira Holt" in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "name a server and a model"),
        (["--model", "small"], "name a server and a model"),
        (["--model", "two words", "--server", "https://x.example"], "no name of a model"),
        (["--model", "small", "--server", "words"], "no web address"),
        (["--model", "small", "--server", "http://x.example"], "not encrypted"),
        (["--model", "small", "--dry-run", "--reports", "r:ffffffff"], "no record"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_line(capsys, case, model, words, told):
    code, out, err = run(capsys, "propose", case, *words)
    assert (code, out) == (1, "")
    assert told in err and err.count("\n") == 1


def test_a_server_that_does_not_know_us_ends_the_run_with_the_next_step(capsys, case, model, monkeypatch):
    monkeypatch.setenv("TRUCEWATCH_MODEL_KEY", "sk-secret")
    model.site.pages["/v1/chat/completions"] = (401, {}, b'{"error": {"message": "bad key sk-secret"}}')
    code, _, err = run(capsys, "propose", case, "--server", model.address, "--model", "small")
    assert code == 1 and "answered 401" in err and "TRUCEWATCH_MODEL_KEY_FILE" in err
    assert "sk-secret" not in err
    assert b"sk-secret" not in case.read_bytes()
