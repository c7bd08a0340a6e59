"""One request, one answer, over a connection to an address that was checked; nothing is followed or tried again."""

from __future__ import annotations

import socket
import threading
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import SplitResult, quote, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, IncompleteRead
from urllib3.response import BaseHTTPResponse

from trucewatch.errors import AddressRefused, BadInput, CutOff, OddPacking, TimedOut, TooLarge, Unreachable
from trucewatch.outside.addresses import AllowList

PORTS = {"http": 80, "https": 443}
#: As http.client numbers them.
PROTOCOLS = {10: "HTTP/1.0", 11: "HTTP/1.1"}
PIECE = 65_536
#: What servers write for a body that is not packed.
PLAIN_BODY = frozenset({"", "identity", "none", "utf-8"})
#: A body may be packed several times over ("gzip, gzip"); more often than this is no page.
MOST_PACKINGS = 3
#: What an address may hold unescaped; all else is written as %XX, "%" itself stays.
PLAIN = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered: status, headers by their folded names (the first of each), the bytes of the body.

    For the record of a fetch: the status line's ``reason`` and ``protocol``, all headers as they came (``every``), the
    headers that were ``sent``, and the network address that answered (``peer``).
    """

    status: int
    headers: Mapping[str, str]
    content: bytes
    reason: str = ""
    protocol: str = "HTTP/1.1"
    every: tuple[tuple[str, str], ...] = ()
    sent: tuple[tuple[str, str], ...] = ()
    peer: str | None = None


def split(url: str) -> SplitResult:
    """The parts of an http or https address. Raises: AddressRefused for any other, and for one with a log-in."""
    try:
        parts = urlsplit(url.strip())
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise AddressRefused(f"{url!r} is no address ({error}); give one like https://example.org/page") from None
    if parts.scheme.casefold() not in PORTS or not host:
        raise AddressRefused(f"{url!r} is no web address; give one like https://example.org/page")
    if parts.username or parts.password:
        raise AddressRefused(f"{host}: the address holds a name or password; pages behind a log-in are not fetched")
    return parts


def host_of(parts: SplitResult) -> str:
    """The host as it is asked for: in small letters, names beyond ASCII in their ASCII form."""
    host = str(parts.hostname)
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise AddressRefused(f"{host!r} is no name of a host; check the address") from None


def port_of(parts: SplitResult) -> int:
    return parts.port or PORTS[parts.scheme.casefold()]


def origin_of(parts: SplitResult) -> str:
    """Scheme, host and port: what one robots.txt holds for."""
    return f"{parts.scheme.casefold()}://{_bracketed(host_of(parts))}:{port_of(parts)}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def exchange(
    method: str,
    url: str,
    *,
    allowed: AllowList,
    headers: Mapping[str, str],
    body: bytes | None = None,
    seconds: float,
    max_bytes: int,
) -> Answer:
    """Ask once and read the answer, within ``seconds`` in all and ``max_bytes`` unpacked.

    The body of an answer that is an error or leads elsewhere is left out where it cannot be unpacked.

    Raises: AddressRefused, Unreachable, TimedOut, TooLarge, CutOff (the body ended early), OddPacking.
    """
    parts = split(url)
    host = host_of(parts)
    last: BadInput | None = None
    for address in allowed.checked(host, port_of(parts)):
        try:
            return _at(address, method, parts, headers=headers, body=body, seconds=seconds, max_bytes=max_bytes)
        except Unreachable as error:  # a host with several addresses may answer at another
            last = error
    raise last or Unreachable(f"{host} has no address")


def _at(
    address: str,
    method: str,
    parts: SplitResult,
    *,
    headers: Mapping[str, str],
    body: bytes | None,
    seconds: float,
    max_bytes: int,
) -> Answer:
    host, port = host_of(parts), port_of(parts)
    connection: HTTPConnection
    if parts.scheme.casefold() == "https":
        connection = HTTPSConnection(
            address, port, timeout=seconds, server_hostname=host, assert_hostname=host, cert_reqs="CERT_REQUIRED"
        )
    else:
        connection = HTTPConnection(address, port, timeout=seconds)
    where = f"{origin_of(parts)}{parts.path}"
    named = _bracketed(host) if port == PORTS[parts.scheme.casefold()] else f"{_bracketed(host)}:{port}"
    target = quote(parts.path or "/", safe=PLAIN) + (f"?{quote(parts.query, safe=PLAIN)}" if parts.query else "")
    sent = {"Host": named, **headers}
    deadline = _Deadline(connection, seconds)
    connected = False
    try:
        with deadline:
            connection.connect()
            connected = True
            deadline.hold()
            connection.request(method, target, body=body, headers=sent, preload_content=False, decode_content=False)
            response = connection.getresponse()
            known: dict[str, str] = {}
            every = tuple(response.headers.items())
            for name, value in every:
                known.setdefault(name.casefold(), value)
            content = _body(response, where, max_bytes)
    except (HTTPError, HTTPException, OSError, ValueError) as error:  # a certificate for another name is a ValueError
        if deadline.ran_out or isinstance(error, TimeoutError):
            raise TimedOut(f"{where} was not read within {seconds:g} s") from error
        if connected and (isinstance(error, IncompleteRead) or "IncompleteRead" in str(error)):
            raise CutOff(f"{where} ended early ({_plain(error)}); not used") from error
        raise Unreachable(f"{where} cannot be {'read' if connected else 'reached'}: {_plain(error)}") from error
    finally:
        connection.close()
    if deadline.ran_out:
        raise TimedOut(f"{where} was not read within {seconds:g} s")
    packed = ",".join(value for name, value in every if name.casefold() == "content-encoding")
    try:
        content = _unpacked(content, packed, where, max_bytes)
    except CutOff:
        if 200 <= response.status < 300:
            raise
        content = b""
    return Answer(
        status=response.status, headers=known, content=content,
        reason=response.reason or "", protocol=PROTOCOLS.get(response.version, "HTTP/1.1"), every=every,
        sent=tuple(sent.items()), peer=address,
    )  # fmt: skip


class _Deadline:
    """Cuts a connection when the time is up: a server that sends a byte now and then holds nobody up."""

    def __init__(self, connection: HTTPConnection, seconds: float) -> None:
        self.ran_out = False
        self._connection = connection
        self._held: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def hold(self) -> None:
        """Keep the socket: the connection lets go of it while an answer that ends it is still being read."""
        self._held = self._connection.sock

    def _cut(self) -> None:
        self.ran_out = True
        held = self._held or self._connection.sock
        if held is not None:
            with suppress(OSError):
                # not SSLSocket.shutdown, which takes the encryption away from the thread that reads
                socket.socket.shutdown(held, socket.SHUT_RDWR)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def _body(response: BaseHTTPResponse, where: str, max_bytes: int) -> bytes:
    told = response.headers.get("content-length", "")
    if told.isdigit() and int(told) > max_bytes:
        raise _too_large(where, int(told), max_bytes)
    pieces: list[bytes] = []
    size = 0
    for piece in response.stream(PIECE, decode_content=False):
        size += len(piece)
        if size > max_bytes:
            raise _too_large(where, size, max_bytes)
        pieces.append(piece)
    return b"".join(pieces)


def _unpacked(content: bytes, packed: str, where: str, max_bytes: int) -> bytes:
    """The body without its content-encodings ("gzip", or several, the last put on last); what says gzip and is not is
    taken as it stands.

    Raises: CutOff for what ends before its end, OddPacking for what cannot be unpacked, TooLarge for what unpacks to
    too much.
    """
    packings = [one.strip().casefold() for one in packed.split(",")]
    packings = [one for one in packings if one not in PLAIN_BODY] if content else []
    if len(packings) > MOST_PACKINGS:
        raise OddPacking(f"{where} answered with a body packed {len(packings)} times over; not used")
    for packing in reversed(packings):
        if packing in ("gzip", "x-gzip"):
            content = _inflated(content, 31, where, max_bytes) if content[:2] == b"\x1f\x8b" else content
        elif packing == "deflate":
            try:
                content = _inflated(content, 15, where, max_bytes)
            except OddPacking:
                content = _inflated(content, -15, where, max_bytes)
        else:
            raise OddPacking(
                f"{where} answered packed as {packing[:40]!r}, which was not asked for and is not read here (gzip and "
                "deflate are); not used, and asking again would not help"
            )
    return content


def _inflated(content: bytes, form: int, where: str, max_bytes: int) -> bytes:
    found = bytearray()
    while content:
        unpacking = zlib.decompressobj(form)
        try:
            found += unpacking.decompress(content, max_bytes + 1 - len(found))
        except zlib.error as error:
            if found:
                break  # rubbish after a whole page
            raise OddPacking(f"{where} does not unpack ({error}); not used") from error
        if len(found) > max_bytes or unpacking.unconsumed_tail:
            raise _too_large(where, len(found), max_bytes)
        if not unpacking.eof:
            raise CutOff(f"{where} ended early; not used")
        content = unpacking.unused_data if form == 31 else b""
    return bytes(found)


def _too_large(where: str, size: int, max_bytes: int) -> TooLarge:
    return TooLarge(
        f"{where} has {size:,} bytes or more, above the {max_bytes:,} that I take in; raise TRUCEWATCH_MAX_BYTES"
    )


def _plain(error: BaseException) -> str:
    """The innermost words of an error; libraries wrap them in several layers of their own."""
    inner = error.__cause__ or error.__context__
    words = str(inner if isinstance(inner, OSError) else error)
    return " ".join(words.split())[:200] or type(error).__name__
