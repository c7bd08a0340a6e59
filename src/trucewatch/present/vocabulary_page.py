"""The docs page "Vocabularies", made from the tables that the program itself uses."""

from __future__ import annotations

from collections.abc import Mapping

from trucewatch.records.vocabulary import (
    ACTS,
    CREDIBILITY,
    DISPUTE_KINDS,
    INCIDENT_TYPES,
    MEDIA,
    RELIABILITY,
    SAID_AS,
    TOPICS,
    Term,
)

HEAD = """\
# Vocabularies

Made by `python -m trucewatch.present.vocabulary_page`; do not edit by hand. Equivalents: PLOVER 2021 (event and mode),
CAMEO 1.1b3 (root and codes), ACLED (event and sub-event type, 2024 codebook), UCDP GED (type of violence). A stroke
parts alternatives. "Violation" is never a type: it is what somebody says. The grades of sources are the codes of the
NATO system (AJP-2.1), also called the Admiralty code, in our words: persons give them (`trucewatch grade`), each scale
for itself.
"""


def page() -> str:
    """The page as Markdown."""
    parts = [HEAD, "## Speech acts\n", _terms(ACTS), "## Incident types\n", _terms(INCIDENT_TYPES)]
    parts += ["## Topics of provisions\n", "| name | covers | Peace Accords Matrix |\n|---|---|---|"]
    parts += [f"| {topic.name} | {topic.covers} | {topic.pam} |" for topic in TOPICS.values()]
    parts.append("")
    tables = {
        "Media": MEDIA, "Responses to a claim": DISPUTE_KINDS, "How a thing is said": SAID_AS,
        "Reliability of a source": RELIABILITY, "Credibility of a report or saying": CREDIBILITY,
    }  # fmt: skip
    for title, words in tables.items():
        parts += [f"## {title}\n", "| name | meaning |\n|---|---|"]
        parts += [f"| `{name}` | {meaning} |" for name, meaning in words.items()]
        parts.append("")
    return "\n".join(parts)


def _terms(terms: Mapping[str, Term]) -> str:
    rows = ["| name | covers | PLOVER | CAMEO | ACLED | UCDP |", "|---|---|---|---|---|---|"]
    for term in terms.values():
        plover = ": ".join(p for p in (term.plover_event, term.plover_mode) if p)
        acled = " / ".join(p for p in (term.acled_event_type, term.acled_sub_event_type) if p)
        cells = (f"`{term.name}`", term.covers, plover, term.cameo_codes or term.cameo_root, acled, term.ucdp)
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(page(), end="")
