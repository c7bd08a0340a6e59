"""Where a redirect led: to the page that was asked for under another name, or to a home page, consent or log-in."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

#: Parts of an address (host labels, folders) that stand for a gate in front of pages; compared without - _ and dots.
GATES = frozenset(
    {
        "consent", "cookieconsent", "privacyconsent", "privacygate", "gdpr", "cmp", "choice", "login",
        "logon", "signin", "signup", "auth", "oauth", "sso", "account", "accounts", "identity", "subscribe",
        "subscription", "subscriptions", "register", "registration", "paywall", "captcha", "challenge",
        "blocked", "accessdenied",
    }
)  # fmt: skip
#: The last part of an address that is the front page of a site or of one of its languages.
FRONT = re.compile(r"(?:index|home|default|main|start)?(?:\.(?:html?|php|aspx?|jsp))?", re.I)
LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?", re.I)


def leads_elsewhere(asked: str, found: str) -> str | None:
    """What a page is that was found in place of the one asked for; None if it may be that page."""
    one, other = urlsplit(asked), urlsplit(found)
    if (one.hostname, one.path.rstrip("/"), one.query) == (other.hostname, other.path.rstrip("/"), other.query):
        return None
    new = _parts(other) - _parts(one)
    gate = next((part for part in sorted(new) if part in GATES), None)
    if gate is not None:
        return f"a page for {gate}"
    if _is_front(other) and not _is_front(one):
        return "the front page"
    return None


def _parts(address: SplitResult) -> set[str]:
    pieces = [*(address.hostname or "").split("."), *address.path.split("/")]
    return {re.sub(r"[^a-z]", "", piece.partition(".")[0].casefold()) for piece in pieces} - {""}


def _is_front(address: SplitResult) -> bool:
    folders = [part for part in address.path.split("/") if part]
    if folders and LANGUAGE.fullmatch(folders[0]):
        folders = folders[1:]
    return not address.query and (not folders or (len(folders) == 1 and bool(FRONT.fullmatch(folders[0]))))
