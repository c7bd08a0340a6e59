"""Settings: one frozen record, read once at start-up from TRUCEWATCH_* environment variables."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from trucewatch.errors import TrucewatchError

PREFIX = "TRUCEWATCH_"
#: The fewest hours for which places of people at risk are held back.
LEAST_HOLD = 24
#: The largest number that a setting takes: a terabyte, or some thirty thousand years.
MOST = 1_000_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a user may set; every field has its line in docs/settings.md.

    ``person`` signs decisions. ``max_bytes`` is the largest file taken in (bytes). ``lease_seconds`` is how
    long a silent writer keeps its lease. ``handling`` is the mark printed on dossiers; one that lets them reach anybody
    does so for exports and trends. ``hold_hours``: for how long places of people at risk are not shown there at all.
    ``attribution`` names the engine that finds who said what: auto, news, open, rules, or a folder of weights.
    ``gazetteer`` is the file of places that ``trucewatch gazetteer import`` wrote, looked up in every case that has
    none beside it.

    For what is fetched: ``contact`` is told to every site that is asked, ``allow_hosts`` are the hosts that may be
    reached though their addresses are not public, ``fetch_seconds`` is the time for one page, ``host_seconds`` the
    shortest pause between two requests to one host. ``smtp_password`` and ``webhook_secret`` serve the delivery of
    digests; they are never printed or stored. ``tiles`` is the address of map tiles that the web pages may ask for
    ("https://tiles.example.org/{z}/{x}/{y}.png"); without it maps are drawn from the outlines that are shipped.

    ``language_models`` is "off" unless the user turns it on: only then does ``propose`` send anything. ``model_key`` is
    the key of the model's server, or ``model_key_file`` a file of its own that holds it; neither is printed or stored.
    ``model_seconds`` is the time for one answer.
    """

    person: str = ""
    max_bytes: int = 20_000_000
    lease_seconds: int = 120
    handling: str = "internal"
    hold_hours: int = 72
    attribution: str = "auto"
    gazetteer: str = ""
    contact: str = ""
    allow_hosts: str = ""
    fetch_seconds: int = 30
    host_seconds: int = 2
    smtp_password: str = field(default="", repr=False)
    webhook_secret: str = field(default="", repr=False)
    tiles: str = ""
    language_models: str = "off"
    model_key: str = field(default="", repr=False)
    model_key_file: str = ""
    model_seconds: int = 120

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings. Raises: TrucewatchError naming the variable and value that does not fit."""
        environment = os.environ if environment is None else environment
        values: dict[str, str | int] = {}
        for name, default in (
            ("person", _login()),
            ("max_bytes", 20_000_000),
            ("lease_seconds", 120),
            ("handling", "internal"),
            ("hold_hours", 72),
            ("attribution", "auto"),
            ("gazetteer", ""),
            ("contact", ""),
            ("allow_hosts", ""),
            ("fetch_seconds", 30),
            ("host_seconds", 2),
            ("smtp_password", ""),
            ("webhook_secret", ""),
            ("tiles", ""),
            ("language_models", "off"),
            ("model_key", ""),
            ("model_key_file", ""),
            ("model_seconds", 120),
        ):
            raw = environment.get(PREFIX + name.upper())
            if raw is None:
                values[name] = default
            elif isinstance(default, int):
                # isdigit alone also lets through digits that are no number, such as a raised two
                if not (raw.isascii() and raw.isdigit() and len(raw) <= len(str(MOST)) and 0 < int(raw) <= MOST):
                    raise TrucewatchError(
                        f"{PREFIX}{name.upper()} must be a whole number from 1 to {MOST}, got {raw!r}; "
                        f"set it or unset it"
                    )
                values[name] = int(raw)
                if name == "hold_hours" and values[name] < LEAST_HOLD:  # type: ignore[operator]
                    raise TrucewatchError(
                        f"{PREFIX}HOLD_HOURS must be {LEAST_HOLD} or more, got {raw}: people could be found at the "
                        f"places that it holds back; set it higher or unset it"
                    )
            else:
                values[name] = raw
        if values["language_models"] not in ("on", "off"):
            raise TrucewatchError(
                f"{PREFIX}LANGUAGE_MODELS is on or off, got {values['language_models']!r}; set it to one of them or "
                f"unset it"
            )
        return cls(**values)  # type: ignore[arg-type]


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
