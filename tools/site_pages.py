"""What the documentation site shows beyond the files of ``docs/``: pages made of the program itself, put in by mkdocs.

- ``commands.md``: every command, from the command line's own help, so that it is never out of date;
- ``notebook.md``: the example notebook as a page;
- in any page ``<!-- figures -->`` and ``<!-- counts -->``: what the evaluation measured last, beside floors and peers;
  ``<!-- README: LINE -->``: the list below that line of the README.

mkdocs calls the functions whose names begin with ``on_`` (mkdocs.yml names this file).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import typer.main
from mkdocs.structure.files import File

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "docs" / "notebooks" / "first-look.ipynb"
#: Pages that are made here and lie in no folder.
GENERATED = ("commands.md", "notebook.md")
#: Kind of task -> what is measured, in the order of the page.
GROUPS = {
    "clusters/": "Clusters of reports: the whole way from files to export",
    "attribution": "Who said what: US political news",
    "own/": "Our own cases, written by hand; half of them are set aside and only counted",
    "casualties": "Casualty counts in sentences of news",
    "time/": "Times",
    "places": "Places",
    "plover": "PLOVER coding (a coder for the benchmark alone)",
    "muc4": "MUC-4 templates (weights for the benchmark alone)",
    "indiapolice": "Police events (word patterns for the benchmark alone)",
}


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that are made here."""
    for name, content in (("commands.md", commands_page()), ("notebook.md", notebook_page(NOTEBOOK))):
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put in what is made here; leave out marks for tests, and lead what lies outside the site to words alone."""
    markdown = re.sub(r"^(\s*```(?:sh|python)) no-run$", r"\1", markdown, flags=re.MULTILINE)
    link = r"\[(?:docs/)?([\w-]+)\.md\]\(\1\.md"
    markdown = re.sub(link, lambda match: f"[{_title(match[1])}]({match[1]}.md", markdown)
    markdown = markdown.replace("<!-- figures -->", figures_tables()).replace("<!-- counts -->", counts_list())
    return re.sub(r"<!-- README: (.+?) -->", lambda match: readme_part(match[1]), markdown)


def _title(name: str) -> str:
    """What a page is called: a link in the repository shows the file's name, on the site the page's."""
    if f"{name}.md" in GENERATED:
        return name.capitalize()
    first = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8").splitlines()[0]
    return first.removeprefix("# ").partition(":")[0]


# -- commands -------------------------------------------------------------------------------------------


def commands_page() -> str:
    """Every command with what it takes, from the program's own help."""
    from trucewatch.present.cli.app import app
    from trucewatch.present.cli.commands import SUMMARIES

    group: Any = typer.main.get_command(app)
    lines = ["# Commands", "", "`trucewatch COMMAND --help` says the same in a terminal.", ""]
    lines += ["| command | what it does |", "|---|---|"]
    lines += [f"| [`{name}`](#{name}) | {_cell(says)} |" for name, says in SUMMARIES.items()]
    for name in SUMMARIES:
        command = group.commands[name]
        lines += ["", *_command(name, name, command, level=2)]
        for inner in getattr(command, "commands", {}).values():
            before = " ".join([name, *_takes(command)])
            lines += ["", *_command(f"{name} {inner.name}", f"{before} {inner.name}", inner, level=3)]
    return "\n".join(lines) + "\n"


def _takes(command: Any) -> list[str]:
    """The names of a command's arguments, as its usage shows them."""
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    names = [p.name.strip("{}[]").upper() + ("…" if p.nargs == -1 else "") for p in arguments]
    return [name if p.required else f"[{name}]" for p, name in zip(arguments, names, strict=True)]


def _command(title: str, called: str, command: Any, *, level: int) -> list[str]:
    """A command's help, arguments and options."""
    context = typer.Context(command, info_name=title)
    told = [p.get_help_record(context) for p in command.params if p.name != "help" and not getattr(p, "hidden", False)]
    inner = ["COMMAND"] if getattr(command, "commands", None) else []
    usage = " ".join(["trucewatch", called, *_takes(command), *inner, "[OPTIONS]"])
    lines = [f"{'#' * level} {title}", "", "```text", usage, "```", "", *_help(command.help or "")]
    if told:
        lines += ["", "| takes | what it is |", "|---|---|"]
        shown = [_shown(names, says) for names, says in told]
        lines += [f"| `{names}` | {_cell(says)} |" for names, says in shown]
    return lines


#: Values by their types, as people write them.
_VALUES = {"str": "TEXT", "path": "PATH", "Path": "PATH", "int": "N", "int range": "N", "float": "X"}


