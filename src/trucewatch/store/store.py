"""The open case: reading, finding and writing in one object."""

from __future__ import annotations

from trucewatch.store.beside import Besides
from trucewatch.store.chain import Chaining
from trucewatch.store.drawn import Drawing
from trucewatch.store.entries import Entries
from trucewatch.store.find import Finding
from trucewatch.store.lease import Leasing
from trucewatch.store.more_pages import MorePaging
from trucewatch.store.proposals import Proposing
from trucewatch.store.read import Reading
from trucewatch.store.redact import Redacting
from trucewatch.store.state import Stating
from trucewatch.store.tallies import Tallying
from trucewatch.store.then import Looking
from trucewatch.store.told import Telling
from trucewatch.store.watching import Watching


class Store(
    Watching, Redacting, Looking, Drawing, MorePaging, Telling, Entries, Besides, Stating, Chaining, Tallying, Finding,
    Proposing, Leasing, Reading,
):  # fmt: skip
    """One open case file; see the package's docstring for what it can do."""
