"""Check an archive by itself: no case, no network, nothing but the file and, if given, the key that should have signed.

Nothing here stops at a fault: each becomes a finding that names what was changed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trucewatch.errors import BadInput, NoTimeStamp
from trucewatch.pipeline import Progress, no_progress
from trucewatch.present.archive import manifest as form
from trucewatch.present.archive.container import Member, Opened
from trucewatch.present.archive.contents import Contents
from trucewatch.present.archive.keys import fingerprint, public_key_of, signed
from trucewatch.present.archive.stamps import Stamp, check_ready, check_stamp
from trucewatch.store.verify import Finding

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.x509 import Certificate

#: What reading a manifest, row or index in another form than ours may raise.
MALFORMED = (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError, OverflowError)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveReport:
    """``checked`` counts what was looked at. ``fingerprint`` is that of the key whose signature holds, None if none
    does; ``expected`` says whether that key was held against one that was given. ``made`` and ``for_whom`` are the
    manifest's own words. ``manifest`` is its SHA-256; ``stamp`` what an authority's time stamp on it says, if it holds,
    ``unread_stamp`` why one that is there was not checked."""

    findings: tuple[Finding, ...]
    checked: Mapping[str, int]
    fingerprint: str | None
    expected: bool
    made: str
    for_whom: str
    manifest: str = ""
    stamp: Stamp | None = None
    unread_stamp: str | None = None

    @property
    def passed(self) -> bool:
        return not self.findings


def check_archive(
    path: Path, *, expected: Ed25519PublicKey | None = None, roots: Sequence[Certificate] | None = None,
    progress: Progress = no_progress,
) -> ArchiveReport:  # fmt: skip
    """Check every byte of an archive, its signature, its captures, texts, records and chain of decisions, and the time
    stamp on it if there is one; with ``roots`` that who stamped it is vouched for by one of these.

    Raises: BadInput if the file cannot be opened as an archive at all.
    """
    try:
        with path.open("rb") as file:
            return _Checking(Opened(file, path), path, expected, roots, progress).run()
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise BadInput(f"{path} cannot be read: {why}; check the path") from problem


class _Checking:
    def __init__(
        self, opened: Opened, path: Path, expected: Ed25519PublicKey | None, roots: Sequence[Certificate] | None,
        progress: Progress,
    ) -> None:  # fmt: skip
        self._opened, self._path, self._expected, self._progress = opened, path, expected, progress
        self._roots = roots
        self._stamp: Stamp | None = None
        self._unread_stamp: str | None = None
        self._findings: list[Finding] = []
        self._checked: Counter[str] = Counter()
        self._signed_by: str | None = None

    def run(self) -> ArchiveReport:
        for problem in self._opened.problems:
            self._find("archive", self._path.name, problem)
        manifest = self._manifest()
        self._signature(manifest)
        if manifest:
            try:
                self._time_stamp(manifest)
                self._members(manifest)
                self._package(manifest)
                self._checked += Contents(self._opened, manifest, self._find, self._progress).check()
            except MALFORMED as problem:
                self._find("manifest", form.MANIFEST, f"does not have the form of a manifest ({problem!r})")
        return ArchiveReport(
            findings=tuple(dict.fromkeys(self._findings)), checked=dict(self._checked), fingerprint=self._signed_by,
            expected=self._expected is not None, made=str(manifest.get("created", "")),
            for_whom=str(manifest.get("for_whom", "")),
            manifest=self._opened.members[form.MANIFEST].sha256 if form.MANIFEST in self._opened.members else "",
            stamp=self._stamp, unread_stamp=self._unread_stamp,
        )  # fmt: skip

    def _find(self, kind: str, item: str, problem: str) -> None:
        self._findings.append(Finding(kind=kind, id=item, problem=problem))

    # -- manifest and signature --------------------------------------------------------------------------

    def _manifest(self) -> dict[str, Any]:
        """The manifest; empty if it is missing or cannot be read."""
        if form.MANIFEST not in self._opened.members:
            self._find("manifest", form.MANIFEST, "is missing; without it nothing says what the archive should hold")
            return {}
        try:
            found = json.loads(self._opened.read(form.MANIFEST))
        except (ValueError, RecursionError) as problem:
            self._find("manifest", form.MANIFEST, f"was changed: it cannot be parsed ({problem})")
            return {}
        if not isinstance(found, dict) or found.get("form") != form.FORM:
            self._find("manifest", form.MANIFEST, f"is not of the form {form.FORM!r} that this version checks")
            return {}
        return found

    def _signature(self, manifest: Mapping[str, Any]) -> None:
        parts = {name: self._own(name) for name in (form.MANIFEST, form.SIGNATURE, form.PUBLIC_KEY)}
        content, signature, pem = parts.values()
        if content is None or signature is None or pem is None:
            self._blame()
            return
        try:
            key = public_key_of(pem, form.PUBLIC_KEY)
        except BadInput as problem:
            self._find("key", form.PUBLIC_KEY, str(problem))
            self._blame()
            return
        found = fingerprint(key)
        if self._expected is not None and fingerprint(self._expected) != found:
            other = fingerprint(self._expected)
            self._find("key", form.PUBLIC_KEY, f"it was signed with another key ({found}) than the one given ({other})")
        if not signed(key, signature, content):
            self._find("signature", form.SIGNATURE, "does not fit: manifest, signature or key was changed since")
            self._blame()
            return
        self._signed_by = found
        named = manifest.get("key")
        if not isinstance(named, dict) or named.get("sha256") != found:
            self._find("key", form.PUBLIC_KEY, "is not the key that the manifest names")

    def _time_stamp(self, manifest: Mapping[str, Any]) -> None:
        """The stamp that the manifest says there is: that it is there, for this manifest, and signed."""
        there = form.TIME_STAMP in self._opened.members
        if not manifest.get("time_stamp"):
            if there:
                self._find("member", form.TIME_STAMP, "was added: the manifest does not tell of a time stamp")
            return
        if not there:
            self._find("time stamp", form.TIME_STAMP, "is missing; the manifest says that it was stamped")
            return
        try:
            check_ready()
        except BadInput as problem:
            self._unread_stamp = str(problem)
            return
        answer, content = self._opened.read(form.TIME_STAMP), self._opened.read(form.MANIFEST)
        try:
            self._stamp = check_stamp(answer, content, roots=self._roots)
        except NoTimeStamp as problem:
            self._find("time stamp", form.TIME_STAMP, str(problem))
        self._checked["time stamps"] += 1

    def _own(self, name: str) -> bytes | None:
        if name in self._opened.members:
            return self._opened.read(name)
        if name != form.MANIFEST:  # whose loss is told already
            self._find("signature", name, "is missing; without it nobody can tell who signed")
        return None

    def _blame(self) -> None:
        """Say which of the three was changed, by what the package lists of them."""
        try:
            package = json.loads(self._opened.read(form.PACKAGE))
            listed = {one["path"]: one["hash"] for one in package["resources"]}
        except (*MALFORMED, OSError):
            return
        for name in (form.MANIFEST, form.SIGNATURE, form.PUBLIC_KEY):
            member = self._opened.members.get(name)
            if member and name in listed and listed[name] != f"sha256:{member.sha256}":
                self._find("member", name, f"was changed: {form.PACKAGE} lists another hash for it")

    # -- members -----------------------------------------------------------------------------------------

    def _members(self, manifest: Mapping[str, Any]) -> None:
        listed = {one["path"]: one for one in manifest["members"]}
        for path, one in listed.items():
            member = self._opened.members.get(path)
            if member is None:
                self._find("member", path, "is missing")
            elif (member.size, member.sha256) != (one["bytes"], one["sha256"]):
                size = "" if member.size == one["bytes"] else f", {member.size} bytes in place of {one['bytes']}"
                self._find("member", path, f"was changed: it does not have the hash in the manifest{size}")
            elif path in self._opened.unsound:
                self._find("archive", path, "the check sum that the ZIP lists for it was changed; it itself holds")
            self._checked["members"] += 1
        for path in sorted(self._opened.unsound.intersection(form.NOT_LISTED)):
            self._find("archive", path, "does not have the check sum that the ZIP lists for it")
        for path in self._opened.members.keys() - listed.keys() - set(form.NOT_LISTED):
            self._find("member", path, "was added: the manifest does not list it")

    def _package(self, manifest: Mapping[str, Any]) -> None:
        """What replay tools read follows from what was signed, word for word."""
        names = [form.MANIFEST, form.SIGNATURE, form.PUBLIC_KEY]
        names += [form.TIME_STAMP] if manifest.get("time_stamp") else []
        own = [self._opened.members.get(name) for name in names]
        if self._signed_by is None or None in own:
            return  # what was signed is not known
        listed = [Member(path=m["path"], size=m["bytes"], start=-1, sha256=m["sha256"]) for m in manifest["members"]]
        package = form.package(manifest["package"], (*listed, *(one for one in own if one)))
        for name, content in ((form.PACKAGE, package), (form.PACKAGE_DIGEST, form.package_digest(package))):
            if name not in self._opened.members:
                self._find("member", name, "is missing")
            elif self._opened.read(name) != content:
                self._find("member", name, "was changed: it is not what follows from the manifest")
            self._checked["members"] += 1
