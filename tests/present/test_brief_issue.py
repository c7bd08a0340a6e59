"""A dossier that is issued is kept, made again byte for byte, and says what changed since the one before."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.commands import run

from trucewatch.case import Case
from trucewatch.errors import BadInput, RedactedRecord, UnknownRecord
from trucewatch.present.brief.issue import Made, again, issue
from trucewatch.present.brief.options import Options
from trucewatch.store.verify import verify

ALL = ("html", "md", "pdf", "docx")
MORE = """\
Front repeats charge over bridge

The Belmar Front accused the Arvanian army on Thursday of shelling the ferry at Kessel.

"They fired on the ferry as well," said Adel Brandt, a spokesman for the Belmar Front.
"""


def issued(case: Case, *forms: str, **asked) -> Made:
    return issue(case, Options(**asked), forms or ("md",), now=datetime.now(UTC), who="R. Reviewer")


def page(made: Made) -> str:
    return made.files["md"].decode()


def test_a_brief_is_made_again_byte_for_byte_after_more_reports_and_corrections(case):
    first = issued(case, *ALL, handling="green")
    case.add_words(MORE.encode(), publisher="Second Paper", published="2031-05-08")
    claim = next(s for s in case.statements() if s.act == "accuse")
    case.decide(claim.id, "set", field="act", new="condemn", why="the verb", who="R. Reviewer")
    case.decide(case.incidents()[0].id, "reject", why="an exercise", who="R. Reviewer")
    case.reannotate()
    assert issued(case).files["md"] != first.files["md"]
    made = again(case, 1)
    assert made.files == first.files
    assert all("gives the same bytes" in remark for remark in made.remarks)
    assert len(made.remarks) == len(ALL)


def test_briefs_are_numbered_and_listed_with_what_was_asked(case):
    issued(case, since=date(2031, 5, 1), handling="TLP:amber", sides=("arvania",))
    issued(case)
    first, second = case.store.briefs()
    assert (first.number, second.number, first.who) == (1, 2, "R. Reviewer")
    assert first.options == {"since": "2031-05-01", "handling": "TLP:AMBER", "sides": ["Arvania"]}
    assert second.options["against"] == 1
    assert "attribution" in first.versions
    assert verify(case.store).passed


def test_the_first_says_that_there_was_none_before_and_the_next_what_changed(case):
    assert "No brief was issued from this case before this one" in page(issued(case))
    assert "nothing new in the record" in page(issued(case))
    case.add_words(MORE.encode(), publisher="Second Paper", published="2031-05-08")
    claim = next(s for s in case.statements() if s.act == "accuse" and "bridge" in case.words(s)[0].words)
    case.decide(claim.id, "set", field="act", new="condemn", why="the verb", who="R. Reviewer")
    news = page(issued(case))
    assert re.search(r"Since brief 2 of .*: 1 new report, \d+ new statements?", news)
    assert "act: accusation → condemnation, by R. Reviewer: the verb" in news
    assert "Second Paper, “Front repeats charge over bridge”, 8 May 2031 [" in news
    public = page(issue(case, Options(handling="clear"), ("md",), now=datetime.now(UTC), against=2))
    assert "act: accusation → condemnation, by a person" in public and "Reviewer" not in public
    older = page(issue(case, Options(), ("md",), now=datetime.now(UTC), against=3))
    assert "nothing new in the record" in older


def test_news_outside_of_the_period_are_counted_and_not_listed(case):
    issued(case)
    case.add_words(MORE.encode(), publisher="Second Paper", published="2031-05-08")
    news = page(issued(case, until=date(2031, 5, 6)))
    assert "outside of what this brief shows" in news
    assert "They fired on the ferry" not in news


def test_a_draft_is_kept_nowhere_and_says_so(case):
    made = issue(case, Options(), ("md",), now=datetime.now(UTC), draft=True)
    assert "A draft, not kept in the case" in page(made)
    assert case.store.briefs() == []


def test_a_brief_whose_words_were_redacted_says_why_it_cannot_be_given_again(case):
    issued(case)
    report = case.reports()[0]
    case.redact(f"r:{report.id[:12]}", ground="a witness at risk", who="R. Reviewer")
    with pytest.raises(RedactedRecord, match=r"brief 1 cannot be given again: text .* \(a witness at risk\)"):
        again(case, 1)
    assert [f for f in verify(case.store).findings if f.kind == "brief"] == []


def test_a_brief_made_by_another_version_is_given_as_issued_and_the_difference_is_told(case, monkeypatch):
    first = issued(case)
    monkeypatch.setattr("trucewatch.present.brief.sources.own_version", lambda: "99")
    monkeypatch.setattr("trucewatch.present.brief.issue.own_version", lambda: "99")
    made = again(case, 1)
    assert made.files == first.files
    assert "it was issued with Trucewatch" in made.remarks[0] and "this is 99" in made.remarks[0]


def test_unknown_numbers_and_forms_are_refused(case):
    with pytest.raises(UnknownRecord, match="it has issued none"):
        again(case, 1)
    issued(case)
    with pytest.raises(BadInput, match="was not issued as pdf, but as md"):
        again(case, 1, ("pdf",))
    with pytest.raises(UnknownRecord, match="no brief 9"):
        issue(case, Options(), ("md",), now=datetime.now(UTC), against=9)


def test_a_brief_as_of_a_day_shows_only_what_was_published_by_then(case):
    told = page(issued(case, as_of=date(2031, 5, 4)))
    assert "As of 4 May 2031: only what was published by then" in told
    assert "Kessel Wire" in told and "Arvania Daily" in told
    assert "Observer Post" not in told and "eleven" not in told


def test_a_brief_as_of_a_day_after_the_case_was_made_shows_what_it_held_then(case):
    today = datetime.now(UTC).date()
    case.add_words(MORE.encode(), publisher="Second Paper", published="2031-05-08")
    told = page(issue(case, Options(as_of=today), ("md",), now=datetime.now(UTC)))
    # published in 2031, so by today nothing was
    assert "The case holds no report of this period" in told


def test_a_filter_holds_everywhere_and_says_what_it_leaves_out(case):
    whole = page(issued(case))
    told = page(issued(case, sides=("Joint Observer Mission",)))
    assert "Side: Joint Observer Mission." in told
    left = re.search(r"\*\*Left out by this filter:\*\* (.*)\.", told)
    assert left and re.search(r"[1-9]\d* statements", left[1]) and re.search(r"[1-9]\d* reports", left[1])
    assert "forty shells" in whole and "forty shells" not in told
    assert "**Kessel Wire**" in whole and "**Kessel Wire**" not in told
    assert "heavy guns" in told


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(["--cutoff", "19:30 Europe/Kiyv"], "Europe/Kyiv", id="unknown zone"),
        pytest.param(["--cutoff", "26:30 Europe/Kyiv"], "no clock time", id="no clock time"),
        pytest.param(["--cutoff", "evening"], "19:30 Europe/Kyiv", id="no cutoff at all"),
        pytest.param(["--as-of", "soon"], "2020-10-01", id="no day"),
        pytest.param(["--since", "2031-05-06", "--as-of", "2031-05-01"], "--as-of", id="days in the wrong order"),
        pytest.param(["--side", "Nobody"], "Arvania, Belmar Front", id="unknown side"),
        pytest.param(["--provision", "9z"], "'9z'", id="unknown provision"),
        pytest.param(["--handling", "tlp:purple"], "TLP:AMBER\\+STRICT", id="no mark of the protocol"),
        pytest.param(["--handling", "clear", "--with-texts"], "--with-texts", id="texts under a public mark"),
        pytest.param(["--again", "7"], "no brief 7", id="unknown brief"),
        pytest.param(["--again", "7", "--side", "Arvania"], "leave out --side", id="again with options"),
        pytest.param(["--against", "7"], "no brief 7", id="against an unknown brief"),
    ],
)
def test_bad_options_get_one_clear_message(words, expected, case, capsys):
    case.close()
    code, _, said = run(capsys, "brief", case.store.path, *words)
    assert code != 0
    assert len(said.strip().splitlines()) == 1 and re.search(expected, said)


def test_the_commands_write_list_and_give_again(case, capsys, tmp_path: Path):
    path = case.store.path
    case.close()
    assert "issue one with: trucewatch brief" in run(capsys, "briefs", path)[2]
    assert "brief 1, SHA-256" in run(capsys, "brief", path, "--out", tmp_path / "one", "--format", "md")[2]
    assert run(capsys, "briefs", path)[1].startswith("1\t")
    assert '"number": 1' in run(capsys, "briefs", path, "--json")[1]
    assert "gives the same bytes" in run(capsys, "brief", path, "--again", 1, "--out", tmp_path / "two")[2]
    assert (tmp_path / "one.md").read_bytes() == (tmp_path / "two.md").read_bytes()
