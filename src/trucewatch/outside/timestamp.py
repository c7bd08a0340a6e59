"""Ask a time-stamping authority: one query of RFC 3161 over HTTP, one answer, as they are; nothing is judged here."""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin

from trucewatch.errors import NoTimeStamp
from trucewatch.outside.addresses import AllowList
from trucewatch.outside.exchange import exchange
from trucewatch.outside.fetch import user_agent

#: An answer with its certificates has some thousand bytes.
ANSWER_BYTES: Final = 200_000
QUERY: Final = "application/timestamp-query"
REPLY: Final = "application/timestamp-reply"


def named(url: str) -> str:
    """An authority's address to be shown and kept: without what stands behind a question mark, which may be a key."""
    return url.strip().partition("#")[0].partition("?")[0]


def ask_authority(url: str, query: bytes, *, allowed: AllowList, seconds: float, contact: str = "") -> bytes:
    """The answer of the authority at ``url`` to a query (both DER). It goes in the clear where the address says http:
    the query is a hash and a random number, and the answer is signed.

    Raises: NoTimeStamp for an answer that is none; Unreachable, TimedOut, AddressRefused and the like.
    """
    headers = {"User-Agent": user_agent(contact), "Content-Type": QUERY, "Accept": REPLY}
    answer = exchange(
        "POST", url, allowed=allowed, headers=headers, body=query, seconds=seconds, max_bytes=ANSWER_BYTES
    )
    if 300 <= answer.status < 400 and (to := answer.headers.get("location", "")):
        raise NoTimeStamp(
            f"{named(url)} leads elsewhere ({answer.status}), to {named(urljoin(url, to))}: give that address, "
            "if it is the authority's"
        )
    if answer.status != 200:
        raise NoTimeStamp(f"{named(url)} answered {answer.status} {answer.reason}".rstrip())
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind != REPLY:
        raise NoTimeStamp(f"{named(url)} answered with {kind or 'no media type'}, not with a time stamp ({REPLY})")
    return answer.content
