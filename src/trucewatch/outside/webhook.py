"""Post JSON to a webhook: signed, with a key by which the receiver knows what it had already, tried a few times."""

from __future__ import annotations

import hashlib
import hmac

from trucewatch.errors import BadInput, NotDelivered, OddPacking
from trucewatch.outside.addresses import AllowList
from trucewatch.outside.exchange import Answer, exchange, host_of, port_of, split
from trucewatch.outside.fetch import user_agent
from trucewatch.outside.manners import Clock

#: Seconds before each further try within one delivery.
PAUSES = (1.0, 5.0)
ANSWER_BYTES = 100_000


def signature(body: bytes, *, secret: str, stamp: str) -> str:
    """HMAC-SHA256 over the time, a dot and the body, in hexadecimal: what a receiver works out for itself."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def post(
    url: str,
    body: bytes,
    *,
    key: str,
    secret: str | None,
    allowed: AllowList,
    seconds: float,
    contact: str = "",
    clock: Clock | None = None,
) -> None:
    """Post JSON; ``key`` is the same for every try of one digest. Any answer from 200 to 299 means it was taken.

    Redirects are not followed. Raises: NotDelivered after the last try, or at once if trying again would not help.
    """
    if not secret:
        raise NotDelivered(f"{url} gets signed digests only; set TRUCEWATCH_WEBHOOK_SECRET to a long random word")
    clock = clock or Clock()
    parts = split(url)
    if parts.scheme.casefold() != "https" and not allowed.names(host_of(parts), port_of(parts)):
        raise NotDelivered(f"{url} is not encrypted; give an address that begins with https://")
    problem = ""
    for pause in (*PAUSES, None):
        stamp = str(int(clock.now().timestamp()))
        signed = f"sha256={signature(body, secret=secret, stamp=stamp)}"
        headers = {
            "User-Agent": user_agent(contact), "Content-Type": "application/json", "Idempotency-Key": key,
            "Trucewatch-Timestamp": stamp, "Trucewatch-Signature": signed,
        }  # fmt: skip
        try:
            answer = exchange(
                "POST", url, allowed=allowed, headers=headers, body=body, seconds=seconds, max_bytes=ANSWER_BYTES
            )
        except OddPacking:  # of an answer from 200 to 299, whose words nobody needs
            return
        except BadInput as error:
            problem = str(error)
            if error.reason == "address not allowed":
                break
        else:
            if 200 <= answer.status < 300:
                return
            problem = f"{url} answered {answer.status}"
            if not _later(answer):
                break
        if pause is not None:
            clock.sleep(pause)
    raise NotDelivered(f"the digest was not taken: {problem}")


def _later(answer: Answer) -> bool:
    """True if the same message may be taken another time."""
    return answer.status >= 500 or answer.status in (408, 425, 429)
