"""An authority's word on when an archive's manifest was there: a time stamp of RFC 3161, asked for and checked.

The answer is kept as it came (``trucewatch/manifest.tsr``), so that other tools check it as well.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from trucewatch.errors import BadInput, NoTimeStamp
from trucewatch.present.archive.signed_data import SEQUENCE, check_signature, written

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

#: Hands a query to an authority and gives its answer.
Asks = Callable[[bytes], bytes]
NEEDED: Final = 'time stamps need: pip install "trucewatch[timestamps]"'
SHA256: Final = "2.16.840.1.101.3.4.2.1"
MOST_BYTES: Final = 5_000_000
#: The status of an answer that is granted as it was asked for, in DER.
GRANTED: Final = bytes.fromhex("3003020100")
#: The part of the package's own message that tells people something.
OPENSSL_SAYS: Final = re.compile(r"Verify error: ?([^\"]{1,200})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a time stamp says: ``at`` whom ``by`` vouches for; ``to_root`` tells whether the certificates of who signed
    lead to a root that was given (None: none was given, so that anybody may have signed)."""

    at: datetime
    by: str
    to_root: bool | None = None


def check_ready() -> None:
    """Raises: BadInput if the package for time stamps is not there."""
    try:
        import rfc3161_client  # noqa: F401
    except ImportError:
        raise BadInput(NEEDED) from None


def time_stamp(content: bytes, asks: Asks) -> tuple[bytes, Stamp]:
    """An authority's answer for this content, checked: that it is granted, for this query, this content, and signed.

    Raises: NoTimeStamp; what ``asks`` raises.
    """
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    query = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).nonce().cert_request(
        cert_request=True
    ).build()  # fmt: skip
    answer = asks(query.as_bytes())
    told = _decoded(answer)
    if told.tst_info.nonce != query.nonce:
        raise NoTimeStamp("the authority answered another query than ours (its number is not ours)")
    return answer, check_stamp(answer, content)


def check_stamp(answer: bytes, content: bytes, *, roots: Sequence[Certificate] | None = None) -> Stamp:
    """What an authority's answer says of this content, the signature checked; with ``roots`` that its certificate leads
    to one of them and was valid then.

    Raises: NoTimeStamp for an answer that is none, for other content, whose signature does not hold, or whose
    certificate was not valid then.
    """
    from cryptography.x509 import InvalidVersion, load_der_x509_certificate
    from rfc3161_client import VerificationError, VerifierBuilder

    told = _decoded(answer)
    imprint = told.tst_info.message_imprint
    if imprint.hash_algorithm.dotted_string != SHA256 or imprint.message != hashlib.sha256(content).digest():
        raise NoTimeStamp("the time stamp is for something else: it does not have the hash of what it should stamp")
    try:
        within = [load_der_x509_certificate(one) for one in told.signed_data.certificates]
        signers = {(s.issuer, s.serial_number) for s in told.signed_data.signer_infos}
        own = next((one for one in within if (one.issuer, one.serial_number) in signers), None)
        by = own.subject.rfc4514_string() if own else ""
    except (ValueError, LookupError, TypeError, InvalidVersion) as error:
        raise NoTimeStamp(f"the time stamp holds a certificate that cannot be read ({error})") from None
    if own is None:
        raise NoTimeStamp("the time stamp does not hold the certificate of who signed it")
    moment = told.tst_info.gen_time
    stamp = Stamp(
        at=moment if moment.tzinfo else moment.replace(tzinfo=UTC), by=by,
        to_root=True if roots else None,
    )  # fmt: skip
    first, last = own.not_valid_before_utc, own.not_valid_after_utc
    if not first <= stamp.at <= last:
        raise NoTimeStamp(
            f"the certificate of the time stamp was not valid then ({stamp.by}, {stamp.at:%Y-%m-%d %H:%M:%S} UTC; "
            f"valid from {first:%Y-%m-%d} to {last:%Y-%m-%d})"
        )
    try:
        check_signature(told.time_stamp_token(), own)
        if roots:
            builder = VerifierBuilder()
            for one in dict.fromkeys(roots):
                builder = builder.add_root_certificate(one)
            for one in dict.fromkeys(c for c in within if c != own and c not in roots):
                builder = builder.add_intermediate_certificate(one)
            builder.build().verify(_granted(told), imprint.message)
    except (VerificationError, ValueError, LookupError, StopIteration) as error:
        why = str(error).partition("ErrorStack")[2] or str(error)
        found = OPENSSL_SAYS.search(why)
        said = f"{stamp.by}, {stamp.at:%Y-%m-%d %H:%M:%S} UTC: {found[1] if found else why}"
        if isinstance(error, VerificationError):
            raise NoTimeStamp(f"the certificate of the time stamp does not lead to the roots given ({said})") from None
        raise NoTimeStamp(f"the signature of the time stamp does not hold ({said})") from None
    return stamp


def read_roots(path: Path) -> list[Certificate]:
    """The certificates in a file: several in PEM, or one in DER. Raises: BadInput."""
    from cryptography.x509 import load_der_x509_certificate, load_pem_x509_certificates

    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES)
    except OSError as problem:
        raise BadInput(f"no certificates at {path} ({problem.strerror or problem}); check the path") from None
    try:
        if b"-----BEGIN" in content:
            return load_pem_x509_certificates(content)
        return [load_der_x509_certificate(content)]
    except ValueError:
        raise BadInput(f"{path} holds no certificate (PEM or DER); get the authority's roots from its site") from None


def _granted(told: Any) -> Any:
    """The answer as one that is granted without changes: the package follows the chains of no other, and what it says
    of changes is not signed. That it is for our content and number is looked at by itself."""
    from rfc3161_client import PKIStatus, decode_timestamp_response

    if PKIStatus(told.status) == PKIStatus.GRANTED:
        return told
    return decode_timestamp_response(written(SEQUENCE, GRANTED + told.time_stamp_token()))


def _decoded(answer: bytes) -> Any:
    """Raises: NoTimeStamp for what is no answer, or for one that refuses."""
    from rfc3161_client import PKIStatus, decode_timestamp_response

    try:
        told = decode_timestamp_response(answer)
        status = PKIStatus(told.status)
    except (ValueError, TypeError) as error:
        raise NoTimeStamp(f"what the authority answered is no time stamp ({error})") from None
    if status not in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS):
        said = "; ".join(told.status_string or ())
        raise NoTimeStamp(
            f"the authority gave no time stamp: {status.name.lower().replace('_', ' ')}{f' ({said})' if said else ''}"
        )
    try:
        told.tst_info.gen_time  # noqa: B018  # which parses it
        told.signed_data.signer_infos  # noqa: B018
    except ValueError as error:
        raise NoTimeStamp(f"what the authority answered holds no time that can be read ({error})") from None
    return told
