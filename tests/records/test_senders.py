"""Whose name a mail is shown by: an organisation's, never that of somebody who may be a private person."""

from __future__ import annotations

import pytest

from trucewatch.records.mail import outlet_of, sender_of, signed_content


@pytest.mark.parametrize(
    ("sender", "outlet"),
    [
        ("River Council Press <press@council.example>", "River Council Press"),
        ("OCHA <ocha@un.example>", "OCHA"),
        ("Valley Voice <info@valleyvoice.example>", "Valley Voice"),
        ("Conseil du fleuve, Presse <presse@conseil.example>", "Conseil du fleuve, Presse"),
        ("وزارة الإعلام <x@y.example>", "وزارة الإعلام"),
        ("Ana Berg (River Council) <a@b.example>", "River Council"),
        ("Ana Berg, OCHA <a@un.example>", "OCHA"),
        ("Ana Berg via Press List <list@x.example>", "Press List"),
        ("'River Council' via Press List <list@x.example>", "River Council"),
        ("Ana Berg <ana@mission.example>", "mission.example"),
        ("Ana Post <ana.post@mission.example>", "mission.example"),
        ("BERG, Ana <ana@mission.example>", "mission.example"),
        ("press@council.example [mailto:press@council.example] On Behalf Of River Council", "River Council"),
        ("ana.press@gmail.com <ana.press@gmail.com>", None),
        ("Ana Berg [mailto:ana@mission.example]", "mission.example"),
        ("Anna Berg <anna@annaberg.example>", "annaberg.example"),
        ("Ana Berg <ana.berg@gmail.com>", None),
        ("ana@yahoo.co.uk", None),
        ("Ana Berg", None),
        ("", None),
    ],
)
def test_a_sender_is_shown_by_an_organisation_or_a_domain_or_not_at_all(sender, outlet):
    assert outlet_of(*sender_of(sender)) == outlet


@pytest.mark.parametrize("content", [b"", b"0", b"0\x80", b"0\x84\xff\xff\xff\xff", b"0\x80" * 500, bytes(range(256))])
def test_bytes_that_are_no_signed_data_hold_no_message(content):
    assert signed_content(content) is None
