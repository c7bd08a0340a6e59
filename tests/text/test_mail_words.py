"""Of a mail its own words are read: not what it quotes, not signatures; of a forward what is forwarded."""

from __future__ import annotations

import base64

import pytest
from captured_text import check_sound, found, read, roles
from mails import (
    FIRST,
    HEADERS,
    MARKED,
    RELEASE,
    SECOND,
    letter,
    of_parts,
    page,
    quoted,
)

from trucewatch.errors import EncryptedMail, NoArticle
from trucewatch.text.mail_words import date_told, prefix_of
from trucewatch.text.reading import Reading

MAIL = "message/rfc822"
HALE = "Tomas Hale said that the truce was over.\n\nPlease confirm.\n"


def parts(content: bytes) -> list[tuple[str, str]]:
    """Role and words of every block below the subject."""
    return [one for one in roles(read(content, MAIL, file="m.eml")) if one[0] != "title"]


def own(content: bytes) -> list[str]:
    """What is read of a mail."""
    return [words for role, words in parts(content) if role in ("body", "heading", "standfirst", "dateline")]


def of_role(content: bytes, role: str) -> str:
    return "\n".join(words for one, words in parts(content) if one == role)


def read_mail(content: bytes) -> Reading:
    return read(content, MAIL, file="m.eml")


# -- answers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "over"),
    [
        ("Re: Kessel", "On Sun, May 4, 2031 at 9:14 AM Tom Reed <tom@x.example>\nwrote:"),
        ("AW: Kessel", "Am 04.05.2031 um 09:14 schrieb Tom Reed:"),
        ("Re: Kessel", "Le dim. 4 mai 2031 à 09:14, Tom Reed <tom@x.example> a écrit :"),
        ("Re: Kessel", "El dom, 4 may 2031 a las 9:14, Tom Reed (<tom@x.example>) escribió:"),
        ("Ответ: Kessel", "4 мая 2031 г., 09:14, Tom Reed <tom@x.example> написал(а):"),
        ("رد: Kessel", "في الأحد، ٤ مايو ٢٠٣١ في ٩:١٤ ص، كتب Tom Reed <tom@x.example>:"),
        ("Re: Kessel", "Tom Reed, 2031-05-04 09:14:"),
    ],
    ids=["en", "de", "fr", "es", "ru", "ar", "no verb"],
)
def test_an_earlier_mail_below_the_line_over_it_is_kept_and_not_read(subject, over):
    mail = letter(f"Two people were wounded.\n\n{over}\n\n{quoted(HALE)}", subject)
    assert own(mail) == ["Two people were wounded."]
    assert "Tom Reed" in of_role(mail, "quoted")
    assert "Tomas Hale" in of_role(mail, "quoted")
    check_sound(read_mail(mail))


def test_answers_between_quoted_lines_are_read():
    answer = "On 04/05/2031 09:14, Tom Reed wrote:\n> Was Kessel hit?\n\nYes, at 0600.\n\n> How many?\nTwo.\n\n> Tom\n"
    mail = letter(answer, "Re: Kessel")
    assert own(mail) == ["Yes, at 0600.", "Two."]


@pytest.mark.parametrize(
    "border",
    [
        "-----Original Message-----\nFrom: Tom Reed\nSent: Sunday, May 4, 2031 9:14 AM\nTo: Ana\nSubject: Kessel",
        "-----Ursprüngliche Nachricht-----\nVon: Tom Reed\nGesendet: Sonntag, 4. Mai 2031 09:14\nAn: Ana\nBetreff: x",
        "________________________________\nFrom: Tom Reed <tom@x.example>\nSent: Sunday, May 4, 2031 9:14 AM\nTo: Ana\n"
        "Subject: Kessel",
        "De : Tom Reed\nEnvoyé : dimanche 4 mai 2031 09:14\nÀ : Ana\nObjet : Kessel",
    ],
    ids=["english", "german", "rule and headers", "french headers alone"],
)
def test_what_stands_below_the_header_lines_of_an_answered_mail_is_not_read(border):
    mail = letter(f"Two people were wounded.\n\n{border}\n\n{HALE}", "Re: Kessel")
    assert own(mail) == ["Two people were wounded."]


