"""The shared pieces of the rules for lines: agencies, months, dates, and how alternatives are joined."""

from __future__ import annotations

import re


def any_of(*alternatives: str) -> str:
    """One group that matches any of the patterns."""
    return "(?:" + "|".join(alternatives) + ")"


#: News and picture agencies, as credited in captions, bylines and datelines.
AGENCIES = (
    "AFP", "AP", "Reuters", "EPA", "EFE", "EPA-EFE", "UPI", "PA", "DPA", "dpa", "ANSA", "ANI", "PTI", "IANS", "Xinhua",
    "TASS", "Interfax", "Sputnik", "RIA Novosti", "Anadolu Agency", "Anadolu", "AA", "SANA", "IRNA", "Getty Images",
    "Getty", "Associated Press", "Agence France-Presse", "The Associated Press", "AAP", "Kyodo", "Yonhap", "WAM",
    "SPA", "MENA", "KUNA", "Petra", "SUNA", "Ukrinform", "Bloomberg", "NurPhoto", "Shutterstock", "ACAN-EFE",
    "Notimex", "Prensa Latina", "ITAR-TASS", "Press Association", "Rex Features", "Alamy", "Zuma",
)  # fmt: skip
AGENCY = any_of(*(re.escape(name) for name in sorted(AGENCIES, key=len, reverse=True)))

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
CLOCK = (
    r"\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:GMT|UTC|[A-Z]{2,4}T|[A-Z][a-z]+ time)?"
    r"(?:[+-]\d{1,2}(?::?\d{2})?)?"
)
DATE = any_of(
    rf"{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}",
    rf"\d{{1,2}}(?:st|nd|rd|th)?[\s-]+{MONTH}[\s,-]+\d{{4}}",
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}",
    r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}",
)
#: Verbs of telling and common past forms: sentences of reports nearly always hold one, furniture seldom.
TOLD = re.compile(
    r"\b(?:said|says|saying|told|tells|was|were|has|have|had|will|would|added|according|announced|reported|accused"
    r"|denied|killed|wounded|agreed|signed|began|started|called|urged|warned|declared|took|came|went|made|gave|held"
    r"|launched|ended|reached|met|fell|left|put|led|became|broke|showed|must|should|(?-i:may)|could|is to|are to"
    r"|remains?)\b",
    re.I,
)
