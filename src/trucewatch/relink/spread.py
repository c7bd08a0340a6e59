"""Comparing spread over processes: pairs are cut into blocks, compared elsewhere, and what came out is asked for here.

Comparing is pure: a pair comes to the same wherever it is compared. So nothing else of linking knows of it: the scores
of a block lie ready when they are asked for, and a block that was lost is compared here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from trucewatch.link.grouping import Pair
from trucewatch.link.scores import Made, Scores
from trucewatch.link.sorts import Sort
from trucewatch.records.agreement import Agreement

#: Pairs of one block, about: all pairs of one mention stand in one, so that few mentions travel twice.
BLOCK = 20_000
#: Fewer pairs than this are sooner compared than sent.
FEW = 20_000


class Session(Protocol):
    """Gives what became of each item: its ``value``, or a ``reason`` why there is none."""

    def run(self, items: Iterable[Any]) -> Iterator[Any]: ...


class Engine(Protocol):
    """What does a job in processes (``engine/``)."""

    def session(self, job: Any) -> AbstractContextManager[Session]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareJob:
    """Blocks of pairs compared: items and pairs of their numbers in, what each came to out. Of ``bound`` mentions,
    which a person judged, the reasons are kept whatever the score."""

    agreement: Agreement
    kind: Literal["statement", "incident"]
    bound: frozenset[str]

    def begin(self) -> Callable[[tuple[list[Any], list[Pair]]], Made]:
        sort = Sort(agreement=self.agreement, kind=self.kind)

        def work(block: tuple[list[Any], list[Pair]]) -> Made:
            items, pairs = block
            scores = Scores(self.bound)
            sort.compare(items, pairs, (), scores)
            return scores.made()

        return work


class Spread:
    """The comparing of one sort of mentions on an engine. Nothing is started before there is enough to do."""

    def __init__(self, engine: Engine, sort: Sort, bound: Iterable[str]) -> None:
        self._engine = engine
        self._job = CompareJob(agreement=sort.agreement, kind=sort.kind, bound=frozenset(bound))
        self._open = ExitStack()
        self._session: Session | None = None

    def compare(self, items: Sequence[Any], pairs: Sequence[Pair], scores: Scores) -> None:
        """Have these pairs compared, and lay ready in ``scores`` what they came to."""
        wanted = [(i, j) for i, j in pairs if not scores.has(items[i], items[j])]
        scores.forget_ready()
        if len(wanted) < FEW:
            return
        if self._session is None:
            self._session = self._open.enter_context(self._engine.session(self._job))
        for outcome in self._session.run(_blocks(items, wanted)):
            if outcome.reason is None:
                scores.lay_ready(outcome.value)

    def end(self, scores: Scores) -> None:
        scores.forget_ready()
        self._open.close()


def _blocks(items: Sequence[Any], pairs: Sequence[Pair]) -> Iterator[tuple[list[Any], list[Pair]]]:
    """The pairs in blocks with the items they name; those of one first item stay together."""
    block: list[Pair] = []
    for pair in sorted(pairs):
        if len(block) >= BLOCK and pair[0] != block[-1][0]:
            yield _block(items, block)
            block = []
        block.append(pair)
    if block:
        yield _block(items, block)


def _block(items: Sequence[Any], pairs: Sequence[Pair]) -> tuple[list[Any], list[Pair]]:
    ranks = sorted({n for pair in pairs for n in pair})
    number = {rank: n for n, rank in enumerate(ranks)}
    return [items[rank] for rank in ranks], [(number[i], number[j]) for i, j in pairs]
