"""A case to archive, written for these tests: pages fetched from a server on this machine, files, decisions of persons.

It holds what an archive must keep apart: a page in whose words a private person is named, one in whose source alone one
is, a place where people could be found, a confidential report, confidential words in another, a redacted report, a mail.
"""

# ruff: noqa: E501  # reports are prose
from __future__ import annotations

import gzip
import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from tests.invented import accord
from tests.local_site import Site, serving
from warcio.archiveiterator import ArchiveIterator

from trucewatch.case import Case, create
from trucewatch.outside.addresses import AllowList
from trucewatch.outside.fetch import Fetcher

NOW = datetime(2031, 5, 20, 12, tzinfo=UTC)
#: In the source of one page, where no reader sees it: as scripts and addresses escape it.
HIDDEN_IN_SOURCE = '<script>var who = "Jor\\u0075n%20Askel";</script>'
#: Words that make a page long enough to be an article.
FILLER = "The ferry ran as planned that day and the market on the quay stayed open until the evening bell, as it had all week long."
PAGES = {
    "/bridge": ("Skaft Wire", "Front accuses army of shelling the bridge", "",
        'The Belmar Front accused the Arvanian army on Saturday of shelling the bridge at Selfoss. "The army fired forty shells," said Adel Brandt, a spokesman for the Belmar Front.'),
    "/potter": ("Skaft Wire", "A potter saw the shells", "",
        "A potter, Jorun Askel, said on Sunday that she had seen the shells fall. The Arvanian army denied on Sunday that it had fired at the town."),
    "/source": ("Harbour Online", "Army calls for talks", HIDDEN_IN_SOURCE,
        "The Arvanian army said on Monday that it would meet the Belmar Front for talks on the harbour."),
    "/2031/jorun-askel-speaks": ("Harbour Online", "Front opens the harbour", "",
        "The Belmar Front said on Monday that it had opened the harbour to ships of both sides again."),
    "/photo": ("Harbour Online", "Army closes the mole", '<meta name="photo" content="by J&#111;run&nbsp;Askel">',
        "The Arvanian army said on Monday that it had closed the mole to ships of both sides for a week."),
    "/sheet": ("Cellar Sheet", "Talks at Greywater", "",
        "The Arvanian army said on Tuesday that it would meet the Belmar Front in the cellar at Greywater."),
    "/store": ("Harbour Online", "Front speaks of stores", "",
        'The Belmar Front said on Tuesday that it had hidden three howitzers at the old mill. The Front also said that it would withdraw from the harbour by Friday.'),
    "/gone": ("Skaft Wire", "Names of those who fled", "",
        "The Joint Observer Mission said on Tuesday that the family of the ferryman had fled over the Sandvik road."),
}  # fmt: skip
FILES = {
    "hospital.txt": "Hospital struck\n\nSELFOSS, 18 May 2031 - Shells struck a hospital in Akureyri on Saturday, killing six people, the Joint Observer Mission said.\n",
    "brief.eml": "From: Desk <press@observer.example>\nTo: list@observer.example\nSubject: Morning note\nDate: Mon, 05 May 2031 08:00:00 +0000\nMessage-ID: <1@observer.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nThe Joint Observer Mission said on Monday that both sides had kept their guns silent.\n",
}
#: In no archive for anybody.
PRIVATE = ("Jorun", "Askel")
CONFIDENTIAL = ("Greywater", "Cellar", "howitzers", "old mill")
REDACTED = ("ferryman", "Sandvik")
PLACES = ("Akureyri",)
OF_THE_HOUSE = ("Ada Quill", "Backnote", "desk@example.org")


def build(folder: Path) -> Path:
    """Make the case; nobody writes to it afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "agreement.yaml").write_text(accord(of="Skaft"), encoding="utf-8")
    (folder / "given").mkdir()
    for name, words in FILES.items():
        (folder / "given" / name).write_text(words, encoding="utf-8")
    path = folder / "skaft.truce"
    with serving() as site, create(path, agreement=str(folder / "agreement.yaml")) as case:
        urls = [show(site, address) for address in PAGES]
        urls[0] = site.lead("/old", "/bridge", 301)
        fetcher = Fetcher(
            allowed=AllowList(hosts=frozenset({site.host})), contact="desk@example.org", gap=timedelta(0), seconds=2,
            memory=case.store,
        )  # fmt: skip
        case.add([*urls, folder / "given"], fetcher=fetcher)
        decide(case)
    return path


def show(site: Site, address: str) -> str:
    outlet, title, extra, words = PAGES[address]
    body = (
        f'<!doctype html><html><head><title>{title}</title><meta property="og:site_name" content="{outlet}">'
        f'<meta property="article:published_time" content="2031-05-06T08:00:00Z">{extra}</head>'
        f"<body><article><h1>{title}</h1><p>{words}</p><p>{FILLER}</p></article></body></html>"
    )
    return site.show(address, body, x_served_by="quay-7")


def report(case: Case, words: str):
    return next(r for r in case.reports() if words in (r.title or ""))


def decide(case: Case) -> None:
    by = {"who": "Ada Quill", "why": "Backnote: asked for"}
    case.decide(report(case, "Greywater").id, "confidential", **by)
    said = next(s for s in case.statements() for span in case.words(s) if "howitzers" in span.words)
    case.decide(said.id, "confidential", **by)
    charge = next(s for s in case.statements(act="accuse"))
    case.decide(charge.id, "confirm", **by)
    case.grade("Cellar Sheet", "B", why="Greywater: mostly borne out", who="Ada Quill")
    gone = report(case, "fled")
    with case.store.lease("Ada Quill"):
        case.store.redact("capture", gone.capture_id, who="Ada Quill", when=NOW, ground="a witness is at risk")


def everything(archive: Path) -> str:
    """All that an archive tells: names and bytes of its members, records and their bodies unpacked."""
    found = []
    with zipfile.ZipFile(archive) as members:
        for name in members.namelist():
            content = members.read(name)
            found += [name, content.decode("utf-8", "replace")]
            if name.endswith(".warc.gz"):
                found += [told for record in records_of(content) for told in record]
            elif name.endswith(".gz"):
                found.append(gzip.decompress(content).decode())
    return "\n".join(found)


def records_of(warc: bytes):
    """Type, headers of WARC and HTTP and body of every record, as words."""
    for record in ArchiveIterator(BytesIO(warc)):
        http = record.http_headers
        body = record.content_stream().read().decode("utf-8", "replace")
        yield record.rec_type, str(record.rec_headers), str(http) if http else "", body
