"""Rules about one request, as plain functions: which host, which origin, which address, where to go next."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Sequence
from urllib.parse import unquote, urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
#: A name as it stands in a Host header, without its port.
HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::\d{1,5})?", re.IGNORECASE)


def host_name(header: str) -> str:
    """The name in a Host header, in lower case; empty if it is none."""
    found = HOST.fullmatch(header)
    return found["name"].lower() if found else ""


def host_allowed(header: str, names: Collection[str]) -> bool:
    """Whether a request was meant for us. A page of elsewhere that points its own name at this machine was not."""
    return host_name(header) in names


def same_origin(*, scheme: str, host: str, origin: str | None, fetch_site: str | None) -> bool:
    """Whether a writing request came from a page of ours, as far as the browser says; silence is left to the token."""
    if fetch_site is not None and fetch_site not in ("same-origin", "none"):
        return False
    return origin is None or origin.lower() == f"{scheme}://{host}".lower()


def local_path(asked: str | None) -> str:
    """Where to go after signing in: a path of ours, or the first page where ``asked`` is anything else."""
    path = asked or "/"
    # browsers read a backslash as a slash and leave out tabs and line ends; both would lead elsewhere
    plain = path.startswith("/") and not path.startswith("//") and not re.search(r"[\\\x00-\x20\x7f]", unquote(path))
    parts = urlsplit(path) if plain else None
    return path if parts and not parts.scheme and not parts.netloc else "/"


def is_among(address: str, networks: Sequence[Network]) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in networks)


def client_address(peer: str, forwarded: str, proxies: Sequence[Network]) -> str:
    """The address that a request came from: the nearest one that is no proxy of ours.

    ``forwarded`` is the X-Forwarded-For header; what stands left of the nearest address was written by the client.
    """
    address = peer
    for hop in reversed([part.strip() for part in forwarded.split(",") if part.strip()]):
        if not is_among(address, proxies):
            break
        if _parsed(hop) is None:
            break
        address = hop
    return str(_parsed(address) or address)


def is_loopback(host: str) -> bool:
    parsed = _parsed(host)
    return host == "localhost" or (parsed is not None and parsed.is_loopback)


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        parsed = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return None
    mapped = getattr(parsed, "ipv4_mapped", None)  # ::ffff:10.0.0.1 is 10.0.0.1
    return mapped or parsed