def test_an_answer_is_known_by_its_headers_where_its_subject_does_not_say_it():
    body = f"Two people were wounded in Kessel.\n\n{quoted(HALE)}"
    assert own(letter(body, more="In-Reply-To: <one@x.example>\n")) == ["Two people were wounded in Kessel."]
    assert len(own(letter(body))) == 3  # nothing says that it answers one


def test_an_answer_that_says_nothing_itself_is_read_as_the_mail_that_it_quotes():
    mail = letter(f"\nOn Sat, May 3, 2031 at 9:14 AM River Council <press@council.example> wrote:\n\n{quoted(RELEASE)}",
                  "Re: Statement")  # fmt: skip
    assert own(mail) == [FIRST, SECOND]
    assert found(read_mail(mail), "publisher")[0][0] == "council.example"


@pytest.mark.parametrize(
    "body",
    [
        '<div>Two people were wounded.</div><br><div class="gmail_quote"><div class="gmail_attr">On Sun, May 4, 2031 at'
        ' 9:14 AM Tom Reed &lt;<a>t@x.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote"><p>{}</p>'
        "</blockquote></div>",
        '<div>Two people were wounded.</div><blockquote type="cite"><div>On 4 May 2031, at 09:14, Tom Reed wrote:</div>'
        "<div>{}</div></blockquote>",
        '<p>Two people were wounded.</p><div id="divRplyFwdMsg"><b>From:</b> Tom Reed<br><b>Sent:</b> Sunday, May 4,'
        " 2031 9:14 AM<br><b>To:</b> Ana<br><b>Subject:</b> Kessel</div><p>{}</p>",
        '<p>Two people were wounded.</p><div class="yahoo_quoted"><div>On Sunday, May 4, 2031, Tom Reed'
        " &lt;t@x.example&gt; wrote:</div><div>{}</div></div>",
    ],
    ids=["gmail", "apple", "outlook", "yahoo"],
)
def test_an_earlier_mail_in_html_is_not_read(body):
    mail = page(body.format("Tomas Hale said that the truce was over."), "Re: Kessel")
    assert own(mail) == ["Two people were wounded."]
    assert "Tomas Hale" in of_role(mail, "quoted")


# -- what is passed on -------------------------------------------------------------------------------------

BORDERS = {
    "gmail": MARKED,
    "outlook": "________________________________\nFrom: River Council Press\nSent: Saturday, May 3, 2031 6:14 PM\n"
    "To: 'all';\n 'media'\nSubject: Statement on Kessel\n\n",
    "thunderbird": "-------- Weitergeleitete Nachricht --------\nBetreff: \tStatement on Kessel\nDatum: \tSat, 3 May"
    " 2031 18:14:00 +0200\nVon: \tRiver Council Press <press@council.example>\nAn: \tx@y.example\n\n\n",
    "notes": "-----Original Message-----\nFrom: River Council Press [mailto:press@council.example]\n"
    "Sent: 3 May 2031 18:14\nTo: all\nSubject: Statement on Kessel\n\n",
}


@pytest.mark.parametrize("border", BORDERS.values(), ids=BORDERS)
def test_what_is_forwarded_is_read_with_its_own_sender_day_and_subject(border):
    mail = letter(f"FYI, see below.\nAna\n\n{border}{RELEASE}", "FW: Statement on Kessel")
    reading = read_mail(mail)
    check_sound(reading)
    assert own(mail) == [FIRST, SECOND]
    assert of_role(mail, "cover_note").startswith("FYI")
    assert "River Council Press" in of_role(mail, "mail_header")
    assert found(reading, "title")[0][0] == "Statement on Kessel"
    publisher = next(f for f in reading.found if f.field == "publisher")
    assert (publisher.value, publisher.span.words) == ("River Council Press", "River Council Press")
    days = [(value[:16], basis) for value, basis, _ in found(reading, "published")]
    assert days == [("2031-05-03T18:14", "metadata"), ("2031-05-05T10:00", "assumed")]


def test_marks_before_the_lines_of_a_forward_are_left_out_of_the_text():
    mail = letter(
        f"Begin forwarded message:\n\n{quoted(HEADERS + chr(10) + RELEASE)}\nAna\n", "Fwd: Statement on Kessel"
    )
    assert own(mail) == [FIRST, SECOND]
    assert of_role(mail, "cover_note") == "Ana"
    assert own(letter(quoted(HEADERS + "\n" + RELEASE), "Fwd: Statement")) == [FIRST, SECOND]


