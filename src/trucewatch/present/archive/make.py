"""Write an archive of a case: captures, texts, record, decisions and a signed manifest in one WACZ file."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from trucewatch.assess.holding import HELD_FOR
from trucewatch.errors import BadInput, CannotWrite, CaseError, VerificationFailed
from trucewatch.pipeline import Progress, no_progress
from trucewatch.present.archive import manifest as form
from trucewatch.present.archive import warc
from trucewatch.present.archive.cdx import Entry, index_files
from trucewatch.present.archive.check import check_archive
from trucewatch.present.archive.choosing import Choosing, Chosen
from trucewatch.present.archive.container import Member, Packing
from trucewatch.present.archive.keys import ALGORITHM, fingerprint, public_pem, read_key
from trucewatch.present.archive.stamps import Asks, Stamp, time_stamp
from trucewatch.present.export.gathering import TABLES, Gathered, gather
from trucewatch.present.export.records import encoded, line
from trucewatch.records.capture import Capture
from trucewatch.records.report import Report
from trucewatch.store import Store

SOFTWARE = f"Trucewatch {version('trucewatch')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveMade:
    """``counts`` of what is in it, ``left_out`` captures by reason, and the fingerprint of the key that signed it.

    ``manifest`` is the SHA-256 of the manifest, in hexadecimal: what is stamped. ``stamp`` is the authority's word on
    it, ``unstamped`` why there is none though one was asked for.
    """

    path: Path
    counts: Mapping[str, int]
    left_out: Mapping[str, int]
    fingerprint: str
    manifest: str
    stamp: Stamp | None = None
    unstamped: str | None = None


def write_archive(
    store: Store, out: Path, *, key: Path, confidential: bool = False, public: bool = False,
    hold: timedelta = HELD_FOR, now: datetime | None = None, licence: str | None = None,
    authority: tuple[str, Asks] | None = None, progress: Progress = no_progress,
) -> ArchiveMade:  # fmt: skip
    """Write the archive to ``out``, signed with the private key in the file ``key``, and check it before it gets there.

    What is marked confidential stays out unless ``confidential`` asks for it; one that is ``public`` is for anybody:
    as with every export (``gather``). Interrupted, nothing stands at ``out``. ``authority`` (its address, and what asks
    it) stamps the manifest with the time; should it give no stamp that holds, the archive is written without one.

    Raises: BadInput for a key that cannot be used; CannotWrite if something is at ``out`` or cannot be written there;
    CaseError if the case changed meanwhile; VerificationFailed if what was written does not hold.
    """
    private = read_key(key)
    if out.exists():
        raise CannotWrite(f"{out} is there already, and an archive is never written over; choose another name")
    at, before = now or datetime.now(UTC), store.state()
    told = gather(store, confidential=confidential, public=public, hold=hold, now=at, licence=licence)
    choosing = Choosing(store, told, public=public)
    chosen = choosing.chosen()
    with _beside(out) as file, closing(Packing(file)) as packing:
        making = _Making(store, told, choosing, chosen, public=public, at=at, progress=progress)
        making.write(packing)
        listed = making.manifest(fingerprint(private.public_key()), confidential=confidential)
        content, stamped, unstamped = _stamped(listed, authority)
        signed = [
            packing.add(form.MANIFEST, content),
            packing.add(form.SIGNATURE, private.sign(content)),
            packing.add(form.PUBLIC_KEY, public_pem(private.public_key())),
        ]
        if stamped is not None:
            signed.append(packing.add(form.TIME_STAMP, stamped[0]))
        package = form.package(listed["package"], (*making.members, *signed))
        packing.add(form.PACKAGE, package)
        packing.add(form.PACKAGE_DIGEST, form.package_digest(package))
        packing.close()
        file.flush()
        os.fsync(file.fileno())
        checked = check_archive(Path(file.name), expected=private.public_key(), progress=progress)
        if checked.findings:
            first = checked.findings[0]
            raise VerificationFailed(f"{out} does not hold what was written ({first.problem}); write it again")
        if replace(store.state(), day=before.day) != before:
            raise CaseError("the case changed while it was archived; write the archive again when nobody writes to it")
    return ArchiveMade(
        path=out, counts=making.counts, left_out=chosen.left_out, fingerprint=fingerprint(private.public_key()),
        manifest=hashlib.sha256(content).hexdigest(), stamp=stamped[1] if stamped else None, unstamped=unstamped,
    )  # fmt: skip


def _stamped(
    listed: dict[str, Any], authority: tuple[str, Asks] | None
) -> tuple[bytes, tuple[bytes, Stamp] | None, str | None]:
    """The manifest as it is written, the time stamp on it, and why there is none though one was asked for.

    The manifest names the authority, so that a stamp which is taken out of an archive is missed.
    """
    if authority is None:
        return form.packed(listed), None, None
    url, asks = authority
    named = url.partition("#")[0].partition("?")[0]  # what stands behind may be a key of whoever asks
    content = form.packed({**listed, "time_stamp": {"authority": named, "member": form.TIME_STAMP}})
    try:
        return content, time_stamp(content, asks), None
    except BadInput as error:
        return form.packed(listed), None, str(error)


@contextmanager
def _beside(out: Path) -> Iterator[IO[bytes]]:
    """A file that takes its place at ``out`` once all went well, and is gone if not."""
    try:
        file = tempfile.NamedTemporaryFile(dir=out.parent, prefix=".archive-", suffix=".part", delete=False)  # noqa: SIM115
        path = Path(file.name)
        try:
            with file:
                yield file
            os.chmod(path, 0o644)
            os.replace(path, out)
        finally:
            path.unlink(missing_ok=True)
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise CannotWrite(f"the archive {out} stopped: {why}; choose another folder or free space") from problem


class _Making:
    """What is written to the archive, and what the manifest says of it."""

    packing: Packing

    def __init__(
        self, store: Store, told: Gathered, choosing: Choosing, chosen: Chosen, *, public: bool, at: datetime,
        progress: Progress,
    ) -> None:  # fmt: skip
        self._store, self._told, self._choosing, self._chosen = store, told, choosing, chosen
        self._public, self._at, self._progress = public, at, progress
        self._captures: list[dict[str, Any]] = []
        self._entries: list[Entry] = []
        self._pages: list[dict[str, str]] = []
        self._texts: list[dict[str, Any]] = []
        self._records: dict[str, list[list[str]]] = {}
        self._chain: dict[str, Any] = {"decisions": 0, "head": ""}
        self._told_decisions = 0
        self.members: tuple[Member, ...] = ()
        self._reports: dict[str, list[Report]] = {}
        for report in told.view.reports():
            for capture_id in report.capture_ids:
                self._reports.setdefault(capture_id, []).append(report)

    @property
    def counts(self) -> dict[str, int]:
        rows = {name: len(found) for name, found in self._records.items()}
        return {"captures": len(self._captures), "texts": len(self._texts), **rows, "decisions": self._told_decisions}

    def write(self, packing: Packing) -> None:
        self.packing = packing
        self._write_captures()
        index, blocks = index_files(self._entries, name=form.INDEX.rpartition("/")[2])
        packing.add(form.INDEX, index)
        packing.add(form.INDEX_BLOCKS, blocks)
        head = {"format": "json-pages-1.0", "id": "pages", "title": "All pages"}
        packing.add(form.PAGES, "".join(json.dumps(one) + "\n" for one in (head, *self._pages)).encode())
        self._write_texts()
        self._write_records()
        self._write_decisions()
        if not self._public:  # it may list persons who are private
            packing.add("records/agreement.yaml", self._store.agreement_source())
        self.members = tuple(packing.members)

    # -- captures ----------------------------------------------------------------------------------------

    def _write_captures(self) -> None:
        """One WARC file after the other; one capture at a time is in memory."""
        waiting = list(enumerate(self._chosen.captures, 1))[::-1]
        number = 0
        while waiting or number == 0:
            number += 1
            name = form.warc_name(number)
            with self.packing.member(name) as out:
                writer = warc.WarcWriter(out)
                writer.about(self._of_file(), file=name.rpartition("/")[2], at=self._at)
                while waiting and writer.size < warc.MOST_BYTES:
                    done, capture_id = waiting.pop()
                    capture = self._store.capture(capture_id)
                    if capture is None or capture.content is None:
                        raise CaseError(f"capture {capture_id[:12]} went while it was archived; write it again")
                    self._write_capture(writer, capture, name)
                    self._progress(done, len(self._chosen.captures), capture.url or capture.file or capture_id[:12])

    def _of_file(self) -> dict[str, str]:
        title = self._told.agreement.title
        return {"software": SOFTWARE, "format": "WARC File Format 1.1", "isPartOf": title, "description": _BODIES}

    def _write_capture(self, writer: warc.WarcWriter, capture: Capture, name: str) -> None:
        written = list(writer.capture(capture, with_request=not self._public, with_file=not self._public))
        first, fetch = written[0], capture.fetch
        reports = self._reports.get(capture.id, [])
        shown = ("application/http" if fetch else capture.media_type).partition(";")[0].strip()
        served = dict((n.casefold(), v) for n, v in fetch.answer).get("content-type", "") if fetch else shown
        self._entries.append(
            Entry(
                url=first.uri, at=capture.fetched_at, mime=served.partition(";")[0].strip() or shown,
                status=fetch.status if fetch else None, digest=f"sha256:{capture.sha256}",
                file=name.rpartition("/")[2], offset=first.offset, length=first.length,
            )
        )  # fmt: skip
        self._pages.append(warc.page_of(capture, reports[0] if reports else None))
        kept = "an answer" if fetch else "some headers" if capture.headers else "nothing but the bytes"
        self._captures.append(
            {
                "sha256": capture.sha256, "bytes": capture.size, "media_type": capture.media_type,
                "address": first.uri, "at": capture.fetched_at.isoformat(),
                "kept": "request and answer" if len(written) > 2 else kept,
                "reports": [report.id for report in reports],
                "records": [
                    {"type": w.type, "file": name, "offset": w.offset, "bytes": w.length, "sha256": w.sha256}
                    for w in written
                ],
            }
        )  # fmt: skip

    # -- texts and records -------------------------------------------------------------------------------

    def _write_texts(self) -> None:
        for text_id in self._chosen.texts:
            text = self._store.text(text_id)
            content = encoded(text.content)
            self.packing.add(form.text_name(text_id), content)
            self._texts.append(
                {
                    "sha256": text_id, "bytes": len(content), "characters": len(text.content),
                    "capture": text.capture_id, "read_by": f"{text.reader} {text.reader_version}",
                }
            )  # fmt: skip

    def _write_records(self) -> None:
        covered: set[str] = set()
        whole = set(self._chosen.texts)
        for table in TABLES:
            rows = self._told.rows[table]
            if table == "documents":
                for row in rows:
                    text_id = row["text_sha256"]
                    if not row["redacted"] and text_id not in whole | covered:
                        covered.add(text_id)
                        self.packing.add(form.covered_name(text_id), encoded(self._told.words[row["file"]]))
                rows = [{**row, "text_file": _file_of(row, whole)} for row in rows]
            lines = [encoded(line(row) + "\n") for row in rows]
            self.packing.add(form.table_name(table), b"".join(lines))
            self._records[table] = [
                [row.get("id", ""), hashlib.sha256(one).hexdigest()] for row, one in zip(rows, lines, strict=True)
            ]

    def _write_decisions(self) -> None:
        """The chain, and beside it what may be told of the decisions; for anybody its length and head alone."""
        links = self._store.chain()
        self._chain = {"decisions": len(links), "head": links[-1].digest if links else ""}
        if self._public:
            return
        contents = self._store.decision_contents()
        told = {d.id for d in self._store.decisions() if d.id in contents and self._choosing.tells(d)}
        rows = [
            {
                "sequence": link.sequence, "decision": link.decision_id, "previous": link.previous,
                "content_digest": link.content_digest, "digest": link.digest,
                "salt": link.salt if link.decision_id in told else None,
                "content": contents[link.decision_id] if link.decision_id in told else None,
            }
            for link in links
        ]  # fmt: skip
        self.packing.add(form.DECISIONS, encoded("".join(json.dumps(row) + "\n" for row in rows)))
        self._told_decisions = len(told)

    # -- the manifest ------------------------------------------------------------------------------------

    def manifest(self, key: str, *, confidential: bool) -> dict[str, Any]:
        about = self._told.about
        created = warc.instant(self._at)
        head = form.package_head(
            title=about.title, description=f"{_WHAT} For whom: {self._reach(confidential)}", created=created,
            software=SOFTWARE,
        )  # fmt: skip
        redactions = [] if self._public else self._store.redactions()
        return {
            "form": form.FORM,
            "created": created,
            "key": {"algorithm": ALGORITHM, "sha256": key},
            "for_whom": self._reach(confidential),
            "about": about.as_dict(),
            "versions": {
                "trucewatch": version("trucewatch"), "python": platform.python_version(),
                "warcio": version("warcio"), "cryptography": version("cryptography"),
                "readers of texts": dict(self._versions()),
            },
            "case": self._store.case_id,
            "chain": self._chain,
            "left_out": dict(self._chosen.left_out),
            "redacted": [
                {
                    "kind": r.target_kind, "id": r.target, "digest": r.digest, "ground": r.ground, "by": r.who,
                    "at": r.when.isoformat(),
                }
                for r in redactions
            ],
            "package": head,
            "members": [{"path": m.path, "bytes": m.size, "sha256": m.sha256} for m in self.members],
            "captures": self._captures,
            "texts": self._texts,
            "records": self._records,
        }  # fmt: skip

    def _reach(self, confidential: bool) -> str:
        if self._public:
            return self._told.about.reach + "; captures and texts in which any of it stands are left out"
        marked = "holds what was marked confidential" if confidential else "what was marked confidential is left out"
        return (
            "whoever works on the case: captures and texts stand in it whole, with names of private persons and places "
            f"where people could be found as reports tell them; {marked}"
        )

    def _versions(self) -> Counter[str]:
        """Which readers read the texts, and how many each."""
        return Counter(text["read_by"] for text in self._texts)


def _file_of(row: Mapping[str, Any], whole: set[str]) -> str | None:
    """The member in which offsets of a document count."""
    text_id = row["text_sha256"]
    if row["redacted"]:
        return None
    return form.text_name(text_id) if text_id in whole else form.covered_name(text_id)


_BODIES = (
    "Bodies of responses are kept unpacked, as they were read and hashed; headers that speak of their packing on the "
    "wire have the prefix X-Archive-Orig-. What was not fetched is a resource record."
)
_WHAT = (
    "Captures of reports with request, answer and hash, the texts read from them, the record of who said what and what "
    "reportedly happened, and the chain of decisions. Signed: trucewatch/manifest.json."
)
