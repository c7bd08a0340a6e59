"""One text in, one annotation out: the order in which the parts of this room are called.

Attribution comes first; incidents are then read inside or outside the attributed words, which is what
keeps "the group said the strike killed twelve" a claim.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import chain, groupby
from pathlib import Path

from spacy.language import Language

from trucewatch.annotate.attribution import find_statements
from trucewatch.annotate.commitments import find_commitments
from trucewatch.annotate.engine import engine_digest
from trucewatch.annotate.figures import find_figures
from trucewatch.annotate.happenings import find_incidents
from trucewatch.annotate.sentences import load_model, model_hash, model_version, parse
from trucewatch.annotate.sides import Sides, sides_for
from trucewatch.annotate.term_claims import find_term_claims
from trucewatch.annotate.unnamed import incidents_left_open, only_in_general, statements_left_open
from trucewatch.annotate.weights import AUTO, RULES, tagger_for
from trucewatch.annotate.when import find_times
from trucewatch.annotate.where import find_places
from trucewatch.gazetteer.lookup import shipped, with_places
from trucewatch.gazetteer.manifest import gazetteer_version
from trucewatch.gazetteer.model import weights_version
from trucewatch.records.agreement import Agreement
from trucewatch.records.ids import digest
from trucewatch.records.languages import READ, reads_block, unread_language
from trucewatch.records.maker import SetAside
from trucewatch.records.mention import Annotation
from trucewatch.records.text import BODY_ROLES, NOT_READ, Text
from trucewatch.records.where import Where

#: The rules and word lists in force: when they change, stored annotations are redone by `reannotate`.
ENGINE_VERSION = engine_digest()

#: Of a part that is not read so many characters are shown to whom looks at what was set aside.
LONGEST_SHOWN = 120


class Annotator:
    """Reads texts for one agreement; keeps nothing from one text to the next."""

    def __init__(
        self,
        agreement: Agreement,
        *,
        nlp: Language | None = None,
        attribution: str = AUTO,
        places: Path | None = None,
    ) -> None:
        """``attribution`` names the engine (``weights.tagger_for``), ``places`` a file of imported places.

        Raises: ModelProblem if the engine is not there; MissingInput or BadInput if the places are not.
        """
        self.agreement = agreement
        self.attribution = attribution
        self.places = weights_version(attribution)
        self.tagger = tagger_for(attribution)
        self.nlp = nlp or load_model()
        self.gazetteer = with_places(places) if places else shipped()

    def fingerprint(self, published: date | None, publisher: str | None = None) -> str:
        """Digest of all that an annotation depends on besides the text itself."""
        return digest(
            "annotate", ENGINE_VERSION, model_version(), model_hash(), gazetteer_version(self.gazetteer), self.places,
            self.tagger.digest if self.tagger else RULES,
            self.agreement.id, self.agreement.version, published.isoformat() if published else "", publisher or "",
        )  # fmt: skip

    def versions(self) -> dict[str, str]:
        """What texts are read with, by name, as a run notes it."""
        tagger = self.tagger
        return {
            "annotate": self.fingerprint(None),
            "engine": ENGINE_VERSION,
            "attribution": f"weights {tagger.name} {tagger.digest}" if tagger else RULES,
            "language model": f"{model_version()}, {model_hash()[:16]}",
            "gazetteer": gazetteer_version(self.gazetteer),
            "weights of places": self.places,
        }

    @staticmethod
    def reads(language: str) -> bool:
        """True if texts in this language (ISO 639-1) are annotated."""
        return language in READ

    @contextmanager
    def forgetting(self) -> Iterator[None]:
        """What the language model notes of words that it meets for the first time is forgotten at the end of the block:
        it would grow without end where reports come by the ten thousand. Only where no other thread reads texts
        meanwhile, for all share the model's words."""
        with self.nlp.memory_zone():
            yield

    def _is_party(self, place: Where, sides: Sides) -> bool:
        """True for a party's name that some far village bears too, or that is taken for a place nobody knows."""
        if sides.of_words(place.name) is None or place.match == "demonym" or place.country in self.agreement.countries:
            return False
        return place.precision == "unresolved" or (place.precision == "exact" and place.match != "exact")

    def annotate(self, text: Text, *, published: date | None, publisher: str | None = None) -> Annotation:
        """Find statements, incidents, figures, commitments and places in the body of one text.

        ``published`` is the civil day that relative times are counted from; without it they stay relative.
        ``publisher`` tells whose own text a page is that does not say it itself.
        A text in a language other than English is kept and counted, with nothing annotated; in one of several
        languages the paragraphs in English are read and the others counted.
        """
        fingerprint = self.fingerprint(published, publisher)
        unread = unread_language(text)
        if unread is not None:
            aside = SetAside(reason=f"not annotated: {unread}", what=text.id)
            return Annotation(text_id=text.id, fingerprint=fingerprint, language=text.language, set_aside=(aside,))
        text, foreign = _without_foreign(text)
        parsed = parse(text, self.nlp)
        times = list(
            chain.from_iterable(
                find_times(text.content, published=published, text_id=text.id, start=start, end=end)
                for start, end in text.body()
            )
        )
        places = find_places(
            parsed, countries=self.agreement.countries, gazetteer=self.gazetteer, weights=self.attribution
        )
        sides = sides_for(self.agreement)
        places = [p for p in places if not self._is_party(p, sides)]
        statements, aside_list = find_statements(
            parsed,
            agreement=self.agreement,
            published=published,
            times=times,
            publisher=publisher,
            tagger=self.tagger,
        )
        unnamed = sides.rebels if only_in_general(sides.rebels, text.content, statements, sides) else None
        if unnamed is not None:
            statements = statements_left_open(statements, unnamed)
        incidents = find_incidents(
            parsed, statements=statements, agreement=self.agreement, published=published, times=times, places=places
        )
        if unnamed is not None:
            incidents = incidents_left_open(incidents, unnamed)
        figures = find_figures(
            parsed, statements=statements, incidents=incidents, agreement=self.agreement, times=times
        )
        commitments = find_commitments(parsed, statements=statements, agreement=self.agreement, times=times)
        claimed = find_term_claims(parsed, statements=statements, agreement=self.agreement)
        return Annotation(
            text_id=text.id, fingerprint=fingerprint, language=text.language, statements=tuple(statements),
            incidents=tuple(incidents), figures=tuple(figures), commitments=tuple(commitments),
            term_claims=tuple(claimed), places=tuple(places), set_aside=(*aside_list, *foreign, *_unread_parts(text)),
        )  # fmt: skip


def _without_foreign(text: Text) -> tuple[Text, list[SetAside]]:
    """The text with its paragraphs in other languages taken out of the body, and these counted by language."""
    foreign = [b for b in text.blocks if b.role in BODY_ROLES and not reads_block(text, b)]
    if not foreign:
        return text, []
    blocks = tuple(replace(b, role="other", why="another language") if b in foreign else b for b in text.blocks)
    counted = Counter(b.language or text.language for b in foreign)
    asides = [SetAside(reason=f"paragraph not annotated: {c}", what=text.id, count=n) for c, n in counted.items()]
    return replace(text, blocks=blocks), asides


def _unread_parts(text: Text) -> list[SetAside]:
    """Parts of a mail that may tell something and are not read as its own, counted by what they are."""
    found: dict[str, list[str]] = {}
    for role, blocks in groupby(text.blocks, key=lambda b: b.role):
        if role in NOT_READ:
            last = list(blocks)[-1]  # below the line over it
            found.setdefault(role, []).append(text.content[last.start : last.end][:LONGEST_SHOWN])
    return [SetAside(reason=NOT_READ[r], what="; ".join(words[:3]), count=len(words)) for r, words in found.items()]
