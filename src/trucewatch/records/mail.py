"""A mail's form, as intake and the reader of texts both know it: whose name a sender is shown by, and what is wrapped
for signing or locked.

A sender's own name may be that of a private person, who is never named as an outlet: an organisation is, else the
domain of the address, and nothing where that is a provider's. Doubtful means private.
"""

from __future__ import annotations

import re
from email.message import Message
from email.utils import parseaddr
from typing import Final, Literal


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Words that only names of organisations and their offices hold (whole words, any case).
_OFFICES: Final = re.compile(
    r"\b(?:press|media|news|newsroom|newsletter|news ?desk|desk|office|ministry|department|directorate|authority"
    r"|government|council|committee|commission|secretariat|parliament|assembly|senate|court"
    r"|police|army|forces|staff|mission|embassy|delegation|observatory|monitor(?:s|ing)?|union|united nations|nations"
    r"|association|federation|foundation|institute|university|party|movement|front|agency|bureau|service|services"
    r"|centre|center|network|group|initiative|team|society|club|trust|fund|bank|programme|program|project|cluster"
    r"|radio|tv|television|channel|times|post|tribune|herald|gazette|daily|weekly|journal|chronicle|observer|review"
    r"|voice|today|online|bulletin|digest|alerts?|updates?|info(?:rmation)?|communications?|comms|public affairs"
    r"|red cross|red crescent|crescent|list|forum|platform|coalition|alliance"
    r"|presse|pressestelle|ministerium|bundes\w*|amt|rat|regierung|nachrichten|zeitung|rundfunk|redaktion|verein"
    r"|ministère|gouvernement|conseil|bureau|agence|comité|commissariat|quotidien|rédaction"
    r"|ministerio|gobierno|prensa|oficina|consejo|agencia|comisión|noticias|redacción|defensoría|fiscalía"
    r"|ministério|governo|imprensa|ministero|governo|stampa|agenzia"
    r"|министерство|пресс-служба|пресс-центр|правительство|совет|агентство|комитет|новости|редакция|управление"
    r"|міністерство|прес-служба|уряд|рада|агентство|новини)\b"
    r"|وزارة|مكتب|وكالة|حكومة|مجلس|هيئة|لجنة|قناة|إذاعة|صحيفة|اتحاد|منظمة|بعثة|مركز",
    re.IGNORECASE,
)
#: Of these, words that are last names as well.
_SURNAMES: Final = _set(
    "post list bank court staff herald times voice trust day union channel rat amt forum group news"
)
_ACRONYM: Final = re.compile(r"[A-ZÄÖÜ][A-ZÄÖÜ0-9&/-]{1,9}")
#: Providers of mail for everybody: their domain names no outlet.
_PROVIDERS: Final = _set(
    """gmail googlemail yahoo ymail rocketmail hotmail outlook live msn aol icloud me mac gmx web t-online freenet
    proton protonmail pm tutanota tuta mail email inbox yandex ya rambler bk list ukr i meta zoho fastmail hushmail
    orange wanadoo free laposte sfr libero virgilio tiscali terra uol bol qq 163 126 sina naver daum rediffmail
    mailfence posteo riseup"""
)
#: Of a header line so many characters are looked at.
LONGEST: Final = 1000
SIGNATURES: Final = frozenset({"application/pgp-signature", "application/pkcs7-signature",
                               "application/x-pkcs7-signature"})  # fmt: skip
_WRAPPED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
#: Object identifiers of CMS (RFC 5652), as they are written in its bytes.
_DATA, _SIGNED = bytes.fromhex("2a864886f70d010701"), bytes.fromhex("2a864886f70d010702")
#: Values within values are opened so many deep.
_DEEPEST = 12


def sender_of(words: str) -> tuple[str, str]:
    """The name and the address of the first sender that a header line tells; either may be empty."""
    line = re.sub(
        r"[\[<(]mailto:\s*([^\])>\s]+)[\])>]", r"<\1>", " ".join(words[:LONGEST].split()), flags=re.IGNORECASE
    )
    bracket = re.search(r"[<\[(]\s*([^<>\[\]()\s@]+@[^<>\[\]()\s@]+)\s*[>\])]", line)
    if bracket:
        behalf = re.match(r"\s*on behalf of\s+(.+)", line[bracket.end() :], re.IGNORECASE)
        return _bare(behalf[1] if behalf else line[: bracket.start()]), bracket[1]
    name, address = parseaddr(line)
    if "@" not in address:  # a name alone, with a comma perhaps
        return _bare(line), ""
    return _bare(name), address


