"""A time-stamping authority for tests: it signs what it is asked for, as RFC 3161 and 5652 write it, in DER by hand."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AT = datetime(2031, 5, 20, 12, tzinfo=UTC)
SIGNED_DATA, TST_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE, DIGEST, CERTIFICATE = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.16.2.47"
SHA256, ECDSA = "2.16.840.1.101.3.4.2.1", "1.2.840.10045.4.3.2"


def tlv(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + content


def seq(*parts: bytes) -> bytes:
    return tlv(0x30, *parts)


def integer(value: int) -> bytes:
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1))


def oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    content = bytes([first * 40 + second])
    for number in rest:
        piece = [number & 0x7F]
        while number := number >> 7:
            piece.insert(0, 0x80 | number & 0x7F)
        content += bytes(piece)
    return tlv(0x06, content)


def parts(der: bytes) -> list[tuple[int, bytes]]:
    """The tags and contents of what stands one after the other."""
    found, at = [], 0
    while at < len(der):
        tag, size, at = der[at], der[at + 1], at + 2
        if size & 0x80:
            size, at = int.from_bytes(der[at : at + (size & 0x7F)]), at + (size & 0x7F)
        found.append((tag, der[at : at + size]))
        at += size
    return found


def certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: str, signer: ec.EllipticCurvePrivateKey, *, ca: bool,
    until: datetime = AT + timedelta(days=400),
):  # fmt: skip
    def named(words: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])

    made = (
        x509.CertificateBuilder().subject_name(named(name)).issuer_name(named(issuer)).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(AT - timedelta(days=400))
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )  # fmt: skip
    if not ca:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(signer, hashes.SHA256())


@dataclass
class Authority:
    """``wrong`` turns one thing of its answers wrong: "nonce", "hash", "signature", "refused", "expired",
    "noise", "mods" (granted with changes)."""

    wrong: str = ""
    asked: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        root_key, self.key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        self.root = certificate("Hill Root", root_key, "Hill Root", root_key, ca=True)
        until = AT - timedelta(days=1) if self.wrong == "expired" else AT + timedelta(days=400)
        self.own = certificate("Hill Clock", self.key, "Hill Root", root_key, ca=False, until=until)
        self.root_pem = self.root.public_bytes(Encoding.PEM)

    def answer(self, query: bytes) -> bytes:
        self.asked.append(query)
        if self.wrong == "noise":
            return b"<html>no such page</html>"
        if self.wrong == "refused":
            return seq(seq(integer(2)))
        ((_, inside),) = parts(query)
        values = parts(inside)
        imprint = parts(values[1][1])[1][1]
        nonce = next(int.from_bytes(content) for tag, content in values[2:] if tag == 0x02)
        if self.wrong == "hash":
            imprint = hashlib.sha256(b"something else").digest()
        if self.wrong == "nonce":
            nonce += 1
        return seq(seq(integer(1 if self.wrong == "mods" else 0)), self._token(imprint, nonce))

    def _token(self, imprint: bytes, nonce: int) -> bytes:
        algorithm = seq(oid(SHA256))
        info = seq(
            integer(1), oid("1.2.3.4.1"), seq(algorithm, tlv(0x04, imprint)), integer(secrets.randbits(63)),
            tlv(0x18, f"{AT:%Y%m%d%H%M%SZ}".encode()), integer(nonce),
        )  # fmt: skip
        der = self.own.public_bytes(Encoding.DER)
        attributes = sorted([
            seq(oid(CONTENT_TYPE), tlv(0x31, oid(TST_INFO))),
            seq(oid(DIGEST), tlv(0x31, tlv(0x04, hashlib.sha256(info).digest()))),
            seq(oid(CERTIFICATE), tlv(0x31, seq(seq(seq(tlv(0x04, hashlib.sha256(der).digest())))))),
        ])  # fmt: skip
        signature = self.key.sign(tlv(0x31, *attributes), ec.ECDSA(hashes.SHA256()))
        if self.wrong == "signature":
            signature = self.key.sign(b"something else", ec.ECDSA(hashes.SHA256()))
        signer = seq(
            integer(1), seq(self.own.issuer.public_bytes(), integer(self.own.serial_number)), algorithm,
            tlv(0xA0, *attributes), seq(oid(ECDSA)), tlv(0x04, signature),
        )  # fmt: skip
        data = seq(
            integer(3), tlv(0x31, algorithm), seq(oid(TST_INFO), tlv(0xA0, tlv(0x04, info))), tlv(0xA0, der),
            tlv(0x31, signer),
        )  # fmt: skip
        return seq(oid(SIGNED_DATA), tlv(0xA0, data))
