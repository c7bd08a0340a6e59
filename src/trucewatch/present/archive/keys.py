"""The key that archives are signed with: Ed25519 (RFC 8032), in the PEM files that OpenSSL reads and writes.

The private key lies in a file of its own that its owner alone may read. It is never stored in a case or an archive.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from trucewatch.errors import BadInput, CannotWrite

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALGORITHM = "Ed25519"
#: Beside the private key; this one is given to whoever checks archives.
PUBLIC_ENDING = ".pub"
#: A key file is a few hundred bytes; what is larger is none.
MOST_BYTES = 10_000


def new_key(path: Path) -> tuple[Path, str]:
    """Make a key at ``path`` and its public half beside it; give the public file and the key's fingerprint.

    Raises: CannotWrite if either file is there already, or cannot be written.
    """
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    public = path.with_name(path.name + PUBLIC_ENDING)
    for one in (path, public):
        if one.exists():
            raise CannotWrite(f"{one} is there already; a key is never written over: choose another name")
    try:
        for one, content, mode in ((path, private, 0o600), (public, public_pem(key.public_key()), 0o644)):
            with os.fdopen(os.open(one, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
                file.write(content)
    except OSError as problem:
        raise CannotWrite(f"no key at {path}: {problem.strerror or problem}; choose another folder") from problem
    return public, fingerprint(key.public_key())


def read_key(path: Path) -> Ed25519PrivateKey:
    """The private key in a file. Raises: BadInput if there is none, or if others than its owner may read it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    content = _content(path)
    try:
        key = load_pem_private_key(content, password=None)
    except (ValueError, TypeError) as problem:
        raise BadInput(f"{path} holds no private key that can be used ({problem}); make one with --new-key") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadInput(f"{path} holds a key of another kind than {ALGORITHM}; make one with --new-key")
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise BadInput(f"{path} may be read by others than its owner; close it first: chmod 600 {path}")
    return key


def read_public_key(path: Path) -> Ed25519PublicKey:
    """The public key in a file. Raises: BadInput."""
    return public_key_of(_content(path), str(path))


def public_key_of(pem: bytes, named: str) -> Ed25519PublicKey:
    """The public key in the words of a PEM file called ``named``. Raises: BadInput."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(pem)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise BadInput(
            f"{named} holds no public key; it is the file that --new-key wrote with {PUBLIC_ENDING}"
        ) from None
    if not isinstance(key, Ed25519PublicKey):
        raise BadInput(f"{named} holds a key of another kind than {ALGORITHM}")
    return key


def public_pem(key: Ed25519PublicKey) -> bytes:
    from cryptography.hazmat.primitives import serialization as form

    return key.public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)


def fingerprint(key: Ed25519PublicKey) -> str:
    """SHA-256 of the key in DER: what ``openssl pkey -pubin -in FILE -outform DER | sha256sum`` prints."""
    from cryptography.hazmat.primitives import serialization as form

    der = key.public_bytes(form.Encoding.DER, form.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def signed(key: Ed25519PublicKey, signature: bytes, content: bytes) -> bool:
    """True if the signature is the key's over this content."""
    from cryptography.exceptions import InvalidSignature

    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except OSError as problem:
        raise BadInput(f"no key at {path} ({problem.strerror or problem}); make one with --new-key") from problem