def test_of_forwards_within_forwards_the_innermost_is_read():
    between = (
        "-----Ursprüngliche Nachricht-----\nVon: Jan Ott <jan@desk.example>\nGesendet: Sonntag, 4. Mai 2031 08:00\n"
    )
    mail = letter(
        f"zK\n\n{between}An: Ana\nBetreff: Fwd: Statement\n\nBitte ansehen.\n\n{MARKED}{RELEASE}", "WG: Statement"
    )
    assert own(mail) == [FIRST, SECOND]
    assert found(read_mail(mail), "publisher")[0][0] == "River Council Press"


def test_several_mails_forwarded_one_below_the_other_are_all_read():
    second = MARKED.replace("River Council Press <press@council.example>", "Valley Post <desk@valley.example>")
    denied = "The northern command denied the claim on Sunday."
    mail = letter(f"FYI\n\n{MARKED}{RELEASE}\n{RELEASE}\n{second}{denied}\n", "Fwd: two statements")
    assert own(mail)[-1] == denied
    assert own(mail)[0] == FIRST


def test_a_forwarded_answer_is_read_without_what_it_answers():
    mail = letter(
        f"{MARKED}Three people were wounded.\n\nOn Fri, 2 May 2031, Tom Reed wrote:\n\n{quoted(HALE)}", "Fwd: x"
    )
    assert own(mail) == ["Three people were wounded."]


def test_an_answer_to_a_forward_is_not_the_forward():
    mail = letter(
        f"The market was closed then.\n\nOn 4 May 2031 Tom Reed wrote:\n\n{quoted(MARKED + RELEASE)}", "Re: Fwd: x"
    )
    assert own(mail) == ["The market was closed then."]


@pytest.mark.parametrize(
    "body",
    [
        '<div>FYI<br><br><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>'
        "From: <strong>River Council Press</strong> &lt;<a>press@council.example</a>&gt;<br>Date: Sat, 3 May 2031 at "
        "18:14<br>Subject: Statement<br>To: &lt;x@y.example&gt;<br></div><p>{}</p></div></div>",
        '<p>FYI</p><div class="moz-forward-container">-------- Forwarded Message --------<table><tr><th>Subject: </th>'
        "<td>Statement</td></tr><tr><th>Date: </th><td>Sat, 3 May 2031 18:14:00 +0200</td></tr><tr><th>From: </th>"
        "<td>River Council Press &lt;press@council.example&gt;</td></tr></table><p>{}</p></div>",
        '<p>FYI</p><hr><div id="divRplyFwdMsg"><b>From:</b> River Council Press<br><b>Sent:</b> Saturday, May 3, 2031 '
        "6:14 PM<br><b>To:</b> x<br><b>Subject:</b> Statement</div><p>{}</p>",
    ],
    ids=["gmail", "thunderbird", "outlook"],
)
def test_what_is_forwarded_in_html_is_read_with_its_own_sender_and_day(body):
    mail = page(body.format("The council said that its forces had left."), "Fwd: Statement")
    assert own(mail) == ["The council said that its forces had left."]
    reading = read_mail(mail)
    assert found(reading, "publisher")[0][0] == "River Council Press"
    assert found(reading, "published")[0][0][:16] == "2031-05-03T18:14"


def test_a_private_person_is_named_neither_as_outlet_nor_otherwise():
    mail = letter(
        MARKED.replace("River Council Press <press@council.example>", "Tom Reed <tom@gmail.com>") + RELEASE, "Fwd: x"
    )
    assert found(read_mail(mail), "publisher") == []
    assert found(read_mail(letter("Two people were wounded.\n")), "publisher") == []


def test_a_report_above_a_short_forward_is_the_report():
    patrol = "Our patrol saw four vehicles cross the bridge at dawn on Sunday. " * 12
    mail = letter(
        f"{patrol}\n\n{MARKED}The council denies it.\n", "Fwd: Statement", sender="Watch Mission <ops@w.example>"
    )
    assert own(mail)[0].startswith("Our patrol")
    assert of_role(mail, "quoted") == "The council denies it."
    assert found(read_mail(mail), "publisher")[0][0] == "Watch Mission"


