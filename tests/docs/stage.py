"""A folder in which the examples of the documentation can run: the demo case, and every file that an example names."""

from __future__ import annotations

import contextlib
import io
import json
import mailbox
import re
import shutil
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from importlib.resources import files
from pathlib import Path
from unittest import mock

from tests.test_beside import acled, ged, ged_row
from tests.test_beside_agreement import CEASEFIRES, PAX

import trucewatch
from trucewatch.case import Case
from trucewatch.present.cli import main

BUNDLED = Path(str(files("trucewatch") / "bundled" / "doha" / "reports"))
#: Reports of the demo that make the case of the examples, and those that examples add.
HELD, COMING = ("2020-04-05", "2020-10-"), ("2020-03-02", "2020-03-04")
SOURCES = "sources.csv"
CASE = "doha.truce"
LINKED = re.compile(r"\b([srim]):[0-9a-f]{8}\b")
KINDS = {"s": "statements", "i": "incidents", "r": "reports"}


def make_case(folder: Path) -> None:
    """The case of the examples: nine of the demo's reports, and the folder that they come from."""
    reports = folder / "reports"
    reports.mkdir()
    for path in sorted(BUNDLED.iterdir()):
        if path.name.startswith(HELD):
            shutil.copyfile(path, reports / path.name)
    shutil.copyfile(BUNDLED / SOURCES, reports / SOURCES)
    with trucewatch.create(folder / CASE, agreement="doha") as case:
        case.add([reports])


def set_up(made: Path, folder: Path, page: str) -> None:
    """Everything that the examples of a page find in their folder."""
    shutil.copytree(made, folder)
    for path in BUNDLED.iterdir():
        if path.name.startswith(COMING):
            shutil.copyfile(path, folder / "reports" / path.name)
    for path in (folder / "reports").iterdir() if page in FEW else ():
        if not path.name.startswith((*FEW[page], SOURCES)):
            path.unlink()
    shutil.copyfile(BUNDLED / SOURCES, folder / SOURCES)
    for name, make in FILES.items():
        make(folder / name)
    for name in OWN.get(page, {}):
        OWN[page][name](folder / name)


def with_ids(command: str, case: Case) -> str:
    """The command with ids that the case of the examples has in the place of those it lacks."""
    there = {letter: [one.id for one in getattr(case, name)()] for letter, name in KINDS.items()}
    found: dict[str, str] = {}

    def id_for(match: re.Match[str]) -> str:
        letter, shown = match[1], match[0]
        ids = there.get(letter, [])
        if any(one.startswith(shown[2:]) for one in ids) or not ids:
            return shown
        free = [one for one in ids if f"{letter}:{one[:8]}" not in {*found.values(), *LINKED_IN(command)}]
        return found.setdefault(shown, f"{letter}:{free[0][:8]}")

    return LINKED.sub(id_for, command)


def LINKED_IN(command: str) -> set[str]:
    return {match[0] for match in LINKED.finditer(command)}


# -- files that examples name --------------------------------------------------------------------------


