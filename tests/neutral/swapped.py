"""A case of invented reports, whose two sides may change names, and everything that the program prints of it."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from trucewatch.present.cli import main

#: Pairs of names that a sentence takes alike: both singular, no demonym.
SIDES = ("Varenia", "Tolmira")

AGREEMENT = """\
trucewatch: 1
id: orlin
title: Orlin truce between {a} and {b}
signed: 2031-02-28
parties:
  - {{name: {a}, role: signatory, members: [{a} Defence Forces, {a} Foreign Ministry]}}
  - {{name: {b}, role: signatory, members: [{b} Defence Forces, {b} Foreign Ministry]}}
  - {{name: Joint Observer Mission, role: monitor}}
events:
  - {{name: signing, day: 2031-02-28, title: signed at Orlin}}
provisions:
  - ref: "1"
    obligors: [{a}, {b}]
    what: stopping all shelling along the Dorn river
    topics: [ceasefire]
    keywords: [shelling, shelled, fire]
  - ref: "2"
    obligors: [{a}]
    beneficiaries: [{b}]
    what: releasing 120 prisoners
    topics: [prisoner release]
    keywords: [prisoners]
    clock: {{kind: offset, days: 60, after: signing}}
  - ref: "3"
    obligors: [{b}]
    beneficiaries: [{a}]
    what: releasing 120 prisoners
    topics: [prisoner release]
    keywords: [prisoners]
    clock: {{kind: offset, days: 60, after: signing}}
"""

REPORTS = {
    "one.txt": (
        "Kessel Wire",
        "2031-04-05",
        """\
{a} accuses {b} of shelling Dorn bridge

KESSEL, 5 April 2031 - {a} accused {b} on Saturday of shelling the bridge at Dorn, saying nine people were killed.

"{b} broke the truce again," said Colonel Ines Halloran, spokeswoman for the {a} Defence Forces.

{b} rejected the accusation. "Our guns were silent all day," said Adel Brandt, spokesman for the {b} Defence Forces.
""",
    ),
    "two.txt": (
        "Harbour Post",
        "2031-04-06",
        """\
Dead counted at Dorn

The shelling of the bridge at Dorn on Saturday killed eleven people, the Joint Observer Mission said on Sunday.

"{b} broke the truce again," Colonel Ines Halloran of the {a} Defence Forces had said.

The {b} Foreign Ministry said that {a} had fired first. {a} has not responded to that claim.
""",
    ),
    "three.txt": (
        "Kessel Wire",
        "2031-04-12",
        """\
{b} says {a} holds back prisoners

KESSEL, 12 April 2031 - {b} accused {a} of holding back 40 of 120 prisoners whose release was agreed.

Adel Brandt, spokesman for the {b} Defence Forces, said: "We will free every prisoner by 29 April."

The {a} Foreign Ministry said that 80 prisoners had been released and the others would follow within a week.
""",
    ),
    "four.txt": (
        "Harbour Post",
        "2031-04-15",
        """\
Observers' vehicle hit near Dorn

A vehicle of the Joint Observer Mission was hit by gunfire near Dorn on Monday, the mission said. Two were injured.

{a} said that fighters of {b} had opened fire. {b} denied it and accused {a} of firing on the observers.
""",
    ),
}

#: Everything the program prints of a case, as commands. ``OUT`` is a folder of the run's own.
PRINTED = (
    ("ledger", "CASE"),
    ("ledger", "CASE", "--unanswered"),
    ("clocks", "CASE", "--as-of", "2031-04-20"),
    ("figures", "CASE"),
    ("figures", "CASE", "--sum", "highest", "--unit", "people killed"),
    ("review", "CASE"),
    ("search", "CASE", "truce"),
    ("search", "CASE", "prisoners"),
    ("brief", "CASE", "--out", "OUT/all"),
    ("brief", "CASE", "--out", "OUT/april", "--since", "2031-04-06", "--until", "2031-04-14"),
    ("export", "CASE", "--format", "records", "OUT/records"),
    ("verify", "CASE"),
)

#: What differs between any two runs: ids and digests, the time of the run, folders.
CHANGING = re.compile(
    r"\b[a-z]?[:-]?(?=[0-9a-f]*\d)[0-9a-f]{8,64}\b|\b[a-z][:-][0-9a-f]{8,64}\b|\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*(?:Z|\+00:00)?"
    r"|\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?(?: UTC)?|\d+ \w+ \d{4}, \d\d:\d\d UTC"
)


def command(*words: str) -> str:
    """What a command prints."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        try:
            main(list(words))
        except SystemExit as left:
            assert left.code in (0, None), f"{' '.join(words)}: {said.getvalue()}"
    return said.getvalue()


def printed(folder: Path, a: str, b: str) -> dict[str, str]:
    """What the program prints of the case with these names for its sides: by command, or by file that was written."""
    reports = folder / "reports"
    reports.mkdir(parents=True)
    (folder / "orlin.yaml").write_text(AGREEMENT.format(a=a, b=b), encoding="utf-8")
    sources = ["file,publisher,published,url"]
    for name, (publisher, day, words) in REPORTS.items():
        (reports / name).write_text(words.format(a=a, b=b), encoding="utf-8")
        sources.append(f"{name},{publisher},{day},")
    (reports / "sources.csv").write_text("\n".join(sources) + "\n", encoding="utf-8")
    case, out = folder / "orlin.truce", folder / "out"
    command("init", str(case), "--agreement", str(folder / "orlin.yaml"))
    command("add", str(case), str(reports))
    found: dict[str, str] = {}
    for words in PRINTED:
        said = [word.replace("CASE", str(case)).replace("OUT", str(out)) for word in words]
        found[" ".join(words)] = command(*said)
    for path in sorted(out.rglob("*")):
        if path.is_file():
            found[path.relative_to(out).as_posix()] = path.read_text(encoding="utf-8")
    return {name: words.replace(str(folder), "FOLDER") for name, words in found.items()}


def lines(words: str) -> list[str]:
    """The lines of some output in alphabetical order, without what differs between any two runs.

    In order, because lines that nothing else orders are ordered by id, and an id is a digest of the words.
    """
    plain = (" ".join(CHANGING.sub("#", line).split()) for line in words.splitlines())
    return sorted(" | ".join(sorted(line.split(" | "))) for line in plain)