def test_what_somebody_wrote_above_a_forward_is_told_where_it_is_long():
    note = (
        "The governor told our office today that he had not seen this, and that his people had counted three wounded "
    )
    (remark,) = read_mail(letter(f"{note}in the whole of Kessel.\n\n{MARKED}{RELEASE}", "Fwd: x")).remarks
    assert "25 words of who passed it on are kept and not read" in remark


# -- what only looks so ------------------------------------------------------------------------------------


def test_an_article_that_quotes_a_letter_is_read_whole():
    body = ('On 3 March 2030, General Dan Roth wrote:\n\n"We will hold the river line," in a letter to the council.\n\n'
            "> Kessel: two people wounded\n\nThe council denied it on Monday.\n")  # fmt: skip
    plain = letter(body, "Daily brief", sender="Valley Post <desk@valley.example>")
    assert not {"quoted", "mail_header", "cover_note"} & {role for role, _ in parts(plain)}
    assert len(own(plain)) == 4
    text = read(f"Daily brief\n\n{body}").text
    assert not {"quoted", "mail_header", "cover_note", "signature"} & {block.role for block in text.blocks}


def test_a_release_that_begins_with_header_lines_is_read_as_it_says_itself():
    head = "From: River Council Information Office\nTo: All media\nDate: 3 May 2031\nSubject: Statement\n\n"
    mail = letter(head + RELEASE, "Statement", sender="Ana Berg <ana@council.example>")
    assert own(mail) == [FIRST, SECOND]
    assert found(read_mail(mail), "publisher")[0][0] == "River Council Information Office"
    assert found(read_mail(mail), "published")[0][0] == "2031-05-03"


def test_a_letter_within_a_release_stays_in_it():
    release = "The River Council published the letter that it had received from the northern command in April.\n" * 5
    annex = (
        "From: Northern Command\nTo: River Council\nDate: 20 April 2031\nSubject: Withdrawal\n\nWe will leave by May.\n"
    )
    assert "We will leave by May." in own(letter(f"{release}\n{annex}", "Statement"))


# -- signatures, notices, footers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "greets"),
    [("Dear Tom Reed,", True), ("Sehr geehrte Frau Berg,", True), ("Уважаемые коллеги!", True),
     ("السيد توم ريد،", True),
     ("Hello: two people were wounded.", False), ("All parties agreed to the truce,", False)],
)  # fmt: skip
def test_a_greeting_is_no_part_of_what_a_mail_tells(line, greets):
    assert (of_role(letter(f"{line}\n\nTwo people were wounded.\n"), "mail_header") == line) is greets


@pytest.mark.parametrize(
    ("tail", "role"),
    [
        ("-- \nAna Berg\nField Officer\nTel. 5\n", "signature"),
        ("--\nAna Berg\n", "signature"),
        ("Kind regards,\n\nAna Berg\nPress Officer, River Council\n", "signature"),
        ("С уважением,\nАна Берг\n", "signature"),
        ("مع أطيب التحيات،\nآنا بيرغ\n", "signature"),
        ("Sent from my telephone\n", "signature"),
        ("This e-mail and any attachments are confidential and intended solely for the addressee.\n", "disclaimer"),
        ("CONFIDENTIALITY NOTICE\n\nIf you are not the intended recipient, please delete this e-mail.\n", "disclaimer"),
        ("Diese E-Mail ist vertraulich und nur für den Empfänger bestimmt.\n", "disclaimer"),
        ("____________________\nPress mailing list\nhttps://lists.example/listinfo/press\n", "disclaimer"),
        ("You received this message because you are subscribed to the group Press.\n", "disclaimer"),
    ],
)
def test_what_is_set_below_the_words_of_a_mail_is_no_part_of_them(tail, role):
    mail = letter(f"Two people were wounded in Kessel.\n\n{tail}")
    assert own(mail) == ["Two people were wounded in Kessel."]
    assert {one for one, _ in parts(mail)} == {"body", role}


def test_words_below_thanks_and_rules_are_read_where_they_are_sentences():
    assert own(letter("Thanks,\nTwo people were wounded.\nConfirm?\n")) == ["Two people were wounded.", "Confirm?"]
    assert len(own(letter("The truce held all day.\n\n--\n\nIn Kessel two people were wounded by shells.\n"))) == 2
    story = "".join(f"On day {n} the command denied that it had fired at the bridge.\n\n" for n in range(20))
    assert len(own(letter(f"The truce held in the valley all day.\n\n--\n\n{story}"))) == 21


