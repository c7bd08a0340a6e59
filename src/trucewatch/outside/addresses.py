"""Which machines may be reached: public addresses, and the hosts that the user's settings name.

A name is resolved once, each address is checked, and the connection is made to the address that was checked: a name
that points elsewhere a moment later (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from trucewatch.errors import AddressRefused, TrucewatchError, Unreachable

#: IPv6 addresses that carry an IPv4 one in their last four bytes (RFC 6052); 6to4 and Teredo are known to ipaddress.
NAT64 = ipaddress.ip_network("64:ff9b::/96")

#: Host and port -> the addresses its name stands for.
Resolve = Callable[[str, int], Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowList:
    """Hosts that may be reached though their addresses are not public: "wiki.example.org", "127.0.0.1:8080".

    A host without a port is allowed at every port. ``resolve`` is the resolver of the machine.
    """

    hosts: frozenset[str] = frozenset()
    resolve: Resolve = field(default=lambda host, port: _resolved(host, port), repr=False)

    @classmethod
    def of(cls, words: str) -> AllowList:
        """From a list with commas. Raises: TrucewatchError for what is no host."""
        names = [name.strip().casefold() for name in words.split(",") if name.strip()]
        for name in names:
            if "/" in name or "*" in name or any(c.isspace() for c in name):
                raise TrucewatchError(
                    f"TRUCEWATCH_ALLOW_HOSTS names {name!r}; give host names or addresses, such as wiki.example.org or "
                    f"127.0.0.1:8080, with commas between"
                )
        return cls(hosts=frozenset(names))

    def names(self, host: str, port: int) -> bool:
        """True if the user's settings name the host, at this port or at every one."""
        host = host.casefold()
        bracketed = f"[{host}]" if ":" in host else host
        return bool({host, bracketed, f"{bracketed}:{port}"} & self.hosts)

    def checked(self, host: str, port: int) -> list[str]:
        """The addresses that a host may be reached at, as the resolver gives them.

        Raises: Unreachable if the name is not known; AddressRefused if any address of it is not public, as a name
        that mixes both is made to mislead.
        """
        addresses = list(dict.fromkeys(self.resolve(host, port)))
        if not addresses:
            raise Unreachable(f"{host} has no address; check the name")
        if self.names(host, port):
            return addresses
        for address in addresses:
            if not is_public(address):
                raise AddressRefused(
                    f"{host} is at {address}, which is no public address, and was not asked; if you mean a server of "
                    f"your own, name it: TRUCEWATCH_ALLOW_HOSTS={host}:{port}"
                )
        return addresses


def is_public(address: str) -> bool:
    """True for an address of the public internet; False for private, loopback, link-local, multicast and reserved
    ones, also where an IPv6 address carries one of these."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(known, ipaddress.IPv6Address):
        inner = [known.ipv4_mapped, known.sixtofour, *(known.teredo or ())]
        if known in NAT64:
            inner.append(ipaddress.IPv4Address(known.packed[-4:]))
        if any(one is not None and not is_public(str(one)) for one in inner):
            return False
        if known.ipv4_mapped or known in NAT64:
            return True  # the address inside counts
        if known.is_site_local:
            return False
    return known.is_global and not known.is_multicast


def _resolved(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{host} cannot be found ({getattr(error, 'strerror', None) or error})") from error
    return [str(entry[4][0]) for entry in found]
