"""Send a message by SMTP, over a connection to an address that was checked."""

from __future__ import annotations

import smtplib
import socket
import ssl
from email.message import EmailMessage

from trucewatch.errors import AddressRefused, BadInput, NotDelivered
from trucewatch.outside.addresses import AllowList
from trucewatch.records.watch import ToMail


def send_mail(message: EmailMessage, to: ToMail, *, password: str | None, allowed: AllowList, seconds: float) -> None:
    """Hand a message to the mail server, encrypted unless ``to.security`` is "none".

    A password is sent over an encrypted connection only. Raises: NotDelivered, saying what the server said.
    """
    if to.security == "none" and not allowed.names(to.server, to.port):
        raise NotDelivered(
            f"mail over {to.server} without encryption goes to a server of your own only; use starttls or tls, or name "
            f"it: TRUCEWATCH_ALLOW_HOSTS={to.server}:{to.port}"
        )
    if to.user and not password:
        raise NotDelivered(f"{to.server} wants a password for {to.user}; set TRUCEWATCH_SMTP_PASSWORD")
    if to.user and to.security == "none":
        raise NotDelivered(f"no password is sent to {to.server} without encryption; use starttls or tls")
    context = ssl.create_default_context()
    try:
        with _connected(to, allowed, seconds, context) as server:
            if to.security == "starttls":
                server.starttls(context=context)
            if to.user:
                server.login(to.user, password or "")
            refused = server.send_message(message, from_addr=to.sender, to_addrs=list(to.to))
    except (AddressRefused, BadInput) as error:
        raise NotDelivered(str(error)) from error
    except smtplib.SMTPAuthenticationError as error:
        raise NotDelivered(f"{to.server} does not take the log-in of {to.user} ({error.smtp_code})") from None
    except (smtplib.SMTPException, OSError) as error:
        raise NotDelivered(f"{to.server}:{to.port} did not take the mail: {error}") from error
    if refused:
        raise NotDelivered(f"{to.server} does not take mail for {', '.join(sorted(refused))}")


def _connected(to: ToMail, allowed: AllowList, seconds: float, context: ssl.SSLContext) -> smtplib.SMTP:
    """A connection to the server: its certificate is held against its name, the address is the one checked."""

    class Checked(smtplib.SMTP):
        def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
            return _first(allowed.checked(host, port), port, timeout)

    class CheckedTls(smtplib.SMTP_SSL):
        def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
            plain = _first(allowed.checked(host, port), port, timeout)
            return context.wrap_socket(plain, server_hostname=host)

    if to.security == "tls":
        return CheckedTls(to.server, to.port, timeout=seconds, context=context)
    return Checked(to.server, to.port, timeout=seconds)


def _first(addresses: list[str], port: int, timeout: float) -> socket.socket:
    """A connection to the first of the addresses that answers. Raises: OSError of the last."""
    last: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            last = error
    raise last or OSError("no address")
