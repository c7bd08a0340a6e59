"""A small case for the pages, written for these tests: an invented quarrel on a real island, so that maps have places.

It holds what the pages must show: a charge in three outlets (one a reprint), its denial, a charge nobody answered,
tolls that differ, a promise with a day, a private person, a report in Arabic, an edited report.
"""

# ruff: noqa: E501  # reports are prose
from __future__ import annotations

from pathlib import Path

from tests.invented import accord

from trucewatch.case import Case, create

AGREEMENT = accord(
    """\
provisions:
  - ref: "1"
    what: Neither side fires heavy guns at towns or bridges.
    obligors: [Arvania, Belmar Front]
    keywords: [shelling, heavy guns, fire]
  - ref: "2"
    what: Arvania withdraws its heavy guns within 90 days of signing.
    obligors: [Arvania]
    beneficiaries: [Belmar Front]
    keywords: [withdraw, withdrawal, heavy guns]
    clock: {kind: offset, days: 90, after: signature, text: within 90 days of signing}
claimed_terms:
  - {ref: X1, owner: Belmar Front, what: Drones may not fly over Akureyri at any hour., keywords: [drones]}
""",
    of="Skaft",
)

REPORTS: dict[str, tuple[str, str, str]] = {
    "wire.txt": ("Skaft Wire", "2031-05-03", """\
Front accuses Arvania of shelling Selfoss bridge

SELFOSS, 3 May 2031 - The Belmar Front accused the Arvanian army on Saturday of shelling the bridge at Selfoss.

"The army fired forty shells at our positions near the bridge," said Adel Brandt, a spokesman for the Belmar Front.

At least nine people were killed in the shelling, the Front said in a statement.

A shopkeeper, Runa Vik, said she had heard the guns for an hour.
"""),
    "reprint.txt": ("Harbour Online", "2031-05-03", """\
Front accuses Arvania of shelling Selfoss bridge (Skaft Wire)

SELFOSS, 3 May 2031 (Skaft Wire) - The Belmar Front accused the Arvanian army on Saturday of shelling the bridge at Selfoss.

"The army fired forty shells at our positions near the bridge," said Adel Brandt, a spokesman for the Belmar Front.

At least nine people were killed in the shelling, the Front said in a statement.
"""),
    "daily.txt": ("Arvania Daily", "2031-05-04", """\
Army denies firing on Selfoss bridge

Arvania's Ministry of Defence denied on Sunday that its forces had shelled the bridge at Selfoss.

"We reject the accusation," said Colonel Ines Halloran, spokeswoman for the Arvanian army. "Our guns were silent."

The Belmar Front had accused the Arvanian army of shelling the bridge at Selfoss on Saturday.
"""),
    "observer.txt": ("Observer Post", "2031-05-06", """\
Observers reach Selfoss

The Joint Observer Mission said its monitors reached Selfoss on Monday and counted eleven dead after Saturday's shelling of the bridge.

The mission urged both sides to withdraw heavy guns by 20 May.

Arvania's Ministry of Defence pledged to withdraw its heavy guns from Selfoss by 20 May.
"""),
    "north.txt": ("Northern Gazette", "2031-05-12", """\
Drones over Akureyri, says Arvania

The Arvanian army accused the Belmar Front on Monday of flying armed drones over Akureyri, in breach of the accord.

"They attacked a convoy outside Akureyri and wounded four soldiers," said Colonel Ines Halloran.

The army said three soldiers were wounded in an ambush near Husavik on 10 May.
"""),
    "arabic.txt": ("صحيفة الميناء", "2031-05-13", """\
الجيش يتهم الجبهة

اتهم الجيش الأرفاني الجبهة يوم الاثنين بإطلاق طائرات مسيرة فوق أكوريري.
"""),
}  # fmt: skip
#: A later reading of wire.txt at the same address: the toll went up.
EDITED = REPORTS["wire.txt"][2].replace("At least nine people", "At least twelve people")
ADDRESS = "https://wire.example/2031/05/03/selfoss"


def build(path: Path, folder: Path) -> None:
    """Make the case at ``path``; ``folder`` takes the reports' files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    reports = folder / "reports"
    reports.mkdir(exist_ok=True)
    rows = ["file,publisher,published,url"]
    for name, (publisher, published, words) in REPORTS.items():
        (reports / name).write_text(words, encoding="utf-8")
        rows.append(f"{name},{publisher},{published},{ADDRESS if name == 'wire.txt' else ''}")
    (reports / "sources.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with create(path, agreement=str(folder / "agreement.yaml")) as case:
        case.add([reports])
        _edit(case)


def _edit(case: Case) -> None:
    case.add_words(EDITED.encode(), publisher="Skaft Wire", published="2031-05-03", url=ADDRESS)
