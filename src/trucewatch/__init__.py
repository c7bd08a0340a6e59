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
    from trucewatch.errors import TrucewatchError
    from trucewatch.found import Found
    from trucewatch.records.actor import Actor
    from trucewatch.records.commitment import Commitment
    from trucewatch.records.figure import Figure
    from trucewatch.records.incident import Incident
    from trucewatch.records.report import Report
    from trucewatch.records.span import Span
    from trucewatch.records.statement import Statement

    __version__: str

__all__ = [
    "Actor", "Case", "Commitment", "Figure", "Found", "Incident", "Report", "Span", "Statement", "TrucewatchError",
    "annotate_shards", "bundled_agreements", "copy", "create", "open", "read_agreement",
]  # fmt: skip

#: Where a public name is from, if not from ``case``.
_HOMES = {
    "Actor": "records.actor", "Commitment": "records.commitment", "Figure": "records.figure", "Found": "found",
    "Incident": "records.incident", "Report": "records.report", "Span": "records.span",
    "Statement": "records.statement", "TrucewatchError": "errors", "annotate_shards": "engine.run",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version  # a tenth of a second's work: only those who ask for it wait

        return version("trucewatch")
    # The case pulls in the language model's package, a second's work: only those who ask for it wait.
    if name not in __all__:
        raise AttributeError(f"trucewatch has no {name!r}; its public names are {', '.join(__all__)}")
    from importlib import import_module

    return getattr(import_module(f"trucewatch.{_HOMES.get(name, 'case')}"), "open_case" if name == "open" else name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
