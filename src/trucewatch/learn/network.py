"""The tagger in torch: a small BERT encoder, a tag layer under a CRF, and three scorers of pairs of runs.

Encoder: MiniLM-L6-H384 (Wang et al. 2020) with two embeddings added that start at zero: whether a word stands in a
quotation, and its shape, since the word pieces are without case. CRF: Lafferty, McCallum and Pereira 2001.
Reading needs none of this: ``export`` writes it as ONNX and plain arrays.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from trucewatch.annotate.tagger_decode import FEATURES, FORBIDDEN, LINK, TAGS
from trucewatch.annotate.tagger_words import SHAPES, STATES

HIDDEN, LAYERS, HEADS, WIDE, VOCABULARY, PLACES = 384, 6, 12, 1536, 30522, 512


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, WIDE)
        self.down = nn.Linear(WIDE, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        b, n, _ = x.shape
        q, k, v = (t.view(b, n, HEADS, HIDDEN // HEADS).transpose(1, 2) for t in self.qkv(x).chunk(3, dim=-1))
        # No dropout of attention weights: drawing them costs more than the matrix products.
        weights = (q * (HIDDEN // HEADS) ** -0.5) @ k.transpose(-1, -2) + bias.to(q.dtype)
        mixed = weights.softmax(dim=-1) @ v
        x = self.norm1(x + self.dropout(self.out(mixed.transpose(1, 2).reshape(b, n, HIDDEN))))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Pieces, quotation states, shapes and mask, all (batch, pieces) -> (batch, pieces, HIDDEN)."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.places = nn.Embedding(PLACES, HIDDEN)
        self.types = nn.Embedding(2, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.quotes = nn.Embedding(STATES, HIDDEN)
        self.shapes = nn.Embedding(SHAPES, HIDDEN)
        nn.init.zeros_(self.quotes.weight)
        nn.init.zeros_(self.shapes.weight)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.dropout = nn.Dropout(0.1)

    def forward(self, pieces: Tensor, quotes: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        x = self.words(pieces) + self.places.weight[: pieces.shape[1]] + self.types.weight[0]
        x = self.dropout(self.norm(x) + self.quotes(quotes) + self.shapes(shapes))
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * FORBIDDEN
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def load(self, path: Path) -> None:
        """Take the weights of a BERT checkpoint (safetensors) with the sizes above."""
        given = {k.removeprefix("bert."): v for k, v in load_file(str(path)).items()}
        own = self.state_dict()
        own["words.weight"] = given["embeddings.word_embeddings.weight"]
        own["places.weight"] = given["embeddings.position_embeddings.weight"]
        own["types.weight"] = given["embeddings.token_type_embeddings.weight"]
        for part in ("weight", "bias"):
            own[f"norm.{part}"] = given[f"embeddings.LayerNorm.{part}"]
            for i in range(LAYERS):
                at = f"encoder.layer.{i}."
                own[f"layers.{i}.qkv.{part}"] = torch.cat(
                    [given[f"{at}attention.self.{n}.{part}"] for n in ("query", "key", "value")]
                )
                own[f"layers.{i}.out.{part}"] = given[f"{at}attention.output.dense.{part}"]
                own[f"layers.{i}.norm1.{part}"] = given[f"{at}attention.output.LayerNorm.{part}"]
                own[f"layers.{i}.up.{part}"] = given[f"{at}intermediate.dense.{part}"]
                own[f"layers.{i}.down.{part}"] = given[f"{at}output.dense.{part}"]
                own[f"layers.{i}.norm2.{part}"] = given[f"{at}output.LayerNorm.{part}"]
        self.load_state_dict(own)


class Crf(nn.Module):
    """Linear-chain CRF over the tags; impossible moves (O to I, B-C to I-S) are forbidden."""

    def __init__(self) -> None:
        super().__init__()
        n = len(TAGS)
        self.transitions = nn.Parameter(torch.zeros(n, n))
        self.start = nn.Parameter(torch.zeros(n))
        moves, first = torch.zeros(n, n, dtype=torch.bool), torch.zeros(n, dtype=torch.bool)
        for j, after in enumerate(TAGS):
            if after[0] == "I":
                first[j] = True
                for i, before in enumerate(TAGS):
                    moves[i, j] = before[2:] != after[2:]
        self.register_buffer("no_move", moves)
        self.register_buffer("no_start", first)

    def scores(self) -> tuple[Tensor, Tensor]:
        return self.transitions.masked_fill(self.no_move, FORBIDDEN), self.start.masked_fill(self.no_start, FORBIDDEN)

    def loss(self, emissions: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Negative log-likelihood per word; ``mask`` marks real words (left-aligned)."""
        moves, start = self.scores()
        alpha = start + emissions[:, 0]
        for t in range(1, emissions.shape[1]):
            step = torch.logsumexp(alpha[:, :, None] + moves, dim=1) + emissions[:, t]
            alpha = torch.where(mask[:, t, None], step, alpha)
        own = emissions.gather(2, tags[:, :, None]).squeeze(2)
        moved = moves[tags[:, :-1], tags[:, 1:]]
        path = start[tags[:, 0]] + (own * mask).sum(1) + (moved * mask[:, 1:]).sum(1)
        return (torch.logsumexp(alpha, dim=1) - path).sum() / mask.sum()


class Pairs(nn.Module):
    """Scores two runs of a window for belonging together, beside a learned score for "none of them"."""

    def __init__(self) -> None:
        super().__init__()
        self.left = nn.Linear(3 * LINK, LINK)
        self.right = nn.Linear(3 * LINK, LINK)
        self.hidden = nn.Linear(3 * LINK + FEATURES, LINK)
        self.score = nn.Linear(LINK, 1)
        self.none = nn.Linear(LINK, 1)

    def forward(self, left: Tensor, right: Tensor, features: Tensor) -> Tensor:
        """(l, 3d), (r, 3d), (l, r, f) -> log-probabilities (l, r + 1)."""
        a, b = functional.gelu(self.left(left)), functional.gelu(self.right(right))
        shape = (len(a), len(b), a.shape[1])
        both = torch.cat([a[:, None].expand(shape), b[None].expand(shape), a[:, None] * b[None], features], dim=-1)
        scores = self.score(functional.gelu(self.hidden(both))).squeeze(-1)
        return torch.cat([scores, self.none(a)], dim=1).log_softmax(dim=1)


class Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.tags = nn.Linear(HIDDEN, len(TAGS))
        self.project = nn.Linear(HIDDEN, LINK)
        self.crf = Crf()
        self.cue_of = Pairs()
        self.source_of = Pairs()
        self.holder_of = Pairs()
        self.dropout = nn.Dropout(0.2)

    def forward(self, pieces: Tensor, quotes: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Emissions (b, n, tags) and link vectors (b, n, LINK) at every piece."""
        x = self.dropout(self.encoder(pieces, quotes, shapes, mask))
        return self.tags(x), self.project(x)


def run_vectors(vectors: Tensor, runs: list[tuple[int, int]]) -> Tensor:
    """First word, last word and mean of each run, side by side: (runs, 3 * LINK)."""
    return torch.stack([torch.cat([vectors[a], vectors[b], vectors[a : b + 1].mean(0)]) for a, b in runs])
