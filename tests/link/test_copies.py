"""Copied words are found by keys that two texts share, and shown with their places in both."""

from __future__ import annotations

from build_link import Page

from trucewatch.link.copies import bands, share, share_of, signature

STORY = (
    "Ferrymen at the lower landing found the chain cut before sunrise and the winch in the reeds. "
    "A clerk wrote the damage into the harbour book and sent the page to both commands by noon. "
    "Nobody crossed that day but a doctor, whom two boys rowed over in a tub. "
    "The chain had been a present of the mission when the accord was signed."
)
OTHER = (
    "Potatoes are dear in the hill markets since the lower road was closed for repairs. "
    "The guild of carters asks for a second bridge and offers the stone for it. "
    "On the square a fiddler played until the rain came and the stalls were covered."
)


def page(words):
    return Page("a", words).text


def test_a_reprinted_part_shares_keys_and_its_words_are_found_in_both():
    whole, part = page(STORY + "\n\n" + OTHER), page("Late news! " + STORY[STORY.index("A clerk") :])
    assert set(bands(signature(whole))) & set(bands(signature(part)))
    overlap = share(whole, part)
    (one, other), *more = overlap.runs
    assert not more and one.words == other.words == STORY[STORY.index("A clerk") : -1]
    assert overlap.of_other > 0.9 and overlap.of_one < 0.5 and overlap.containment == overlap.of_other


def test_texts_of_their_own_share_no_key_and_no_run():
    one, other = page(STORY), page(OTHER)
    assert not set(bands(signature(one))) & set(bands(signature(other)))
    assert share(one, other).runs == () and share(one, other).resemblance == 0


def test_paragraphs_in_another_order_are_still_copied_whole():
    first, second = STORY[: STORY.index("Nobody")], STORY[STORY.index("Nobody") :]
    assert share(page(first + "\n\n" + second), page(second + "\n\n" + first)).of_one == 1


def test_words_that_two_reporters_quote_of_one_speaker_are_not_told_by_either():
    quote = "“We shall mend the chain ourselves, link by link, and send nobody the bill for it,” the abbot said"
    one = page(f"{quote} to a crowd at the gate of his house on a wet Monday evening.")
    other = page(f"In a letter that came with the Tuesday post the head of the monks is calm: {quote}.")
    overlap = share(one, other)
    assert overlap.of_other > 0.5 and overlap.told < 0.3


def test_a_text_of_a_few_words_has_no_keys():
    assert not bands(signature(page("The bridge is open again.")))


def test_the_signature_of_a_text_is_always_the_same():
    assert signature(page(STORY)) == signature(page(STORY))


def test_so_small_a_share_of_copied_words_is_left_out_and_a_larger_one_told_in_full():
    whole, part = page(STORY + "\n\n" + OTHER), page("Late news! " + STORY[STORY.index("A clerk") :])
    other = page(OTHER + "\n\n" + STORY[: STORY.index(" A clerk")])
    for one, two in ((whole, part), (part, whole), (part, other), (whole, other)):
        full = share(one, two)
        for least in (0.0, 0.2, 0.5, 0.9, 1.0):
            expected = full if full.containment >= least else None
            assert share_of(one, two, least) == expected
