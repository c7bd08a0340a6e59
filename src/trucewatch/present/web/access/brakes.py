"""How often one may try: signing in, and writing. Counted in the memory of this process."""

from __future__ import annotations

import ipaddress
import math
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

#: Of one account from one address: guessing a password.
TRIES_THERE = "8/5 minutes"
#: Of one account from all addresses; high enough that nobody is shut out easily by somebody else's guessing.
TRIES_OF_ACCOUNT = "40/15 minutes"
#: From one address for all accounts: guessing names.
TRIES_FROM_ADDRESS = "30/5 minutes"
#: Requests that write, of one person.
WRITES = "240/1 minute"


class Brakes:
    """Counts tries; each method that counts says how many seconds to wait, or None if one may go on."""

    def __init__(
        self, *, there: str = TRIES_THERE, of_account: str = TRIES_OF_ACCOUNT, from_address: str = TRIES_FROM_ADDRESS,
        writes: str = WRITES,
    ) -> None:  # fmt: skip
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._there, self._of_account, self._from_address = parse(there), parse(of_account), parse(from_address)
        self._writes = parse(writes)

    def sign_in(self, key: str, address: str) -> int | None:
        """Count one try to sign in, before the password is looked at."""
        network = network_of(address)
        waits = [
            self._hit(self._there, "there", key, network),
            self._hit(self._from_address, "address", network),
            self._hit(self._of_account, "account", key),
        ]
        return max((wait for wait in waits if wait is not None), default=None)

    def signed_in(self, key: str, address: str) -> None:
        """Who signed in is not held to the tries before."""
        self._limiter.clear(self._there, "there", key, network_of(address))
        self._limiter.clear(self._of_account, "account", key)

    def was_last(self, key: str, address: str) -> bool:
        """Whether the try just counted was the last for now."""
        network = network_of(address)
        asked: tuple[tuple[RateLimitItem, tuple[str, ...]], ...] = (
            (self._there, ("there", key, network)), (self._from_address, ("address", network)),
            (self._of_account, ("account", key)),
        )  # fmt: skip
        return any(self._limiter.get_window_stats(item, *names).remaining == 0 for item, names in asked)

    def write(self, who: str) -> int | None:
        return self._hit(self._writes, "write", who)

    def _hit(self, item: RateLimitItem, *names: str) -> int | None:
        if self._limiter.hit(item, *names):
            return None
        return max(1, math.ceil(self._limiter.get_window_stats(item, *names).reset_time - time.time()))


def network_of(address: str) -> str:
    """An address as it is counted: of IPv6 the network of 64 bits that one household or machine has to itself."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if parsed.version == 6 else address
