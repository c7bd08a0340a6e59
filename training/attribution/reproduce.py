"""Make both shipped sets of attribution weights and the act model anew: ``make weights`` runs this.

    python -m training.attribution.reproduce [--shared ../shared] [--only open] [--threads 2]

``news`` learns from the PolNeAR articles in ../shared/bench/attribution/train and from the passages beside this file,
and is calibrated on the dev articles; ``open`` learns from nine in ten of the passages alone and is calibrated on the
rest. On one idle core with bfloat16 matrix units (AMX) a seed of ``news`` takes a little over an hour, ``open`` ten
minutes; without such units about three times as long. ``acts`` learns from the rows in ``acts/`` in two minutes. A
run that was stopped goes on with the seeds it lacks. The model cards give figures: renew them by hand.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from trucewatch.annotate.weights import folder_of_sets
from trucewatch.learn.acts import make_acts
from trucewatch.learn.judge import judge
from trucewatch.learn.make import base_folder, make_set
from trucewatch.learn.marks import read_articles
from trucewatch.learn.train import Recipe

PASSAGES = Path(__file__).parent / "passages"
ACTS = Path(__file__).parent / "acts"
#: One passage in ten is held out from ``open``.
HELD_OUT = 10
NEWS = Recipe(epochs=5)
OPEN = Recipe(epochs=12)
#: Seeds of ``news``; the weights of several would be averaged.
SEEDS = (1,)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="holds bench/attribution")
    parser.add_argument("--only", choices=("news", "open", "acts"), help="make one of the three")
    parser.add_argument("--base", type=Path, help="a MiniLM-L6-H384 checkpoint; else the package's")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--scratch", type=Path, default=Path("build/weights"), help="where seeds are kept")
    given = parser.parse_args()
    if given.only in (None, "acts"):
        make_acts(ACTS, PASSAGES, base=folder_of_sets() / "base", out=folder_of_sets() / "acts")
    if given.only == "acts":
        return
    torch.set_num_threads(given.threads)
    base = base_folder(given.base)
    passages = read_articles(PASSAGES)
    bench = given.shared / "bench" / "attribution"
    if given.only != "open":
        make_set(
            [read_articles(bench / "train"), passages, passages], read_articles(bench / "dev"),
            out=folder_of_sets() / "news", base=base, recipe=NEWS, seeds=SEEDS, scratch=given.scratch / "news",
        )  # fmt: skip
    if given.only != "news":
        held_out = passages[::HELD_OUT]
        learnt = [one for number, one in enumerate(passages) if number % HELD_OUT]
        out = folder_of_sets() / "open"
        make_set([learnt], held_out, out=out, base=base, recipe=OPEN, scratch=given.scratch / "open")
        if bench.exists():
            from trucewatch.annotate.tagger import Tagger

            _, figures = judge(Tagger(out), read_articles(bench / "dev"))
            print(f"open on the dev articles of the benchmark: attribution F1 {figures.f1:.3f}")


if __name__ == "__main__":
    main()
