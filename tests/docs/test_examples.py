"""Every example of the documentation runs: commands and Python on the demo's case, files read by what reads them."""

from __future__ import annotations

import doctest
import io
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
import typer.main
from blocks import NOTEBOOK, PAGES, READ, RUN, SHOWN, Block, commands, every_block
from nbclient import NotebookClient
from ruamel.yaml import YAML
from stage import DONE_BY_HAND, PASSWORD, TYPED, make_case, set_up, with_ids
from tests.commands import run

import trucewatch
from trucewatch.case import Case
from trucewatch.intake.agreements import read_agreement
from trucewatch.intake.mappings import read_mapping
from trucewatch.intake.watch_file import read_watch_file
from trucewatch.present.cli.app import app

BLOCKS = every_block()
#: Commands of the documentation that the tests do not run, and why.
NOT_RUN = {
    "trucewatch add doha.truce https://example.org/feed.xml pages.warc.gz": "asks the network",
    "trucewatch add doha.truce https://example.org/2020/truce": "asks the network",
    "trucewatch add doha.truce https://example.org/feed.xml": "asks the network",
    "trucewatch add doha.truce feed.xml sitemap.xml.gz pages.warc.gz": "asks the network for what the lists name",
    "trucewatch add doha.truce --urls addresses.txt --most 50": "asks the network",
    "trucewatch serve doha.truce": "a server, which goes on until it is stopped",
    "trucewatch watch doha.truce": "goes on until it is stopped",
    "trucewatch copy doha.truce postgresql://ann@db.example.org/doha": "a server (tests/test_teams.py has one)",
    "trucewatch train attribution my-marks --out mine": "needs torch and marked articles",
    "trucewatch demo demo": "made whole in tests/bundled",
    "trucewatch annotate --agreement doha articles.jsonl news.warc.gz annotated/": "starts processes (tests/engine)",
    "trucewatch add doha.truce 20201019083000.gkg.csv.zip --most 50": "asks the network for the articles it lists",
    'trucewatch add doha.truce "https://api.gdeltproject.org/api/v2/doc/doc?query=truce&mode=artlist&format=json"': (
        "asks the network"
    ),
    "trucewatch people doha.truce totp Ines": "asks for the code of a device",
    "trucewatch people doha.truce audit --verify --noted 4f1c09aa": "needs a digest noted earlier",
}
#: Blocks of other programs' commands (``sh no-run``), by the page: why they are not run.
NOT_OURS = {
    "README.md": "make, which sets up an environment; big corpora, as below",
    "docs/big-corpora.md": "starts processes, and Ray on several machines (tests/engine has two nodes on one)",
    "docs/notebooks.md": "installs packages",
    "docs/tutorial.md": "make, which sets up an environment",
    "docs/api.md": "curl, against a server (tests/present/web asks the same addresses)",
    "docs/language-models.md": "a model's server (tests/test_proposing.py has a scripted one)",
    "docs/preservation.md": "an authority on the network; openssl and other programs (tests/present/test_archive.py)",
    "docs/serving.md": "curl and sqlite3, against a server",
    "docs/teams.md": "a database server (tests/test_teams.py)",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    make_case(folder)
    return folder


@pytest.fixture(scope="module")
def staged(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """A folder for each page, in which its blocks run one after the other."""
    folders: dict[str, Path] = {}
    root = tmp_path_factory.mktemp("pages")
    for page in {block.page for block in BLOCKS if block.kind in RUN}:
        folder = root / re.sub(r"\W", "-", page)
        set_up(made, folder, page)
        folders[page] = folder
    yield folders


@pytest.fixture
def at(staged: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> object:
    """Work in the folder of a page."""

    def go(page: str) -> Path:
        folder = staged[page]
        monkeypatch.chdir(folder)
        monkeypatch.setenv("HOME", str(folder))
        monkeypatch.setenv("TRUCEWATCH_PERSON", "Ana Reyes")
        return folder

    return go


def of_kind(*kinds: str) -> list[Block]:
    return [block for block in BLOCKS if block.kind in kinds]


def test_every_block_says_what_it_is():
    assert [str(block) for block in BLOCKS if block.kind not in RUN | READ | SHOWN] == []


def test_every_block_that_is_not_run_has_its_reason_and_every_reason_its_block():
    assert {block.page for block in of_kind("sh no-run", "python no-run")} == NOT_OURS.keys()
    there = {command for block in of_kind("sh", "console") for command in commands(block)}
    assert NOT_RUN.keys() - there == set()


@pytest.mark.parametrize("block", of_kind("sh", "console"), ids=str)
def test_commands_of_the_documentation_run(block, at, capsys, monkeypatch, made_case):
    folder = at(block.page)
    if block.kind == "console":
        (folder / "kessel.truce").write_bytes(made_case.read_bytes())
    failed = []
    for command in commands(block):
        if command in NOT_RUN:
            continue
        assert command.startswith("trucewatch "), f"{command}: mark the block as sh no-run, with a reason in this test"
        words = shlex.split(command)[1:]
        case_file = folder / words[1] if len(words) > 1 else None
        if case_file and case_file.suffix == ".truce" and case_file.is_file():
            with trucewatch.open(case_file) as case:
                words = shlex.split(with_ids(command, case))[1:]
        words = [str(Path(word).expanduser()) if word.startswith("~") else word for word in words]
        if words[0] == "init" and (folder / words[1]).exists():  # what follows goes on with the case that is there
            words[1] = f"new-{words[1]}"
        words, into = _redirected(words)
        monkeypatch.setattr("sys.stdin", io.StringIO(TYPED.get(command, PASSWORD)))
        code, out, err = run(capsys, *words)
        failed += [f"{command}\n{out[-500:]}\n{err}"] if code else []
        if into:
            (folder / into).write_text(out, encoding="utf-8")
        if command in DONE_BY_HAND:
            DONE_BY_HAND[command](folder)
    assert not failed, "\n".join(failed)


def _redirected(words: list[str]) -> tuple[list[str], str | None]:
    """The words of our own command, and the file that a shell would write its output to; what stands after a pipe is
    another program's."""
    if "|" in words:
        words = words[: words.index("|")]
    if ">" in words:
        return words[: words.index(">")], words[words.index(">") + 1]
    return words, None


@pytest.mark.parametrize("block", of_kind("python"), ids=str)
def test_python_of_the_documentation_runs(block, at, capsys):
    at(block.page)
    exec(compile(block.content, str(block), "exec"), {"__name__": "example"})


def test_the_example_notebook_runs_and_saves_no_outputs(at):
    book = nbformat.read(NOTEBOOK, as_version=4)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in code)
    folder = at("docs/notebooks.md")
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(book, timeout=60, kernel_name="python3", resources=resources).execute()
    shown = [output for cell in code for output in cell.outputs]
    plain = "\n".join(output.get("text") or output["data"]["text/plain"] for output in shown)
    assert "no coverage" in plain and "[name withheld]" in plain
    [card] = [cell.outputs[0]["data"] for cell in code if cell.source == "claims[3]"]
    assert "justification: " in card["text/plain"] and "“breaking the Doha agreement" in card["text/html"]
    tables = [output["data"]["text/html"] for output in shown if "text/html" in output.get("data", {})]
    assert len(tables) > 5


@pytest.mark.parametrize("block", of_kind("yaml"), ids=str)
def test_files_of_the_documentation_are_read_by_what_reads_them(block, tmp_path):
    path = tmp_path / "example.yaml"
    path.write_text(block.content, encoding="utf-8")
    begins = YAML(typ="safe").load(block.content)
    if "trucewatch_mapping" in begins:
        assert read_mapping(path)
    elif "trucewatch_watch" in begins:
        assert read_watch_file(path).sources
    else:
        assert read_agreement(str(path))[0].parties


@pytest.mark.parametrize("block", of_kind("json"), ids=str)
def test_json_of_the_documentation_is_json(block):
    assert json.loads(block.content)


#: Options of other programs.
OTHERS = {"--shared", "--strict", "--unpack-wacz", "--head", "--port", "--disable-usage-stats", "--include-dashboard"}


def of_our_programs() -> set[str]:
    """The options that the benchmarks, the evaluation and the tools define: any string that is one."""
    files = [path for room in ("benchmarks", "evals", "tools") for path in Path(room).rglob("*.py")]
    return {option for path in files for option in re.findall(r"\"(--[a-z][a-z-]+)\"", path.read_text("utf-8"))}


@pytest.fixture(scope="module")
def known() -> tuple[set[str], set[str]]:
    """The names of all commands, and of all their options."""
    groups = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    every = [one for command in groups.values() for one in (command, *getattr(command, "commands", {}).values())]
    options = {option for one in every for p in one.params for option in (*p.opts, *p.secondary_opts)}
    return set(groups), options | of_our_programs() | {"--help"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_option_and_command_that_a_page_names_is_there(page, known):
    words = page.read_text(encoding="utf-8")
    commands, options = known
    ours = [*re.findall(r"`([^`\n]+)`", words), *re.findall(r"^(?:\$ )?trucewatch (.*)$", words, re.MULTILINE)]
    assert {o for line in ours for o in re.findall(r"(?<![\w-])--[a-z][a-z-]+", line)} - options - OTHERS == set()
    assert set(re.findall(r"(?:^|`)trucewatch ([a-z]+)", words, re.MULTILINE)) <= commands


def test_examples_in_the_docstrings_of_the_case_give_what_they_say(case: Case):
    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner(verbose=False)
    found = [one for one in finder.find(Case, "Case", globs={"case": case, "trucewatch": trucewatch}) if one.examples]
    for base in Case.__mro__[1:]:
        found += [one for one in finder.find(base, base.__name__, globs={"case": case}) if one.examples]
    assert found
    for one in found:
        runner.run(one)
    assert runner.summarize(verbose=False).failed == 0
