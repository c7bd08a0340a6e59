"""The search for verdict words itself, and every sentence that the program could print."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from verdicts import verdicts_in

import trucewatch
from trucewatch.records.vocabulary import ACTS, DISPUTE_KINDS, INCIDENT_TYPES, MEDIA, TOPICS

SOURCE = Path(trucewatch.__file__).parent
#: Rooms whose strings are word lists that read the sources: what they say to people stands in reasons, checked apart.
READING = {"annotate", "text", "gazetteer", "learn", "weights"}
#: Constants with one of these are patterns or word lists, not wording.
PATTERN = re.compile(r"\n|\\[bswdW]|\(\?:|\[\^?[a-z]-|\|")
LIES = re.compile(r"\blies? (?=in|between|within|outside|after|before|on|apart|nearer)\b")  # where a thing lies
#: Wording with these words in another sense, file by file: the words, and what they mean there.
OTHER_SENSE = {
    "health.py": {"refuse": "the program refuses a model that is not the recorded one"},
    "present/brief/pdf.py": {"true": "a setting of Typst"},
    "present/brief/printed.py": {"false": "a setting of Typst"},
    "present/export/cells.py": {"true": "a cell that says yes", "false": "a cell that says no"},
    "present/export/ftm.py": {"proof": "a field of FollowTheMoney: the documents behind an entity"},
    "present/export/plover.py": {"concede": "an event of PLOVER"},
    "present/cli/demo.py": {"fault": "a fault of the program"},
    "store/case_file.py": {"true": "an argument's value"},
    "store/verify.py": {"wrong": "values of the wrong kind in a case file"},
    "drafts.py": {"false": "a value of the agreement file"},
    "intake/agreement_page.py": {"true": "a value of the agreement file", "false": "as above"},
    "intake/agreement_sets.py": {"false": "a cell that says no"},
    "intake/mappings.py": {
        "perpetrator": "a header of somebody's own sheet",
        "responsible": "as above",
        "true": "a value of the mapping",
        "false": "as above",
    },
    "intake/sheets.py": {"true": "a cell that says yes", "false": "a cell that says no"},
    "sheet_values.py": {"true": "a cell that says yes", "false": "a cell that says no"},
    "link/values.py": {"true": "a setting's value", "false": "as above"},
    "link/profile.py": {"refute": "a word list of denials", "refuted": "as above"},
    "link/answer_features.py": {"breach": "a feature's name", "complies": "as above"},
    "link/answers.py": {"refut": "the stem of a cue", "rebut": "as above"},
    "link/statements.py": {"broken": "a key that statements are looked up by"},
}


def wording(path: Path) -> Iterator[tuple[int, str]]:
    """Every string of a module that may be shown: constants and parts of f-strings, without docstrings of helpers.

    A docstring of a command is its help text, so the docstrings of the command line count.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    unseen: set[int] = set()
    if "cli" not in path.parts:
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                unseen.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unseen:
            yield node.lineno, node.value


def shown_files() -> list[str]:
    files = (path.relative_to(SOURCE) for path in sorted(SOURCE.rglob("*.py")))
    return [path.as_posix() for path in files if path.parts[0] not in READING]


@pytest.mark.parametrize("file", shown_files())
def test_no_string_that_the_program_could_print_holds_a_verdict(file):
    other = OTHER_SENSE.get(file, {})
    found = {
        (line, word)
        for line, words in wording(SOURCE / file)
        if not ("cli" not in file and PATTERN.search(words))
        for word in verdicts_in(LIES.sub("", words))
        if word not in other
    }
    assert found == set()


def test_no_template_holds_a_verdict():
    for path in (SOURCE / "present").rglob("*.j2"):
        shown = re.sub(r"\{[{%#].*?[%}#]\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert verdicts_in(shown) == [], path.name


def test_no_name_of_the_vocabularies_holds_a_verdict():
    names = [*ACTS, *DISPUTE_KINDS, *INCIDENT_TYPES, *MEDIA, *TOPICS]
    wording = {name.replace("_", " ") for name in names} - {"ceasefire violation", "justification"}
    assert {word: found for word in wording if (found := verdicts_in(word))} == {}


def test_no_file_that_a_brief_or_export_writes_is_named_by_a_verdict():
    shown = (words for file in shown_files() for _, words in wording(SOURCE / file))
    assert verdicts_in(" ".join(words for words in shown if re.search(r"\.\w{2,5}$", words))) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("The army violated the truce.", ["violated"]),
        ("The Front: “The army violated the truce.”", []),
        ('The Front: "The army violated the truce."', []),
        ("A proven lie, clearly", ["clearly", "lie", "proven"]),
        ("breach alleged, by the Front", []),
        ("a breached line", ["breached"]),
        ("alleged, denied, reported, no response found", []),
    ],
)
def test_verdicts_are_found_outside_quotation_marks_only(words, found):
    assert verdicts_in(words) == found
