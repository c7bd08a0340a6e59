"""Searches that a person keeps, in the case's memory: they are of use with this case alone, and are no part of its
record. They leave the case in no export; a search is dropped for good.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from trucewatch.errors import BadInput
from trucewatch.records.ids import digest
from trucewatch.store import Store

#: Under this kind the case remembers them.
KIND = "search"
#: Letters of a label at most; searches that one person keeps at most.
LONGEST, MOST = 80, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSearch:
    """``query`` is the address of the search behind its "?"."""

    id: str
    person: str
    label: str
    query: str
    kept_at: datetime


def kept_searches(store: Store, person: str) -> list[KeptSearch]:
    """What a person keeps, by label."""
    found = [
        KeptSearch(id=name, **{**value, "kept_at": datetime.fromisoformat(value["kept_at"])})
        for name, value in store.remembered(KIND).items()
        if value["person"].casefold() == person.casefold()
    ]
    return sorted(found, key=lambda one: (one.label.casefold(), one.id))


def keep_search(store: Store, person: str, label: str, query: str) -> KeptSearch:
    """Keep a search under a label; one of the same label takes the place of the earlier one.

    Raises: BadInput without a person, label or query, and for more searches than are kept.
    """
    label = " ".join(label.split())
    if not person.strip():
        raise BadInput("a search is kept for a person; set TRUCEWATCH_PERSON, or sign in")
    if not label or len(label) > LONGEST:
        raise BadInput(f"a kept search needs a label of 1 to {LONGEST} letters, got {len(label)}")
    if not query:
        raise BadInput("there is nothing to keep: search for words or choose a filter first")
    made = KeptSearch(
        id=digest(KIND, person.casefold(), label.casefold()), person=person, label=label, query=query,
        kept_at=datetime.now(UTC),
    )  # fmt: skip
    held = kept_searches(store, person)
    if len(held) >= MOST and made.id not in {one.id for one in held}:
        raise BadInput(f"{MOST} searches are kept for {person} already; drop one first")
    store.remember(
        KIND, made.id,
        {"person": made.person, "label": made.label, "query": made.query, "kept_at": made.kept_at.isoformat()},
    )  # fmt: skip
    return made


def drop_search(store: Store, person: str, search_id: str) -> None:
    """Forget one of a person's own searches.

    Raises: BadInput for one that they do not keep.
    """
    if search_id not in {one.id for one in kept_searches(store, person)}:
        raise BadInput(f"{person or 'nobody'} keeps no search {search_id[:8]!r}; it may have been dropped before")
    store.forget(KIND, search_id)
