"""How a case may be served: what is asked before pages are open to anybody but the person at this machine."""

from __future__ import annotations

import hashlib
import ipaddress
import os
import ssl
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import Request

from trucewatch.errors import ServingRefused
from trucewatch.present.web.access.audit import By, Deed
from trucewatch.present.web.access.brakes import Brakes
from trucewatch.present.web.access.headers import tile_source
from trucewatch.present.web.access.people import People, open_people
from trucewatch.present.web.access.people_file import people_path
from trucewatch.present.web.access.request_rules import Network, host_name, is_loopback
from trucewatch.records.decision import Action
from trucewatch.store.address import CasePlace, beside

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
#: Who makes the request that is under way; threads that work for it see it too.
ASKING: ContextVar[By | None] = ContextVar("asking", default=None)
#: The most bytes of one request, above the largest report that is taken in by default.
MOST_BYTES = 25_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may come in and how; made by ``for_serving``, put in force by ``install``.

    Without ``login`` whoever reaches the pages acts as ``person``, a lead: that is for loopback alone. ``hosts`` are
    the names under which the pages may be asked for, ``proxies`` the addresses whose forwarding headers are believed.
    ``told`` is what the person who starts the server should read.
    """

    host: str
    login: bool
    person: str
    people: People | None
    hosts: frozenset[str]
    cookie: str
    proxies: tuple[Network, ...] = ()
    certificate: Path | None = None
    key: Path | None = None
    tiles: str = ""
    most_bytes: int = MOST_BYTES
    brakes: Brakes = field(default_factory=Brakes)
    told: tuple[str, ...] = ()

    def note(self, request: Request, did: Deed, about: str = "") -> None:
        """Write what a person did into the audit log; without accounts there is none, and the case keeps decisions."""
        if self.people:
            self.people.audit.append(by_of(request), did, about)

    def note_decisions(self, decided: list[tuple[str, Action]]) -> None:
        """Write the decisions of the request that is under way, each under its id."""
        by = ASKING.get()
        if self.people and by:
            for decision_id, action in decided:
                self.people.audit.append(by, "redacted" if action == "redact" else "decided", f"d:{decision_id}")

    def cookie_name(self, *, https: bool) -> str:
        """Two cases on one machine share its cookies, so the name is the case's; __Host- keeps other hosts from it."""
        return f"__Host-{self.cookie}" if https else self.cookie

    def for_uvicorn(self) -> dict[str, Any]:
        """The options of uvicorn that go with this: TLS here, and no belief in headers (the guard judges them)."""
        given: dict[str, Any] = {"host": self.host, "proxy_headers": False, "server_header": False}
        if self.certificate and self.key:
            given |= {"ssl_certfile": str(self.certificate), "ssl_keyfile": str(self.key)}
        return given


def by_of(request: Request) -> By:
    """Who makes a request, as the audit log names them."""
    return By(who=request.state.person, origin=request.state.address)


def for_serving(
    host: str, case_path: CasePlace, *, login: bool = False, behind_proxy: Iterable[str] = (),
    names: Iterable[str] = (), certificate: Path | None = None, key: Path | None = None, person: str = "",
    tiles: str = "",
) -> Access:  # fmt: skip
    """Weigh how a case is to be served on ``host``.

    ``behind_proxy`` are the addresses or networks of the proxies that take the requests over https and hand them on;
    ``names`` the host names that people will type; ``person`` who sits at this machine; ``tiles`` the address of map
    tiles that the pages may ask for.

    Raises: ServingRefused where others would reach the pages without accounts, in the clear, or under any name;
    AccountProblem if the people file cannot be used.
    """
    proxies = tuple(_network(address) for address in behind_proxy)
    given_names = frozenset(_name(name) for name in names)
    alone = is_loopback(host) and not proxies
    _check_certificate(certificate, key)
    if not is_loopback(host) and not (certificate or proxies):
        raise ServingRefused(
            f"serving on {host} in the clear would show passwords and the record to everybody on the way; "
            "give --certificate and --key, or put a proxy with https before it and name its address: "
            "--behind-proxy 10.0.0.2 (docs/serving.md)"
        )
    path = people_path(beside(case_path))
    people = open_people(path) if path.exists() else None
    needed = login or not alone
    if needed and not (people and people.accounts.has_lead()):
        raise ServingRefused(
            f"{'--login needs' if alone else 'others can reach this server, so it needs'} an account of a lead; "
            f"make one first: trucewatch people {case_path} add NAME --role lead"
        )
    return Access(
        host=host, login=needed, person=person, people=people, hosts=_hosts(host, given_names, alone=alone),
        cookie=f"trucewatch-{hashlib.sha256(_named(case_path).encode()).hexdigest()[:8]}", proxies=proxies,
        certificate=certificate, key=key, tiles=tile_source(tiles), told=_told(needed, people, person),
    )  # fmt: skip


def _named(case: CasePlace) -> str:
    """A case's name that is the same from wherever it is served."""
    return str(case.resolve() if isinstance(case, Path) else case)


def _hosts(host: str, names: frozenset[str], *, alone: bool) -> frozenset[str]:
    """The names under which the pages may be asked for. Raises: ServingRefused where nobody can tell them."""
    if alone:
        return LOOPBACK_NAMES | names | {_bracketed(host)}
    bound = _bracketed(host)
    if not names and (is_loopback(host) or bound in ("0.0.0.0", "[::]")):
        raise ServingRefused(
            "by which name will people open the pages? Give it, so that requests for other names are turned away: "
            "--name watch.example.org (repeat it for each)"
        )
    return LOOPBACK_NAMES | names | ({bound} - {"0.0.0.0", "[::]"})


def _bracketed(host: str) -> str:
    """A host as it stands in a Host header."""
    return (f"[{host}]" if ":" in host and not host.startswith("[") else host).lower()


def _name(name: str) -> str:
    plain = host_name(_bracketed(name))
    if not plain or plain != _bracketed(name):
        raise ServingRefused(f"{name!r} is no host name; give it as people type it, without https:// and port")
    return plain


def _network(address: str) -> Network:
    try:
        network = ipaddress.ip_network(address, strict=False)
    except ValueError:
        raise ServingRefused(f"{address!r} is no address of a proxy; give it as 10.0.0.2 or 10.0.0.0/28") from None
    if network.prefixlen == 0:
        raise ServingRefused(f"{address} is every address: anybody could then say who they are; name the proxy's own")
    return network


def _check_certificate(certificate: Path | None, key: Path | None) -> None:
    if certificate is None and key is None:
        return
    if certificate is None or key is None:
        raise ServingRefused("--certificate and --key go together: the one says who you are, the other is its secret")
    for file in (certificate, key):
        if not file.is_file():
            raise ServingRefused(f"no file at {file}; name the PEM files of the certificate and of its key")
    if os.name == "posix" and key.stat().st_mode & 0o007:
        raise ServingRefused(f"the key {key} may be read by everybody on this machine; run: chmod o-rwx {key}")
    try:
        # a key with a passphrase would ask for it on the terminal of a server that has none
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=lambda: "")
    except (ssl.SSLError, OSError, ValueError) as error:
        raise ServingRefused(
            f"{certificate} and {key} cannot be used ({error}); they must be PEM files that belong together, "
            "the key without a passphrase"
        ) from None


def _told(login: bool, people: People | None, person: str) -> tuple[str, ...]:
    if login:
        return ()
    words = f"no sign-in: whoever uses this machine can open the pages and decides as {person or 'you'}"
    if people:
        return (f"{words}; there are accounts: --login asks for them",)
    return (words,)
