"""Rules for single lines and their places, each with the look-alike that must stay body."""

from __future__ import annotations

import pytest
from captured_text import check_sound, found, read, roles, words_of

TITLE = "River council says the truce is holding"
ONE = "The river council said on Monday that the truce between the two banks was holding despite two incidents."
TWO = "A spokesman for the northern bank said that nobody had been hurt and that the bridge was open again."
THREE = "Talks are to go on in the valley town next week, with both sides sending their full delegations."


def page(*lines: str) -> str:
    return "\n\n".join(lines)


def role_of(words: str, *lines: str) -> str:
    return {w: r for r, w in roles(read(page(*lines)))}[words]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("This article has been updated with a comment from the council.", "notice"),
        ("UPDATE: Adds the council's comment in the third paragraph.", "notice"),
        ("Update: The mayor said on Monday that two fishermen were hurt when a drone hit the bridge.", "body"),
        ("We have told the council of it and we will not wait for long. #Valley #truce", "body"),
        ("(Reporting by A. Holm and B. Strand; Editing by C. Lund)", "credit"),
        ("With inputs from agencies", "credit"),
        ("Follow us on Facebook, Twitter and Telegram for the latest news", "share"),
        ("FacebookTwitterWhatsAppEmail", "share"),
        ("4 min read", "reading_time"),
        ("https://win.example/ https://slots.example/ https://bet.example/", "spam"),
        ("Truce, River Council, Bridge, Valley", "tags"),
        ("#truce #river", "tags"),
        ("Tags: truce, bridge", "tags"),
        ("FILE - Fishermen cross the river below the bridge.", "caption"),
        ("Fishermen cross the river below the bridge on Sunday. Mira Holt/AFP via Getty Images", "caption"),
        ("Fishermen cross the river below the old bridge [File: Mira Holt/Reuters]", "caption"),
        ("The council's head, second from right, shakes hands with the governor in the valley.", "caption"),
        ("A fisherman looks at the old bridge from his boat in the valley, May 3, 2021.", "caption"),
        ("© 2021 Valley Media. All rights reserved.", "share"),
        ("READ MORE: Who holds the bridge?", "teaser"),
        ("Accessibility links", "navigation"),
        ("Home > News > Valley", "navigation"),
        ("[ad_1]", "other"),
    ],
)  # fmt: skip
def test_furniture_is_not_body_wherever_it_stands(line, role):
    assert role_of(line, TITLE, ONE, line, TWO, THREE) == role
    assert role_of(line, TITLE, ONE, TWO, THREE, line) == role


@pytest.mark.parametrize(
    "line",
    [
        "The report said that the troops had been withdrawn from the bridge by Friday night.",
        "The council wrote on Twitter on Monday that it would not accept the change.",
        "Figures released by the council show that 40 people were killed in the spring.",
        "A photo of the bridge was posted by the rebels on Sunday and showed two burnt trucks.",
        "The council published a picture of the burnt trucks, which it said had carried flour.",
        "Sources in the ministry said that the order had come from the capital itself.",
        "The last of the foreign troops are to leave the valley by May 1, 2021.",
        "He spoke of the raid in an interview with Reuters.",
        "The northern bank denied the charge, a spokesman told AFP.",
        "Contributions from donors have fallen by half since the spring, the council said.",
        "“Follow us into the talks or be left behind,” the governor told the rebels.",
        "Copyright law was the one thing on which the two sides agreed, a delegate joked.",
        "The two sides also agreed on prisoners, grain, fuel, water and the old bridge.",
        "We have withdrawn our guns from the northern bank, he said.",
        "Update on the number of the dead is expected from the council on Tuesday, it said.",
    ],
)
def test_sentences_that_look_like_furniture_stay_body(line):
    assert role_of(line, TITLE, ONE, line, TWO, THREE) == "body"
    assert role_of(line, TITLE, ONE, TWO, line) == "body"


def test_the_title_is_the_line_that_comes_again_with_the_sites_name():
    reading = read(page("Valley", "News of the Week in Brief", TITLE, ONE, TWO, f"{TITLE} | Valley Post"))
    assert found(reading, "title") == [(TITLE, "page", "headline")]
    assert words_of(reading, "navigation")[-1] == f"{TITLE} | Valley Post"
    assert ("Valley Post", "page", "after the title") in found(reading, "publisher")


def test_a_title_known_only_with_the_sites_name_is_given_as_it_stands():
    assert found(read(page(f"{TITLE} – Valley Post", ONE, TWO)), "title")[0][0] == f"{TITLE} – Valley Post"


def test_a_title_that_stands_only_at_the_end_before_a_bar_is_found():
    reading = read(page(ONE, TWO, f"{TITLE} | World"))
    assert words_of(reading, "title") == [f"{TITLE} | World"]


@pytest.mark.parametrize(
    "line", ["ValleyDaily | Latest news from the two banks", "In the name of God, the Merciful and the Just"]
)
def test_a_sites_motto_or_an_invocation_is_no_title(line):
    assert found(read(page(line, TITLE, ONE, TWO)), "title") == [(TITLE, "page", "headline")]


def test_the_number_of_a_document_is_no_part_of_its_title():
    assert found(read(page(f"No: 471/20, {TITLE}", ONE, TWO)), "title") == [(TITLE, "page", "headline")]


