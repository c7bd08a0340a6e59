"""Which attribution engine is in use: a set of trained weights, or the rules alone.

The sets lie in ``trucewatch/weights``, outside the code's licence: ``news`` is trained on the PolNeAR articles and on
the project's own passages (research and evaluation only), ``open`` on the own passages alone (Apache-2.0).
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from trucewatch.annotate.act_model import act_model
from trucewatch.annotate.tagger import Tagger
from trucewatch.errors import ModelProblem

RULES = "rules"
AUTO = "auto"
#: Sets of weights in the order in which ``auto`` takes them.
SETS = ("news", "open")
#: The folder of the model of speech acts, which goes with any of them.
ACTS = "acts"


def folder_of_sets() -> Path:
    return Path(str(files("trucewatch") / "weights"))


def chosen(name: str) -> str:
    """What ``auto`` stands for on this machine; any other name as it is."""
    if name != AUTO:
        return name
    return next((one for one in SETS if (folder_of_sets() / one / "model.json").exists()), RULES)


def tagger_for(name: str = AUTO) -> Tagger | None:
    """The tagger that a name stands for: ``auto``, ``news``, ``open``, ``rules`` (None) or a folder of weights.

    Raises: ModelProblem if there is no such set, or one of its files is not what its ``model.json`` records.
    """
    name = chosen(name)
    if name == RULES:
        return None
    folder = folder_of_sets() / name if name in SETS else Path(name)
    if not (folder / "model.json").exists():
        raise ModelProblem(
            f"no attribution weights {name!r}; give one of {AUTO}, {', '.join(SETS)}, {RULES}, "
            "or a folder that trucewatch train attribution wrote"
        )
    return _loaded(folder)


@lru_cache(maxsize=4)
def _loaded(folder: Path) -> Tagger:
    tagger = Tagger(folder)
    tagger.acts = act_model(folder_of_sets() / ACTS)
    return tagger
