"""Which passwords are taken, and how they are kept: Argon2id hashes that are renewed when the settings rise."""

from __future__ import annotations

import re
import secrets
import unicodedata
from itertools import pairwise
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from trucewatch.errors import AccountProblem

LEAST = 12
#: Longer ones serve only to keep the server busy.
MOST = 512
#: A hash takes 64 MiB: so many are worked out at once, the others wait.
AT_ONCE = 4
#: Words that are no password, however they are spelt, repeated or numbered.
COMMON_WORDS = frozenset({
    "password", "passwort", "passphrase", "letmein", "welcome", "administrator", "admin", "changeme", "secret",
    "iloveyou", "monkey", "dragon", "football", "baseball", "sunshine", "princess", "master", "login", "guest",
    "user", "test", "default", "trustno", "superman", "trucewatch", "ceasefire", "truce", "peace", "agreement",
    "correcthorsebatterystaple", "reader", "reviewer", "lead", "my", "the", "is", "this",
})  # fmt: skip
KEY_ROWS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "azertyuiop",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
)
SPELT = str.maketrans(
    {"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "$": "s", "@": "a", "!": "i"}
)


def check_password(password: str, *, name: str) -> None:
    """Raises: AccountProblem that says which rule a new password of ``name`` breaks. Never shows the password."""
    plain = _plain(password)
    if len(plain) < LEAST:
        raise AccountProblem(f"the password has {len(plain)} characters; take {LEAST} at least: four words do well")
    if len(plain) > MOST:
        raise AccountProblem(f"the password has {len(plain)} characters; {MOST} are the most")
    letters = _letters(plain)
    rest = letters
    for word in _plain(name).casefold().split():
        rest = rest.replace(_letters(word), "") if len(word) > 2 else rest
    if rest != letters and not rest.strip("0123456789"):
        raise AccountProblem("the password is made of the name; take one that does not follow from it")
    # "P4ssw0rd2031!" is read as it stands, with its digits as letters, and that without what was put at its ends
    inside = plain.strip("".join({c for c in plain if not c.isalpha()}))
    readings = (letters, _letters(plain.translate(SPELT)), _letters(inside.casefold().translate(SPELT)))
    if len(set(plain)) < 5 or any(len(one) > 3 and is_common(one) for one in readings):
        raise AccountProblem(
            "the password is among the first that are tried (common words, rows of keys); take another"
        )


def is_common(letters: str) -> bool:
    """Whether letters and digits are only common words, years, and rows of keys, in any order."""
    rest = letters
    for word in sorted(COMMON_WORDS, key=len, reverse=True):
        rest = rest.replace(word, " ")
    rest = re.sub(r"(?:19|20)\d\d", " ", rest)
    return all(_on_a_row(part) or (part.isdigit() and len(part) <= 4) for part in rest.split())


def _on_a_row(part: str) -> bool:
    """Whether each key stands beside the one before on the keyboard or in the alphabet, one way or the other."""
    near = {a + b for row in KEY_ROWS for way in (row, row[::-1]) for a, b in pairwise(way)}
    # a row may be begun anew ("qwertyqwerty"): one break in four keys is allowed
    breaks = sum(a + b not in near and a != b for a, b in pairwise(part))
    return breaks <= len(part) // 5


def _plain(words: str) -> str:
    """One form for what keyboards write in several ways; nothing is cut off."""
    return unicodedata.normalize("NFC", words)


def _letters(words: str) -> str:
    return "".join(c for c in words.casefold() if c.isalnum())


def start_password() -> str:
    """A password to hand over, changed at the first sign-in: 80 random bits in groups that can be read out."""
    return grouped_secret(16)


def grouped_secret(letters: int) -> str:
    """Random letters and digits, five bits each, in groups of four, without those that look alike."""
    drawn = [secrets.choice("abcdefghijkmnpqrstuvwxyz23456789") for _ in range(letters)]
    return "-".join("".join(drawn[i : i + 4]) for i in range(0, letters, 4))


class Hashing:
    """Argon2id hashes. A name without an account costs the same work as one with, so that it cannot be told apart."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turns = BoundedSemaphore(AT_ONCE)
        self._nobodys = ""

    def hash(self, password: str) -> str:
        with self._turns:
            return self._hasher.hash(_plain(password))

    def fits(self, stored: str, password: str) -> bool:
        """Whether ``password`` is the one that was hashed; with nothing stored the same work is done in vain."""
        plain = _plain(password[: MOST + 1])
        if not self._nobodys:  # made at the first sign-in whoever it is, so that its cost tells nothing
            self._nobodys = self.hash(secrets.token_hex(16))
        with self._turns:
            try:
                return self._hasher.verify(stored or self._nobodys, plain) and stored != ""
            except (Argon2Error, InvalidHashError):
                return False

    def is_old(self, stored: str) -> bool:
        return self._hasher.check_needs_rehash(stored)