def _sheet(path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Log"
    sheet.append(["What happened", "Kind", "Day", "Town", "By whom", "Dead"])
    sheet.append(["Shots were exchanged near the bazaar.", "clash", "2020-10-18", "Lashkar Gah", "Taliban", 2])
    book.save(path)


def _mapping(path: Path) -> None:
    columns = "words: What happened, type: Kind, date: Day, place: Town, actor: By whom, killed: Dead"
    path.write_text(
        "trucewatch_mapping: 1\n"
        f"tables:\n  - tab: Log\n    kind: incident\n    columns: {{{columns}}}\n    always: {{said_as: alleged}}\n"
    )


def _ged(path: Path) -> None:
    made = ged(path.parent, ged_row(id="41", side_a="Government of United States of America", side_b="Taliban"))
    if made != path:
        made.replace(path)


def _acled(path: Path) -> None:
    acled(path.parent).replace(path)


def main_quietly(*words: object) -> None:
    """A command that an example takes for granted."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            main([str(word) for word in words])
        except SystemExit as end:
            assert not end.code, f"trucewatch {' '.join(map(str, words))}"


def _message(path: Path) -> None:
    path.write_bytes(_mail("A statement on the strikes").as_bytes())


def _mail(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "press@example.org", "desk@example.org", subject
    message["Date"], message["Message-ID"] = "Mon, 19 Oct 2020 08:00:00 +0000", f"<{len(subject)}@example.org>"
    message.set_content(
        "The spokesman said on Monday that the strikes in Helmand had broken the Doha agreement.\n\n"
        '"We ask the other side to keep its word," he said. The governor denied that there had been any strike.\n'
    )
    return message


def _mailbox(path: Path) -> None:
    box = mailbox.mbox(path)
    box.add(_mail("A second statement on the strikes"))
    box.close()


def _maildir(path: Path) -> None:
    mailbox.Maildir(path).add(_mail("A third statement on the strikes, from the folder"))


def _chat(path: Path) -> None:
    words = "The spokesman said that the strikes in Helmand had broken the Doha agreement, and that talks would go on."
    message = {"id": 1, "type": "message", "date": "2020-10-19T10:00:00", "from": "Desk", "text": words}
    message["text_entities"] = [{"type": "plain", "text": words}]
    path.write_text(json.dumps({"name": "Desk", "type": "public_channel", "id": 1, "messages": [message]}))


def _places(path: Path) -> None:
    row = ["1", "Nahr-e Nau", "Nahr-e Nau", "", "31.6", "64.3", "P", "PPL", "AF", "", "10", "", "", "", "900", "", "8"]
    path.write_text("\t".join([*row, "Asia/Kabul", "2020-01-01"]) + "\n", encoding="utf-8")


def _other_names(path: Path) -> None:
    path.write_text("1\t1\ten\tNahre Naw\t\t\t\t\t\t\n", encoding="utf-8")


def _villages(path: Path) -> None:
    path.write_text("name,lat,lon,country\nQala-e Demo,31.5,64.4,AF\n", encoding="utf-8")


def _accord(path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    page = Canvas(str(path))
    lines = (
        "Truce of the Two Valleys", "Article 1. The Parties shall cease fire along the whole line.",
        "Article 2. Each Party shall release 100 captives within 30 days of signature.",
    )  # fmt: skip
    for number, line in enumerate(lines):
        page.drawString(72, 720 - 28 * number, line)
    page.save()


def _watch(path: Path) -> None:
    path.write_text("trucewatch_watch: 1\nevery: 1h\nsources:\n  - folder: reports\n", encoding="utf-8")


def _key(path: Path) -> None:
    main_quietly("archive", "--new-key", path)


def _account(case: Path, name: str) -> None:
    with mock.patch("sys.stdin", io.StringIO("seven lamps in the orchard\n")):
        main_quietly("people", case, "add", name, "--role", "reader")


#: What a person types, where a command asks; a password at first.
TYPED: Mapping[str, str] = {"trucewatch people doha.truce password Ines": "a lantern under the old bridge\n"}
PASSWORD = "velvet otter counts nine lamps\n"
#: What a person does after a command, before the next one.
DONE_BY_HAND: Mapping[str, Callable[[Path], object]] = {
    "trucewatch people doha.truce add Ines --role lead": lambda folder: _account(folder / CASE, "Oskar"),
    "trucewatch watch doha.truce --new": lambda folder: _watch(folder / "doha.watch.yaml"),
}
#: Files that are there for every page.
FILES: Mapping[str, Callable[[Path], object]] = {
    "log.xlsx": _sheet, "statement.eml": _message, "press.mbox": _mailbox, "Maildir": _maildir, "result.json": _chat,
    "AF.txt": _places, "alternateNamesV2.txt": _other_names, "villages.csv": _villages, "accord.pdf": _accord,
}  # fmt: skip
#: Pages that make a case of their own -> the reports that they find, few since each is read anew.
FEW: Mapping[str, tuple[str, ...]] = {
    "docs/tutorial.md": ("2020-10-19-demo-wire", "2020-10-20-demo-tribune"), "docs/spreadsheets.md": COMING[:1],
}  # fmt: skip
#: Files that an example of the page takes for granted.
OWN: Mapping[str, Mapping[str, Callable[[Path], object]]] = {
    "README.md": {"log.yaml": _mapping, "desk.key": _key, "doha.watch.yaml": _watch, "GEDEvent.csv": _ged},
    "docs/imports.md": {
        "GEDEvent.csv": _ged, "acled.csv": _acled,
        "pax.csv": lambda path: path.write_text(PAX.replace("9001", "1917"), encoding="utf-8"),
        "ceasefires.csv": lambda path: path.write_text(CEASEFIRES, encoding="utf-8"),
        "team.truce": lambda path: shutil.copyfile(path.parent / CASE, path),
    },
    "docs/records-form.md": {"out": lambda path: main_quietly("export", path.parent / CASE, path)},
}  # fmt: skip