def _shown(names: str, says: str) -> tuple[str, str]:
    """An option or argument as people write it, and what it is: "--format <list[html|md]>" is "--format html/md"; many
    values stand with the words, unless these name them; an argument is its name."""
    name, _, rest = names.partition(" <")
    value = re.sub(r"^list\[(.+)\]$", r"\1", rest.removesuffix(">"))
    if not name.startswith("-"):
        return name.strip("{}").upper(), says
    if "|" not in value:
        return f"{name} {_VALUES.get(value, value.upper())}".strip(), says
    choices = value.split("|")
    if len(choices) <= 4:
        return f"{name} {'/'.join(choices)}", says
    told = all(re.search(rf"\b{re.escape(choice)}\b", says) for choice in choices)
    return f"{name} {name.lstrip('-').upper()}", says if told else f"{says} One of: {', '.join(choices)}."


def _help(words: str) -> list[str]:
    """The help as Markdown: examples as blocks."""
    lines: list[str] = []
    for paragraph in re.split(r"\n\s*\n", words.strip().replace("\b", "")):
        if paragraph.startswith("Example"):
            examples = [line.removeprefix("Example:").strip() for line in paragraph.splitlines()]
            lines += ["```sh", *filter(None, examples), "```", ""]
        else:
            lines += [_plain(paragraph), ""]
    return lines[:-1]


def _plain(words: str) -> str:
    """Words of a help text that Markdown would take for something else."""
    return re.sub(r"([<*_])", r"\\\1", words)


def _cell(words: str) -> str:
    return _plain(" ".join(words.split())).replace("|", "\\|")


# -- the notebook ---------------------------------------------------------------------------------------


def notebook_page(path: Path) -> str:
    """A notebook's cells as Markdown."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    parts = []
    for cell in cells:
        source = "".join(cell["source"])
        words = source.replace("](../", "](")  # the page lies a folder higher than the notebook
        parts.append(words if cell["cell_type"] == "markdown" else f"```python\n{source}\n```")
    about = f"\n\nThe notebook itself: `docs/notebooks/{path.name}`. The tests run it.\n"
    return "\n\n".join(parts) + about


# -- figures --------------------------------------------------------------------------------------------


def _read(name: str) -> Any:
    return json.loads((ROOT / "evals" / name).read_text(encoding="utf-8"))


def figures_tables() -> str:
    """What was measured last, each figure beside its floor and the best peer; remarks below each table."""
    measured, floors, peers = _read("measured.json"), _read("floors.json"), _read("peers.json")
    lines: list[str] = []
    for begins, title in GROUPS.items():
        names = [name for name in measured["tasks"] if name.startswith(begins)]
        lines += [f"### {title}", "", "| figure | measured | floor | best peer |", "|---|---:|---:|---|"]
        for name in names:
            task = measured["tasks"][name]
            lines.append(f"| **{name}** | | | |")
            for figure, value in task["figures"].items():
                floor = floors.get(name, {}).get(figure)
                shown = "" if floor is None else f"{floor:.3f}"
                peer = peers.get(name, {}).get(figure, "")
                lines.append(f"| {figure.replace('_', ' ')} | {value:.3f} | {shown} | {peer} |")
        lines.append("")
        for remark in dict.fromkeys(measured["tasks"][name]["remark"] for name in names):
            lines += [f"*{remark}*", ""] if remark else []
        if begins == "places":
            lines += [*(f"- {line}" for line in measured["held out"]), ""]
        days = sorted({measured["tasks"][name]["measured"] for name in names})
        only = begins.rstrip("/")
        lines += [f"Measured on {', '.join(days)}: `python -m evals.gate --shared ../shared --only {only}`", ""]
    return "\n".join(lines)


def counts_list() -> str:
    """What a cluster has so few of that a share would say little."""
    return "\n".join(f"- {line}" for line in _read("measured.json")["counts"])


def readme_part(heading: str) -> str:
    """A part of the README, from below the line that begins it to the next paragraph, with links from ``docs/``."""
    words = (ROOT / "README.md").read_text(encoding="utf-8")
    match = re.search(rf"^{re.escape(heading)}\n(.*?)(?=^[A-Z#]|\Z)", words, re.MULTILINE | re.DOTALL)
    if match is None:
        raise ValueError(f"the README has no part {heading!r}; docs name it")
    part = re.sub(r"\]\(docs/", "](", match[1].strip())
    return re.sub(r"\[([^\]]+)\]\((?!https?:|#)[^)]*/[^)]*\)", r"\1", part)  # what is no page of the site
