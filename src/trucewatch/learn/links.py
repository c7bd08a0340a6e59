"""Second lesson: the linkers, taught anew on a finished encoder.

While the encoder learns, the linkers see marked runs only. In reading they get the tagger's, where a cue or a source
may be missing or wrong; so here some of the marked ones are taken away, and half of the windows show the runs that
the tagger itself finds. The encoder stays as it is, so every window is encoded once.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from trucewatch.annotate.tagger import CONTEXT, SIZE
from trucewatch.annotate.tagger_decode import best_tags, runs_of
from trucewatch.annotate.tagger_words import Window, encode
from trucewatch.learn.marks import Article, OwnedRun, lessons_of
from trucewatch.learn.network import Network
from trucewatch.learn.train import Pieces, link_losses


@dataclass(slots=True)
class _Read:
    """A window as the finished encoder reads it: its words (words, HIDDEN), marked runs and the tagger's."""

    window: Window
    words: Tensor
    marked: list[OwnedRun]
    found: list[OwnedRun]


def teach_links(
    network: Network, articles: Sequence[Article], *, base: Path, epochs: int = 4, rate: float = 1e-3,
    missing: float = 0.08, seed: int = 1, report: Callable[[str], None] = print,
) -> None:  # fmt: skip
    """Teach ``project`` and the three pair scorers of a network, in place.

    ``missing`` is the share of marked cues and sources that are taken away.
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)
    pieces = Pieces(base / "tokenizer.json")
    reads = [one for article in articles for one in _read(network, article, pieces)]
    report(f"{len(reads)} windows read")
    parts = (network.project, network.cue_of, network.source_of, network.holder_of)
    for part in parts:
        for module in part.modules():
            if isinstance(module, torch.nn.Linear):
                module.reset_parameters()
    learnt = [p for part in parts for p in part.parameters()]
    optimiser = torch.optim.AdamW(learnt, lr=rate, weight_decay=0.01)
    batch = 8
    steps = epochs * (len(reads) // batch + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(0.02, 1 - step / steps))
    started = time.monotonic()
    for epoch in range(epochs):
        rng.shuffle(reads)
        total = 0.0
        for i in range(0, len(reads), batch):
            losses: list[Tensor] = []
            for one in reads[i : i + batch]:
                runs = one.found if rng.random() < 0.5 else _without(one.marked, missing, rng)
                vectors = network.project(torch.nn.functional.dropout(one.words.float(), 0.15))
                losses += link_losses(network, one.window, runs, vectors)
            if not losses:
                continue
            loss = torch.stack(losses).mean()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        minutes = (time.monotonic() - started) / 60
        report(f"links, epoch {epoch + 1} of {epochs}, loss {total / (len(reads) / batch):.4f}, {minutes:.1f} min")


def _read(network: Network, article: Article, pieces: Pieces) -> list[_Read]:
    made = []
    moves, start = (t.detach().numpy() for t in network.crf.scores())
    for lesson in lessons_of(article, size=SIZE, context=CONTEXT, pieces=pieces.count):
        ids, quotes, shapes, first = encode(lesson.window, pieces.of)
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            given = [torch.tensor([row]) for row in (ids, quotes, shapes)]
            x = network.encoder(*given, torch.ones_like(given[0]))[0][first]
            tags = best_tags(network.tags(x).float().numpy(), moves, start)
        found = [
            (run.kind, run.first, run.last, _owners(run.kind, run.first, run.last, lesson.runs))
            for run in runs_of(tags)
        ]
        made.append(_Read(lesson.window, x.to(torch.bfloat16), lesson.runs, found))
    return made


def _owners(kind: str, first: int, last: int, marked: Sequence[OwnedRun]) -> frozenset[int]:
    """Attributions of the marked runs of that kind that share at least half of the words with this one."""
    owners: frozenset[int] = frozenset()
    for letter, a, b, own in marked:
        shared = min(last, b) - max(first, a) + 1
        if letter == kind and shared > 0 and 2 * shared >= max(last - first, b - a) + 1:
            owners |= own
    return owners


def _without(runs: Sequence[OwnedRun], share: float, rng: random.Random) -> list[OwnedRun]:
    return [run for run in runs if run[0] == "C" or rng.random() >= share]
