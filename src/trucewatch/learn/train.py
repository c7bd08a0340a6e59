"""Teach the tagger and linker from marked articles; the same seed, folders and machine give the same weights."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from trucewatch.annotate.tagger import LONGEST_WORD, UNKNOWN_PIECE
from trucewatch.annotate.tagger_decode import Sight, features_between
from trucewatch.annotate.tagger_words import Window, encode
from trucewatch.learn.marks import Article, Lesson, OwnedRun, lessons_of
from trucewatch.learn.network import Network, run_vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What a training run depends on besides its articles.

    ``size`` and ``context`` count word pieces (a window repeats ``context`` of those before); rates are AdamW's;
    ``capitals`` is the share of articles read as if set in capitals; ``average`` the decay of the running mean of
    weights that is kept (Polyak averaging); ``half`` computes the encoder in bfloat16.
    """

    epochs: int = 5
    batch: int = 8
    size: int = 256
    context: int = 0
    rate: float = 2e-4
    head_rate: float = 1e-3
    link_weight: float = 0.3
    capitals: float = 0.08
    average: float = 0.998
    seed: int = 1
    half: bool = True


class Pieces:
    """Word pieces of words (WordPiece), remembered; a word gives eight at most."""

    def __init__(self, tokenizer: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(tokenizer))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.known: dict[str, list[int]] = {}

    def of(self, word: str) -> list[int]:
        if word not in self.known:
            ids = self.tokenizer.encode(word, add_special_tokens=False).ids
            self.known[word] = ids[:LONGEST_WORD] or [UNKNOWN_PIECE]
        return self.known[word]

    def count(self, word: str) -> int:
        return len(self.of(word))


def batch_of(lessons: Sequence[Lesson], pieces: Pieces) -> dict[str, Tensor]:
    rows = [encode(lesson.window, pieces.of) for lesson in lessons]
    n, w = max(len(r[0]) for r in rows), max(len(r[3]) for r in rows)

    def padded(values: Sequence[int], size: int) -> list[int]:
        return [*values, *[0] * (size - len(values))]

    return {
        "pieces": torch.tensor([padded(r[0], n) for r in rows]),
        "quotes": torch.tensor([padded(r[1], n) for r in rows]),
        "shapes": torch.tensor([padded(r[2], n) for r in rows]),
        "mask": torch.tensor([padded([1] * len(r[0]), n) for r in rows]),
        "first": torch.tensor([padded(r[3], w) for r in rows]),
        "words": torch.tensor([padded([1] * len(r[3]), w) for r in rows]).bool(),
        "tags": torch.tensor([padded(lesson.tags, w) for lesson in lessons]),
    }