def test_a_text_that_opens_with_its_first_sentence_has_no_title():
    reading = read(page(ONE, TWO))
    assert found(reading, "title") == []
    assert reading.text.body() == [(0, len(page(ONE, TWO)))]


def test_a_caption_printed_twice_is_a_caption_both_times():
    line = "Fishermen below the bridge"
    assert [r for r, w in roles(read(page(TITLE, f"{line}\n{line}", ONE, TWO))) if w == line] == ["caption", "caption"]


def test_a_paragraph_printed_twice_by_mistake_is_body_once():
    reading = read(page(TITLE, ONE, TWO, TWO, THREE))
    assert words_of(reading, "body").count(TWO) == 1


def test_a_standfirst_between_title_and_caption_is_body():
    line = "A spokesman said on Monday that nobody had been hurt at the bridge."
    reading = read(page(TITLE, line, "Fishermen below the bridge [Mira Holt/AFP]", ONE, TWO))
    assert line in [reading.text.content[a:b] for a, b in reading.text.body()]


def test_short_lines_between_paragraphs_are_headings_and_after_them_are_not_body():
    reading = read(page(TITLE, ONE, "Bridge open again", TWO, "Valley desk"))
    assert ("heading", "Bridge open again") in roles(reading)
    assert "Valley desk" not in words_of(reading, "body", "heading")


def test_what_follows_a_heading_such_as_check_also_is_no_report():
    blurb = "The mayor opened the new baths in the valley town with a short speech on Sunday … "
    reading = read(page(TITLE, ONE, TWO, "Check Also", "Mayor opens new baths", blurb.strip()))
    assert words_of(reading, "body") == [ONE, TWO]


def test_the_report_goes_on_after_a_box_of_related_stories_in_its_middle():
    reading = read(page(TITLE, ONE, "Related", "Who holds the bridge?", "Mayor opens baths", TWO, THREE))
    assert words_of(reading, "body") == [ONE, TWO, THREE]


def test_a_credit_at_the_end_of_the_last_paragraph_is_parted_from_it():
    reading = read(page(TITLE, ONE, f"{TWO} (Reporting by A. Holm; Editing by B. Strand)"))
    assert words_of(reading, "body") == [ONE, TWO]
    assert words_of(reading, "credit") == ["(Reporting by A. Holm; Editing by B. Strand)"]


def test_transcript_marks_stand_outside_the_body_and_take_the_speaker_along():
    content = (
        "THE COLONEL SPOKE TO THE PRESS OF THE VALLEY AFTER THE SITTING OF THE\nCOUNCIL HAD COME TO ITS END.\n\n"
        "   (BEGIN RECORDING) (HOLM) WE FIRED NO SHELL AND WE SENT NO MEN. (END\nRECORDING) HE THEN LEFT.\n"
    )
    reading = read(content)
    assert words_of(reading, "other") == ["(BEGIN RECORDING) (HOLM)", "(END\nRECORDING)"]
    assert words_of(reading, "body")[1:] == ["WE FIRED NO SHELL AND WE SENT NO MEN.", "HE THEN LEFT."]


def test_hard_wrapped_capitals_make_one_block_a_paragraph():
    content = (
        "COLONEL\nARVID HOLM, THE SPOKESMAN OF THE NORTHERN BANK, SAID TODAY THAT\n"
        "THE TRUCE WOULD BE KEPT ON 14 AND 15 MARCH AS THE COUNCIL OF THE\nVALLEY HAD ASKED.\n\n"
        "   THE COUNCIL THANKED THE NORTHERN BANK AND CALLED ON THE SOUTHERN\nBANK TO DO THE SAME.\n"
    )
    assert [r for r, _ in roles(read(content))] == ["body", "body"]


def test_front_matter_is_outside_the_body_and_dates_the_report():
    reading = read(f"---\nID: 7\npost_date: 2021-03-12 09:03:11\npublished: true\n---\n\n{TITLE}\n\n{ONE}\n\n{TWO}\n")
    assert found(reading, "published") == [("2021-03-12T09:03:11", "metadata", "front matter post_date")]
    assert words_of(reading, "body") == [ONE, TWO]


def test_a_post_without_paragraphs_is_all_body():
    reading = read("Two drones over the river tonight\nNo one hurt")
    assert words_of(reading, "body") == ["Two drones over the river tonight", "No one hurt"]


def test_a_line_over_one_short_paragraph_is_its_headline():
    assert roles(read("Ferry runs again\n\nSix guns moved.")) == [
        ("title", "Ferry runs again"),
        ("body", "Six guns moved."),
    ]
    assert words_of(read("Ferry tonight.\n\nSix guns moved."), "title") == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_line_ends_of_every_kind_part_blocks_and_stay_in_the_text(end):
    content = end.join([TITLE, "", ONE, "", TWO, ""])
    reading = read(content)
    assert reading.text.content == content
    assert roles(reading) == [("title", TITLE), ("body", ONE), ("body", TWO)]
    check_sound(reading)


def test_a_headline_that_asks_is_no_sentence_of_the_report():
    asks = "Two dead at the old river bridge: shells or a gas leak?"
    read_as = roles(read(page(f"Home / World / Valley / {asks}", asks, "Valley Post desk", ONE, TWO, THREE)))
    assert [r for r, w in read_as if asks in w] == ["navigation", "title"]
    assert {w: r for r, w in roles(read(page(asks, ONE, TWO, THREE)))}[asks] == "title"