def test_a_signature_that_html_marks_is_none_of_its_words():
    mail = page(
        '<div>Two people were wounded.</div><div class="gmail_signature">Ana Berg, who counts the wounded.</div>'
    )
    assert parts(mail) == [("body", "Two people were wounded."), ("signature", "Ana Berg, who counts the wounded.")]


# -- parts and forms ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["Shelling reported in Kessel at 0600, two wounded. Confirm?", "Confirmed.", "0600 Kessel calm"]
)
def test_a_short_mail_of_html_alone_is_a_report(words):
    assert own(page(f"<html><body><div dir=ltr>{words}</div></body></html>")) == [words]


def test_a_plain_part_that_only_points_to_the_other_is_passed_over():
    told = "The River Council said on Saturday that its forces had left the northern bank of the river."
    stub = "Content-Type: text/plain\n\nThis message is in HTML: https://council.example/1\n"
    marked = f"Content-Type: text/html\n\n<p>{told} {told}</p>"
    assert own(of_parts(stub, marked)) == [f"{told} {told}"]
    assert own(of_parts("Content-Type: text/plain\n\n \n", marked)) == [f"{told} {told}"]
    assert own(of_parts(f"Content-Type: text/plain\n\n{told}\n", marked.replace("<p>", "<p>In short: "))) == [told]


def test_the_words_before_and_after_a_picture_are_both_read():
    picture = "Content-Type: image/png\nContent-Disposition: inline; filename=a.png\n\n..."
    above, below = "Content-Type: text/plain\n\nTwo wounded.\n", "Content-Type: text/plain\n\nThe bridge is shut."
    mail = of_parts(above, picture, below, kind="mixed")
    assert own(mail) == ["Two wounded.", "The bridge is shut."]


def test_lines_that_say_that_they_go_on_are_one_paragraph():
    mail = letter("The council said on Monday that \nthe truce was \nholding.\nTwo wounded.\n").replace(
        b"charset=utf-8", b"charset=utf-8; format=flowed"
    )
    assert own(mail) == ["The council said on Monday that \nthe truce was \nholding.", "Two wounded."]


def test_lines_that_a_program_broke_are_one_paragraph_and_items_of_a_list_are_not():
    first = "Two people were wounded when shells hit the market in Kessel on Friday, the\ncouncil added on Saturday."
    assert own(letter(f"Dear all,\n\n{first}\n\nMedia contact: 12\npress@council.example\n")) == [first]
    items = [f"- 0{n}00 shells hit the market square of the old town in Kessel" for n in (6, 7)]
    assert own(letter("\n".join(items))) == items


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("charset=utf-8", "The café in Kessel was hit.".encode("latin-1")),
        ("charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable", b"The caf=E9 in Kes=\nsel was hit."),
        ("charset=utf-7", b"The caf+AOk- in Kessel was hit."),
        ("charset=unheard-of", "The café in Kessel was hit.".encode()),
    ],
    ids=["wrong charset", "quoted-printable with soft breaks", "utf-7", "unknown charset"],
)
def test_words_are_decoded_whatever_the_mail_says_of_them(kind, body):
    mail = b"From: a@b.example\nSubject: x\nContent-Type: text/plain; " + kind.encode() + b"\n\n" + body + b"\n"
    assert own(mail) == ["The café in Kessel was hit."]


def test_a_subject_of_bare_bytes_is_read_and_a_damaged_one_kept():
    assert found(read_mail(letter("Two wounded.\n", "Перемирие")), "title")[0][0] == "Перемирие"
    assert found(read_mail(letter("Two wounded.\n", "=?utf-8?b?x?= Kessel")), "title")[0][0]


def test_a_mail_without_a_date_was_sent_before_it_was_received():
    mail = letter("Two wounded.\n").replace(b"Date: Mon, 05 May", b"Received: from a by b; Mon, 05 May")
    assert found(read_mail(mail), "published") == [
        ("2031-05-05T10:00:00+02:00", "assumed", "when the mail was received")
    ]