def outlet_of(name: str, address: str) -> str | None:
    """The organisation that a sender writes for, or None where it may be a private person at a provider's address."""
    name = "" if "@" in name else name  # an address may be a person's, too
    pieces = _pieces(name)
    if len(pieces) > 1 and "," in name and all(_OFFICES.search(one) for one in pieces):
        return _bare(name)  # "River Council, Press"
    for one in pieces:
        beside = [other for other in pieces if other != one]
        # "BERG, Ana" is a person; "OCHA" and "Ana Berg, OCHA" tell an organisation
        short = _ACRONYM.fullmatch(one) and all(" " in other and not other.isupper() for other in beside)
        if short or (_OFFICES.search(one) and not _by_person(one, address)):
            return one
    local, _, domain = address.casefold().rpartition("@")
    domain = domain.strip(".> ")
    if not domain:
        return None
    labels = [label for label in domain.split(".") if label]
    if _is_provider(labels):
        return None
    said = re.sub(r"[\W_]+", "", name.casefold())
    personal = any(len(part) > 2 and part in local for part in re.findall(r"\w+", name.casefold()))
    if len(said) > 3 and not personal and any(said in label.replace("-", "") for label in labels[:-1]):
        return _bare(name)
    return domain


def _pieces(name: str) -> list[str]:
    """The name, and what of it may be an organisation beside a person: "Ana Berg (Council)", "Ana via Press List"."""
    inside = [piece.strip() for piece in re.findall(r"[(\[]([^()\[\]]{2,80})[)\]]", name)]
    outside = re.sub(r"[(\[][^()\[\]]*[)\]]", " ", name)
    parted = [piece.strip(" '\"") for piece in re.split(r"\s+(?:via|for|on behalf of|[-–—|/])\s+|,\s+", outside)]
    whole = [] if inside or len(parted) > 1 else [name]
    return [" ".join(piece.split()) for piece in (*inside, *parted, *whole) if piece.strip()]


def _by_person(name: str, address: str) -> bool:
    """True for "Ana Post <ana.post@…>": the only word that may tell an office is as like to be a last name."""
    first, *more = name.casefold().split()
    if len(more) != 1 or more[0] not in _SURNAMES or _OFFICES.search(first):
        return False
    local = re.sub(r"[\W\d_]+", "", address.casefold().partition("@")[0])
    return local in {first, more[0], first + more[0], more[0] + first, first[0] + more[0], first + more[0][0]}


def _is_provider(labels: list[str]) -> bool:
    """True for "gmail.com", "mail.ru", "yahoo.co.uk": the part that is registered is a provider's name."""
    rest = labels[:-1]
    if len(rest) > 1 and rest[-1] in ("co", "com", "net", "org"):
        rest = rest[:-1]
    return bool(rest) and rest[-1] in _PROVIDERS


def _bare(name: str) -> str:
    return " ".join(name.split()).strip(" ,;*_\"'‘’“”<>[]")


# -- signed and locked -----------------------------------------------------------------------------------


def wrapping(headers: Message, content: bytes) -> Literal["signed", "locked"] | None:
    """What a part with these headers and unpacked bytes is: words wrapped with a signature, locked ones, or neither."""
    kind = headers.get_content_type()
    if kind == "multipart/encrypted" or kind == "application/pgp-encrypted":
        return "locked"
    if kind not in _WRAPPED:
        return None
    if str(headers.get_param("smime-type") or "").casefold() == "certs-only":
        return None
    return "signed" if signed_content(content) is not None else "locked"


def signed_content(content: bytes) -> bytes | None:
    """The message within a signed S/MIME wrapping (CMS SignedData, BER); None where it is none, or locked, or damaged.

    Its signature is not checked.
    """
    try:
        (kind, info, _), *_rest = _values(content)
        (_, oid, _), (_, explicit, _), *_rest = _values(info)
        if kind != 0x30 or oid != _SIGNED:
            return None
        (_, signed, _), *_rest = _values(explicit)
        for tag, inner, _ in _values(signed):
            if tag == 0x30 and (parts := _values(inner)) and parts[0][1] == _DATA and len(parts) > 1:
                return b"".join(_octets(parts[1][1]))
    except (ValueError, IndexError):
        return None
    return None


def _octets(content: bytes, deep: int = 0) -> list[bytes]:
    """The bytes of an octet string, which may be written in pieces."""
    if deep > _DEEPEST:
        raise ValueError("too deep")
    found: list[bytes] = []
    for tag, inner, _ in _values(content):
        found += [inner] if tag == 0x04 else _octets(inner, deep + 1)
    return found


def _values(content: bytes, deep: int = 0) -> list[tuple[int, bytes, int]]:
    """The values that stand one after the other: tag, bytes, where each ends."""
    found: list[tuple[int, bytes, int]] = []
    at = 0
    while at + 1 < len(content):
        tag, length = content[at], content[at + 1]
        if tag == 0 and length == 0:  # the end of a value whose length is not told
            break
        at += 2
        if length == 0x80:
            if deep > _DEEPEST:
                raise ValueError("too deep")
            inner = _values(content[at:], deep + 1)
            end = at + (inner[-1][2] if inner else 0)
            found.append((tag, content[at:end], end + 2))
            at = end + 2
            continue
        if length > 0x80:
            count = length & 0x7F
            length = int.from_bytes(content[at : at + count], "big")
            at += count
        if at + length > len(content):
            raise ValueError("cut off")
        found.append((tag, content[at : at + length], at + length))
        at += length
    return found
