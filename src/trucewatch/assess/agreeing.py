"""How far readers agree beyond chance: Krippendorff's alpha for nominal values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Alpha:
    """``value`` is 1 where all agree, 0 where they agree as often as by chance, None where it says nothing: no unit was
    read twice, or all values are one. ``units`` were read by two or more, ``agreed`` of them alike by all."""

    value: float | None
    units: int
    agreed: int


def alpha(units: Iterable[Sequence[Hashable]]) -> Alpha:
    """Alpha over units, each with the values that its readers gave it (units with fewer than two say nothing).

    Source: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: with o the coincidences of
    values within units, each pair of a unit's m values counting 1/(m-1), and n their margins, alpha is
    1 - (n - 1) * sum of o over unlike values / sum of n_c * n_k over unlike values.
    """
    paired = [unit for unit in units if len(unit) > 1]
    margins: Counter[Hashable] = Counter(value for unit in paired for value in unit)
    total = sum(margins.values())
    observed = 0.0
    for unit in paired:
        counted = Counter(unit)
        unlike = len(unit) ** 2 - sum(n * n for n in counted.values())
        observed += unlike / (len(unit) - 1)
    expected = total * total - sum(n * n for n in margins.values())
    value = None if not expected else 1.0 - (total - 1) * observed / expected
    return Alpha(
        value=value if value is None else round(value, 4), units=len(paired),
        agreed=sum(len(set(unit)) == 1 for unit in paired),
    )  # fmt: skip