def cms(content: bytes) -> bytes:
    """Signed data as S/MIME wraps it, with no signer: enough to find the words in."""

    def value(tag: int, *inner: bytes) -> bytes:
        joined = b"".join(inner)
        size = len(joined)
        return bytes([tag]) + (bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")) + joined

    signed, data = bytes.fromhex("06092a864886f70d010702"), bytes.fromhex("06092a864886f70d010701")
    middle = len(content) // 2  # in two pieces, within a value whose length is not told
    octets = b"\x24\x80" + value(4, content[:middle]) + value(4, content[middle:]) + b"\x00\x00"
    return value(
        0x30, signed, value(0xA0, value(0x30, b"\x02\x01\x01", b"\x31\x00", value(0x30, data, value(0xA0, octets))))
    )


def wrapped(content: bytes, kind: str) -> bytes:
    packed = base64.encodebytes(content).decode()
    return letter(packed, kind=f"application/pkcs7-mime; smime-type={kind}; name=smime.p7m",
                  more="Content-Transfer-Encoding: base64\n")  # fmt: skip


def test_signed_words_are_read_and_the_signature_said_not_to_be_checked():
    inner = b"Content-Type: text/plain\r\n\r\nTwo people were wounded.\r\n"
    words, mark = (
        "Content-Type: text/plain\n\nTwo people were wounded.\n",
        "Content-Type: application/pgp-signature\n\nx",
    )
    clear = of_parts(words, mark, kind='signed; protocol="application/pgp-signature"')
    armoured = letter("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nTwo people were wounded.\n"
                      "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n")  # fmt: skip
    for mail, how in ((wrapped(cms(inner), "signed-data"), "S/MIME"), (clear, "PGP"), (armoured, "PGP")):
        assert own(mail) == ["Two people were wounded."]
        assert read_mail(mail).remarks == (f"signed ({how}); the signature was not checked",)


def test_encrypted_mail_is_set_aside_as_such():
    locked = (
        wrapped(b"0\x03abc", "enveloped-data"),
        of_parts("Content-Type: application/pgp-encrypted\n\n1", "Content-Type: application/octet-stream\n\nx",
                 kind="encrypted"),
        letter("-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n"),
    )  # fmt: skip
    for mail in locked:
        with pytest.raises(EncryptedMail, match="save it unlocked"):
            read_mail(mail)


def test_a_mail_of_nothing_but_a_signature_says_so():
    with pytest.raises(NoArticle, match="no words of its own"):
        read_mail(letter("-- \nAna Berg\n"))


def test_a_newsletter_in_html_keeps_its_heading_and_leaves_its_footer():
    told = "".join(
        f"<p>The River Council said on day {n} that its forces had left the northern bank.</p>" for n in range(20)
    )
    mail = page(
        f'<a href="x">View in browser</a><h1>Forces leave the bank</h1>{told}<div class="footer">Unsubscribe</div>'
    )
    assert [words for role, words in roles(read_mail(mail)) if role == "title"] == ["Forces leave the bank"]
    assert len(own(mail)) == 20


# -- words of mail programs --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "english", "day"),
    [
        ("Mon, 2 Mar 2020 09:14:00 +0200", True, "2020-03-02T09:14:00+02:00"),
        ("Monday, March 2, 2020 9:14 PM", True, "2020-03-02T21:14:00"),
        ("Montag, 2. März 2020 09:14", False, "2020-03-02T09:14:00"),
        ("lundi 2 mars 2020 à 09:14:12 UTC+1", False, "2020-03-02T09:14:12+01:00"),
        ("понедельник, 2 марта 2020 г. 9:14", False, "2020-03-02T09:14:00"),
        ("الاثنين، ٢ مارس ٢٠٢٠ ٩:١٤ م", False, "2020-03-02T21:14:00"),
        ("02/03/2020 09:14", False, "2020-03-02T09:14:00"),
        ("02/03/2020 09:14", True, None),
        ("25/03/2020", True, "2020-03-25"),
        ("yesterday", True, None),
    ],
)
def test_days_in_header_lines_are_read_as_their_language_writes_them(words, english, day):
    assert date_told(words, english=english) == day


@pytest.mark.parametrize(
    ("subject", "kind"),
    [("RE: x", "reply"), ("AW: WG: x", "reply"), ("[list] Fwd: x", "forward"), ("TR : x", "forward"),
     ("Re[2]: x", "reply"), ("Report: x", None), ("Truce: it holds", None)],
)  # fmt: skip
def test_a_subject_says_whether_a_mail_answers_or_passes_on(subject, kind):
    assert prefix_of(subject) == kind
