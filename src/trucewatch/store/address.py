"""Where a case lies: in a file, or in a database of a PostgreSQL server. A server's password is never shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from trucewatch.errors import BadInput

SCHEMES = ("postgresql://", "postgres://")
#: Parts of an address that are secrets.
SECRET = frozenset({"password", "sslpassword", "oauth_client_secret"})
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
FORM = "postgresql://USER@HOST:PORT/DATABASE"


@dataclass(frozen=True, slots=True)
class Server:
    """The address of a case on a server. As text it is without its password: so it stands in messages, and so it may be
    given again where the password comes from elsewhere (PGPASSWORD, ~/.pgpass)."""

    address: str = field(repr=False)
    shown: str

    def __str__(self) -> str:
        return self.shown

    @property
    def name(self) -> str:
        """The name of the database."""
        return unquote(urlsplit(self.shown).path.strip("/")) or "case"


#: What is named wherever a case is: a file, or an address on a server.
CasePlace = Path | Server


def case_at(given: str | Path | Server) -> CasePlace:
    """The place that a person or program names. Raises: BadInput for an address that is none; it is not repeated, since
    nobody can tell which part of it is the password."""
    if isinstance(given, Server):
        return given
    text = str(given)
    if not text.startswith(SCHEMES):
        if _SCHEME.match(text):  # of another kind, or a Path, which makes one slash of two
            raise BadInput(f"a case is a file, or lies on a server at an address that is given as text: {FORM}")
        return Path(given)
    try:
        parts = urlsplit(text)
        user, _, host = parts.netloc.rpartition("@")
        query = parse_qsl(parts.query, keep_blank_values=True)
        sound = "@" not in parts.path + parts.query + parts.fragment and not parts.fragment and parts.path.strip("/")
    except ValueError:
        sound = ""
    if not sound:
        raise BadInput(
            f"this is no address of a case on a server; it has the form {FORM}, and in a password "
            f"@ is written %40, / %2F, ? %3F, # %23 and % %25"
        )
    named = user.partition(":")[0]
    kept = urlencode([(name, value) for name, value in query if name not in SECRET], quote_via=quote)
    shown = f"postgresql://{named}{'@' if named else ''}{host}{parts.path}{'?' if kept else ''}{kept}"
    return Server(address=text, shown=shown)


def beside(place: CasePlace) -> Path:
    """Beside which file the case's other files lie (places, watch file, accounts): for a case on a server beside
    DATABASE.truce in the folder where the program runs."""
    return place if isinstance(place, Path) else Path(f"{place.name}.truce")
