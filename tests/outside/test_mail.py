from __future__ import annotations

import socket
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult, LoginPassword

from trucewatch.errors import NotDelivered
from trucewatch.outside.addresses import AllowList
from trucewatch.outside.mail import send_mail
from trucewatch.records.watch import ToMail


class Inbox(Sink):
    """Keeps what came; takes nothing for refused@…"""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[tuple[str, list[str], bytes]] = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused@"):
            return "550 no such box"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def serve(inbox):
    running = []

    def served(**options):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        controller = Controller(inbox, hostname="127.0.0.1", port=port, **options)
        controller.start()
        running.append(controller)
        return port

    yield served
    for controller in running:
        controller.stop()


def letter() -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Kessel accord: nothing new"
    message["To"] = "desk@example.org"
    message.set_content("Words – with a dash.")
    return message


def send(port, *, to=("desk@example.org",), security="starttls", user=None, password=None, allowed=True):
    target = ToMail(to=to, sender="watch@example.org", server="127.0.0.1", port=port, security=security, user=user)
    hosts = frozenset({f"127.0.0.1:{port}"}) if allowed else frozenset()
    send_mail(letter(), target, password=password, allowed=AllowList(hosts=hosts), seconds=5)


def accepts(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"watch", b"s3cret")
    return AuthResult(success=good, handled=good)


def test_a_mail_goes_encrypted_after_the_certificate_was_checked(serve, inbox, certificate, monkeypatch):
    path, context = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    port = serve(tls_context=context, require_starttls=True, authenticator=accepts, auth_required=True)
    send(port, user="watch", password="s3cret")
    ((sender, to, content),) = inbox.mails
    assert (sender, to) == ("watch@example.org", ["desk@example.org"]) and b"Subject: Kessel accord" in content


def test_a_server_whose_certificate_is_not_known_gets_nothing(serve, inbox, certificate):
    port = serve(tls_context=certificate[1], require_starttls=True)
    with pytest.raises(NotDelivered, match="certificate"):
        send(port)
    assert inbox.mails == []


def test_a_wrong_password_is_told_without_repeating_it(serve, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    port = serve(tls_context=certificate[1], require_starttls=True, authenticator=accepts, auth_required=True)
    with pytest.raises(NotDelivered, match="log-in of watch") as raised:
        send(port, user="watch", password="wrong-word")
    assert "wrong-word" not in str(raised.value)


def test_a_server_of_ones_own_may_be_reached_without_encryption_but_gets_no_password(serve, inbox):
    port = serve()
    send(port, security="none")
    assert len(inbox.mails) == 1
    with pytest.raises(NotDelivered, match="no password"):
        send(port, security="none", user="watch", password="s3cret")


def test_a_server_without_starttls_gets_nothing(serve, inbox):
    port = serve()
    with pytest.raises(NotDelivered):
        send(port)
    assert inbox.mails == []


def test_a_box_that_is_not_there_is_told(serve):
    port = serve()
    with pytest.raises(NotDelivered, match=r"refused@example\.org"):
        send(port, to=("desk@example.org", "refused@example.org"), security="none")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"allowed": False}, "no public address"),
        ({"allowed": False, "security": "none"}, "without encryption"),
        ({"user": "watch"}, "TRUCEWATCH_SMTP_PASSWORD"),
    ],
)
def test_what_would_not_be_safe_is_refused_before_anything_is_sent(serve, inbox, more, says):
    with pytest.raises(NotDelivered, match=says):
        send(serve(), **more)
    assert inbox.mails == []
