"""Headers that tell browsers what a page of ours may do: nothing from elsewhere, nothing inline, in no frame."""

from __future__ import annotations

import re

from trucewatch.errors import ServingRefused

#: One year.
HSTS = "max-age=31536000"
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # with no-referrer browsers send "Origin: null" with forms, which could not be told from a foreign page
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), "
        "payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TILES = re.compile(
    r"(?P<scheme>https?)://(?P<host>(?:\{s\}\.)?[a-z0-9.-]+)(?P<port>:\d{1,5})?(?:/[^\s;,'\"]*)?", re.IGNORECASE
)


def tile_source(address: str) -> str:
    """The origin that map tiles come from, as the policy names it: ``https://{s}.example.org/…`` any name below.

    Raises: ServingRefused if the address is none of tiles.
    """
    if not address:
        return ""
    found = TILES.fullmatch(address)
    if found is None:
        raise ServingRefused(
            f"{address!r} is no address of map tiles; it looks like https://tiles.example.org/{{z}}/{{x}}/{{y}}.png"
        )
    return f"{found['scheme']}://{found['host']}{found['port'] or ''}".lower().replace("{s}", "*")


def security_headers(*, https: bool, tiles: str = "") -> list[tuple[bytes, bytes]]:
    """The headers of every answer; ``tiles`` is the origin of the map tiles that the user asked for."""
    policy = (
        f"default-src 'self'; img-src 'self' data:{' ' + tiles if tiles else ''}; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )
    given = {**FIXED, "Content-Security-Policy": policy}
    if https:
        given["Strict-Transport-Security"] = HSTS
    return [(name.lower().encode(), value.encode()) for name, value in given.items()]
