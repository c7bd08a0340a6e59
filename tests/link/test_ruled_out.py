"""What sides and days alone forbid is what the whole comparison forbids because of them."""

from __future__ import annotations

from itertools import combinations, product

from build_link import Page

from trucewatch.link.compare import (
    VERBATIM_AT,
    VERBATIM_TRIPLES,
    compare,
    compare_as_one_voice,
    occasions,
    point_likeness,
    ruled_out,
    speakers,
)
from trucewatch.link.order import Told
from trucewatch.link.profile import profiles

WORDS = ("The guns at the weir must fall silent before the ferry runs again.", "The guns must fall silent tonight.")
VOICES = (("Ada Brook", "Northland"), ("Cora Lund", "Northland"), ("Ada Brook", "River Front"), (None, None))
DAYS = (("2031-03-02", None), ("2031-03-03", None), ("2031-03-03", "2031-02-20"), ("2031-03-12", None),
        ("2031-03-30", None), ("2031-03-30", "2031-03-29"), ("2031-05-30", None), (None, None))  # fmt: skip


def test_sides_and_days_rule_out_exactly_what_the_comparison_forbids_for_them():
    pages = []
    for n, (words, (speaker, side), (published, said_on)) in enumerate(product(WORDS, VOICES, DAYS)):
        page = Page(f"r{n}", f"{words} {n}", published)
        page.says(words, speaker, side=side, said_on=said_on)
        pages.append(page)
    told = Told(page.report for page in pages)
    spoken = profiles(
        (m for page in pages for m in page.statements), told=told, actors={("ada", "brook"): "a"}, muted=frozenset()
    )
    seen = set()
    for a, b in combinations(spoken, 2):
        _, verbatim, triples = point_likeness(a, b)
        quoted = verbatim >= VERBATIM_AT and triples >= VERBATIM_TRIPLES
        apart = 0.0 in (speakers(a, b, quoted=quoted)[0], occasions(a, b, quoted=quoted)[0])
        assert ruled_out(a, b) == ruled_out(b, a) == apart
        seen.add(apart)
        if apart:
            for found in (compare(a, b), compare_as_one_voice(a, b)):
                assert found.forbidden and found.score == 0.0
    assert seen == {True, False}
