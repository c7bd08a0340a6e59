"""Trucewatch keeps the record of a peace agreement: who said what, what reportedly happened, according to whom.

    import trucewatch

    with trucewatch.create("doha.truce", agreement="doha") as case:
        case.add(["reports/"])
        print(case.counts())

It never says who is right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trucewatch.case import Case, bundled_agreements, copy, create, read_agreement
    from trucewatch.case import open_case as open
    from trucewatch.engine.run import annotate_shards

    __version__: str

__all__ = ["Case", "annotate_shards", "bundled_agreements", "copy", "create", "open", "read_agreement"]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version  # a tenth of a second's work: only those who ask for it wait

        return version("trucewatch")
    # The case pulls in the language model's package, a second's work: only those who ask for it wait.
    if name not in __all__:
        raise AttributeError(f"trucewatch has no {name!r}; its public names are {', '.join(__all__)}")
    if name == "annotate_shards":
        from trucewatch.engine.run import annotate_shards

        return annotate_shards
    from trucewatch import case

    return getattr(case, "open_case" if name == "open" else name)
