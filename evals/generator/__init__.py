"""A generator of report sets with known truth: several outlets on invented events, sayings and quarrels.

    from evals.generator import make_set, sets, write_set

    for case in sets(50, seed=7):            # a Case each, as of tests/link/linking_case.py: mentions, reports, truth
        ...
    big = make_set(seed=7, kinds=["an attack and its toll"] * 200)   # one world with many stories
    write_set(big, Path("/tmp/set"))         # reports, sources.csv, agreement.yaml, truth.json

    python -m evals.linking --generated 50 --seed 7
    python -m evals.generator 50 --seed 7 /tmp/sets

Places, persons and parties are invented (``names.py``); events, points and frames are templates of our own
(``events.py``, ``points.py``, ``sayings.py``, ``frames.py``, the small language in ``wording.py``), put into words by
an outlet's style (``scene.py``), planned as stories with their truth (``stories.py``), and copied, cut, credited and
quoted from outlet to outlet (``spreading.py``). One seed makes the same bytes on every machine.
"""

from evals.generator.sets import make_set, sets, write_set
from evals.generator.stories import STORIES

__all__ = ["STORIES", "make_set", "sets", "write_set"]
