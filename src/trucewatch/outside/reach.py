"""Whether anybody listens at an address that the user gave: asked before a library that would wait for minutes."""

from __future__ import annotations

import socket

from trucewatch.errors import Unreachable


def check_listening(host: str, port: int, *, seconds: float) -> None:
    """Connect once and part again; nothing is sent. Raises: Unreachable, with the reason."""
    try:
        socket.create_connection((host, port), timeout=seconds).close()
    except (OSError, UnicodeError, OverflowError) as error:
        raise Unreachable(f"{getattr(error, 'strerror', None) or error}") from error
