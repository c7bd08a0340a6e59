"""Who signed a time stamp, held against the certificate that came with it: the signature alone, not who vouches for it.

The package for time stamps checks signatures only together with a chain to a root. Where no root is given, the form of
signed data (RFC 5652) is read here as far as the one signature needs, and the signature checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hashes import HashAlgorithm
    from cryptography.x509 import Certificate

#: Object identifiers, as their bytes stand in DER.
DIGEST: Final = bytes.fromhex("2a864886f70d010904")
PSS: Final = bytes.fromhex("2a864886f70d01010a")
SHA256: Final = bytes.fromhex("608648016503040201")
SHA384: Final = bytes.fromhex("608648016503040202")
SHA512: Final = bytes.fromhex("608648016503040203")
#: Kinds of signature that name their hash: RSA and ECDSA, each with the three.
NAMED: Final[Mapping[bytes, bytes]] = {
    bytes.fromhex("2a864886f70d01010b"): SHA256, bytes.fromhex("2a864886f70d01010c"): SHA384,
    bytes.fromhex("2a864886f70d01010d"): SHA512, bytes.fromhex("2a8648ce3d040302"): SHA256,
    bytes.fromhex("2a8648ce3d040303"): SHA384, bytes.fromhex("2a8648ce3d040304"): SHA512,
}  # fmt: skip
SEQUENCE, SET, OCTETS, INSIDE = 0x30, 0x31, 0x04, 0xA0


def check_signature(token: bytes, signer: Certificate) -> None:
    """Check that the one signature of signed data is the signer's and over its content.

    Raises: ValueError if it is not, or for what does not have the form.
    """
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    known: dict[bytes, HashAlgorithm] = {SHA256: hashes.SHA256(), SHA384: hashes.SHA384(), SHA512: hashes.SHA512()}
    info = _inside(_inside(token, SEQUENCE)[1][1], None)[0]
    version_and_more = _parts(info[1])
    content = _parts(_parts(version_and_more[2][1])[1][1])[0][1]
    signers = _parts(version_and_more[-1][1])
    if version_and_more[-1][0] != SET or len(signers) != 1:
        raise ValueError("it does not have one signer")
    parts = _parts(signers[0][1])
    attributes = next(p for p in parts if p[0] == INSIDE)[1]
    digest_by = _parts(parts[2][1])[0][1]
    kind, signature = _parts(parts[-2][1])[0][1], parts[-1][1]
    if parts[-1][0] != OCTETS:  # attributes that are not signed stand last
        kind, signature = _parts(parts[-3][1])[0][1], parts[-2][1]
    hashed = hashes.Hash(_known(known, digest_by))
    hashed.update(content)
    if _attribute(attributes, DIGEST) != hashed.finalize():
        raise ValueError("what was signed is not what it holds")
    by = _known(known, NAMED.get(kind, digest_by))
    signed = written(SET, attributes)
    try:
        key = signer.public_key()
        if isinstance(key, rsa.RSAPublicKey) and kind == PSS:
            key.verify(signature, signed, padding.PSS(padding.MGF1(by), padding.PSS.AUTO), by)
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, signed, padding.PKCS1v15(), by)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(by))
        else:
            raise ValueError("it was signed by a kind of key that is not checked here")
    except UnsupportedAlgorithm:
        raise ValueError("its certificate has a kind of key that is not checked here") from None
    except InvalidSignature:
        raise ValueError("the signature is not that of its certificate") from None


def _known(known: Mapping[bytes, HashAlgorithm], wanted: bytes) -> HashAlgorithm:
    if wanted not in known:
        raise ValueError("it was signed by a hash that is not checked here")
    return known[wanted]


def _attribute(attributes: bytes, wanted: bytes) -> bytes:
    for _, content in _parts(attributes):
        name, values = _parts(content)[:2]
        if name[1] == wanted:
            return _parts(values[1])[0][1]
    raise ValueError("it does not say what was signed")


def _inside(der: bytes, tag: int | None) -> list[tuple[int, bytes]]:
    found = _parts(der)
    if not found or tag not in (None, found[0][0]):
        raise ValueError("it does not have the form of signed data")
    return _parts(found[0][1]) if tag is not None else found


def _parts(der: bytes) -> list[tuple[int, bytes]]:
    """Tag and content of each value that stands there. Raises: ValueError for what is no DER."""
    found, at = [], 0
    while at < len(der):
        tag, size, at = der[at], der[at + 1] if at + 1 < len(der) else 0x80, at + 2
        if size == 0x80 or size > 0x84:
            raise ValueError("it is not written in DER")
        if size > 0x80:
            size, at = int.from_bytes(der[at : at + size - 0x80]), at + size - 0x80
        if at + size > len(der):
            raise ValueError("it ends early")
        found.append((tag, der[at : at + size]))
        at += size
    return found


def written(tag: int, content: bytes) -> bytes:
    """A value in DER."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + content