def words_of(network: Network, batch: dict[str, Tensor], half: bool) -> tuple[Tensor, Tensor]:
    """Emissions and link vectors of each word, read at its first piece."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
        emissions, vectors = network(batch["pieces"], batch["quotes"], batch["shapes"], batch["mask"])
    at = batch["first"][:, :, None]
    return (
        emissions.float().gather(1, at.expand(-1, -1, emissions.shape[2])),
        vectors.float().gather(1, at.expand(-1, -1, vectors.shape[2])),
    )


def link_losses(network: Network, window: Window, given: Sequence[OwnedRun], vectors: Tensor) -> list[Tensor]:
    """Cross-entropy of each content's cue, each cue's source and each content's source, "none" included.

    A run that belongs to no attribution teaches nothing itself, but stands among those to choose from.
    """
    runs = {letter: [r for r in given if r[0] == letter] for letter in "CQS"}
    sight = Sight(window.words, window.paragraphs, window.quotes).with_runs([r[:3] for r in given])
    losses = []
    for scorer, from_, to in (
        (network.cue_of, "C", "Q"), (network.source_of, "Q", "S"), (network.holder_of, "C", "S")
    ):  # fmt: skip
        left, right = runs[from_], runs[to]
        if not left or not right:
            continue
        a, b = [(r[1], r[2]) for r in left], [(r[1], r[2]) for r in right]
        features = torch.from_numpy(features_between(a, b, sight))
        table = scorer(run_vectors(vectors, a), run_vectors(vectors, b), features)
        for i, run in enumerate(left):
            if not run[3]:
                continue
            wanted = [j for j, other in enumerate(right) if other[3] & run[3]] or [len(right)]
            losses.append(-torch.logsumexp(table[i, wanted], dim=0))
    return losses


def train(
    articles: Sequence[Sequence[Article]], *, base: Path, recipe: Recipe, report: Callable[[str], None] = print,
    after_epoch: Callable[[int, Network], None] | None = None,
) -> Network:  # fmt: skip
    """Train on several sets of articles, each as (articles, ...); a set given twice counts twice.

    ``base`` holds ``model.safetensors`` and ``tokenizer.json`` of the encoder to start from.
    """
    # runs with other seeds begin with the same new layers, so that their weights can be averaged
    torch.manual_seed(1)
    rng = random.Random(recipe.seed)
    pieces = Pieces(base / "tokenizer.json")
    network = Network()
    network.encoder.load(base / "model.safetensors")
    torch.manual_seed(recipe.seed)
    for part in (network.encoder.words, network.encoder.places, network.encoder.types):
        part.requires_grad_(False)
    named = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    body = [p for n, p in named if n.startswith("encoder.layers")]
    head = [p for n, p in named if not n.startswith("encoder.layers")]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": recipe.rate}, {"params": head, "lr": recipe.head_rate}], weight_decay=0.01
    )
    everything = [article for group in articles for article in group]

    def plan() -> list[list[Lesson]]:
        lessons: list[Lesson] = []
        for article in everything:
            lessons += lessons_of(
                article, size=recipe.size, context=recipe.context, pieces=pieces.count,
                rng=random.Random(rng.random()), capitals=recipe.capitals,
            )  # fmt: skip
        rng.shuffle(lessons)
        batches = []
        pool = 32 * recipe.batch
        for i in range(0, len(lessons), pool):
            near = sorted(lessons[i : i + pool], key=lambda lesson: len(lesson.window.words))
            batches += [near[j : j + recipe.batch] for j in range(0, len(near), recipe.batch)]
        rng.shuffle(batches)
        return batches

    steps = len(plan()) * recipe.epochs
    warm = max(1, steps // 15)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.01, (steps - step) / max(1, steps - warm)))
    )
    mean = {k: v.detach().clone() for k, v in network.state_dict().items()}
    started, step, total, seen = time.monotonic(), 0, 0.0, 0
    for epoch in range(recipe.epochs):
        network.train()
        for lessons in plan():
            batch = batch_of(lessons, pieces)
            emissions, vectors = words_of(network, batch, recipe.half)
            loss = network.crf.loss(emissions, batch["tags"], batch["words"])
            links = [
                x
                for one, v in zip(lessons, vectors, strict=True)
                for x in link_losses(network, one.window, one.runs, v)
            ]
            if links:
                loss = loss + recipe.link_weight * torch.stack(links).mean()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            decay = min(recipe.average, step / (step + 10))
            with torch.no_grad():
                for key, value in network.state_dict().items():
                    if value.dtype.is_floating_point and not key.startswith("encoder.words"):
                        mean[key].lerp_(value, 1 - decay)
            total, seen = total + float(loss.detach()), seen + 1
            if step % 50 == 0:
                minutes = (time.monotonic() - started) / 60
                report(f"epoch {epoch + 1}, step {step} of {steps}, loss {total / seen:.4f}, {minutes:.1f} min")
                total, seen = 0.0, 0
        if after_epoch is not None:
            kept = Network()
            kept.load_state_dict(mean)
            after_epoch(epoch, kept.eval())
    network.load_state_dict(mean)
    network.eval()
    return network
