"""What sides and days alone forbid is what the whole comparison forbids because of them; what cards alone part is
neither one statement nor a repetition, and no cluster holds what is ruled out."""

from __future__ import annotations

from itertools import combinations, product

from build_link import Page

from trucewatch.link.candidates import candidate_pairs
from trucewatch.link.cluster import cluster
from trucewatch.link.compare import (
    QUOTED_DAYS,
    SAME_AT,
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
from trucewatch.link.repeats import repeated
from trucewatch.link.statements import LEAST_OVERLAP, apart, card_of

WORDS = ("The guns at the weir must fall silent before the ferry runs again.", "The guns must fall silent tonight.")
VOICES = (("Ada Brook", "Northland"), ("Cora Lund", "Northland"), ("Ada Brook", "River Front"), (None, None))
DAYS = (("2031-03-02", None), ("2031-03-03", None), ("2031-03-03", "2031-02-20"), ("2031-03-12", None),
        ("2031-03-30", None), ("2031-03-30", "2031-03-29"), ("2031-05-30", None), (None, None))  # fmt: skip


def all_spoken(*, acts=("report",), words=WORDS):
    """A mention for each act, wording, voice and day."""
    pages = []
    for n, (act, said, (speaker, side), (published, said_on)) in enumerate(product(acts, words, VOICES, DAYS)):
        page = Page(f"r{n}", f"{said} {n}", published)
        page.says(said, speaker, side=side, said_on=said_on, act=act)
        pages.append(page)
    told = Told(page.report for page in pages)
    found = (m for page in pages for m in page.statements)
    return profiles(found, told=told, actors={("ada", "brook"): "a"}, muted=frozenset())


def test_sides_and_days_rule_out_exactly_what_the_comparison_forbids_for_them():
    spoken = all_spoken()
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


def test_what_two_cards_alone_keep_apart_is_neither_one_statement_nor_a_repetition():
    words = (*WORDS, "Flour is short in the hill villages, and the mountain road stays closed.")
    spoken = all_spoken(acts=("report", "accuse", "pledge"), words=words)
    cards = [card_of(one) for one in spoken]
    lines = {"max_gap_days": QUOTED_DAYS, "least_overlap": LEAST_OVERLAP}
    near, kept = candidate_pairs(cards, **lines), candidate_pairs(cards, **lines, apart=apart)
    assert set(kept) < set(near)
    for i, j in set(near) - set(kept):
        assert compare(spoken[i], spoken[j]).score < SAME_AT
        assert repeated(spoken[i], spoken[j]) is None


def test_no_cluster_takes_in_what_cannot_be_one_with_a_member_though_the_two_were_never_compared():
    scores = {(0, 1): 0.9, (1, 2): 0.8, (2, 3): 0.7}
    assert cluster(4, scores, [], same_at=0.5).groups == ((0, 1, 2, 3),)
    alone = cluster(4, scores, [], same_at=0.5, apart=lambda i, j: {i, j} == {0, 2})
    assert alone.groups == ((0, 1), (2, 3))
    persons = cluster(4, scores, [], same_at=0.5, persons=[(0, 2, True)], apart=lambda i, j: {i, j} == {0, 2})
    assert persons.groups == ((0, 1, 2, 3),)
