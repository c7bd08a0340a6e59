"""Words and days as pages show them."""

from __future__ import annotations

import pytest

from trucewatch.present.web.frame import dated


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("2031-03-05", "5 March 2031"),
        ("2031-03-05..2031-03-05", "5 March 2031"),
        ("2031-03-30..2031-04-02", "30 March – 2 April 2031"),
        ("Norland: accuse — Sudmark, 2031-03-05", "Norland: accuse — Sudmark, 5 March 2031"),
        ("2031-13-05", "2031-13-05"),
        ("A/RES/2031-03-05-2", "A/RES/2031-03-05-2"),
    ],
)
def test_days_within_values_are_written_as_people_write_them(kept: str, shown: str) -> None:
    assert dated(kept) == shown
