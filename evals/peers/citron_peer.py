"""Train and run Citron, the BBC's quotation extractor, on the attribution benchmark: the peer of the ``news`` weights.

    python citron_peer.py train FOLDER MODEL --verbnet DIR      five models from NAME.txt and NAME.ann in FOLDER
    python citron_peer.py predict FOLDER MODEL OUT.jsonl        the benchmark's prediction rows for NAME.txt in FOLDER

It runs in an environment of Citron's own, with Citron and the benchmark (for ``score.py``) on PYTHONPATH; the README
beside it has the steps. Nothing of Citron is changed: its own builders train with their default settings.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import spacy
from citron.citron import Citron
from citron.content import ContentClassifier, ContentResolver
from citron.cue import CueClassifier
from citron.source import SourceClassifier, SourceResolver
from score import read_gold
from spacy.tokens import Doc, Span

Json = dict[str, Any]
Parser = Callable[[str], Doc]


def load_parser(name: str) -> Parser:
    """The spaCy pipeline; each text is parsed once, however many builders ask for it."""
    nlp = spacy.load(name)
    # the one extension that extraction writes to; Citron's own loader, which sets it, takes no name for the pipeline
    Span.set_extension("probability", default=None, force=True)
    parsed: dict[str, Doc] = {}

    def parse(text: str) -> Doc:
        if text not in parsed:
            parsed[text] = nlp(text)
        return parsed[text]

    return parse


def as_span(text: str, start: int, end: int) -> Json:
    return {"start": start, "end": end, "text": text[start:end]}


def as_quotes(text: str, attributions: list[Json]) -> tuple[list[Json], int]:
    """Citron's quotes, and how many attributions have none: a quote needs a cue.

    Pieces of a content become contents, and an attribution without a source a quote without sources.
    """
    quotes = [
        {
            "cue": as_span(text, a["cue"][0][0], a["cue"][-1][1]),
            "sources": [as_span(text, *piece) for piece in a["source"]],
            "contents": [as_span(text, *piece) for piece in a["content"]],
        }
        for a in attributions
        if a["cue"]
    ]
    return quotes, len(attributions) - len(quotes)


def convert(gold: dict[str, tuple[str, list[Json]]], folder: Path) -> None:
    """One file of Citron's annotation format per article."""
    kept = lost = 0
    for name, (text, attributions) in gold.items():
        quotes, without_cue = as_quotes(text, attributions)
        kept, lost = kept + len(quotes), lost + without_cue
        row = {"text": text, "quotes": quotes}
        (folder / f"{name}.json").write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    print(f"{len(gold)} articles, {kept} quotes; left out for want of a cue: {lost}", flush=True)


def train(folder: Path, model: Path, verbnet: Path, parse: Parser) -> None:
    """Build the five extraction models; the coreference model has other training data and is not built."""
    model.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        convert(read_gold(folder), Path(made))
        builders: list[tuple[Any, list[str]]] = [
            (CueClassifier, [str(verbnet)]),
            (ContentResolver, []),
            (SourceResolver, []),
            (SourceClassifier, []),
            (ContentClassifier, []),
        ]
        for builder, more in builders:
            began = time.process_time()
            builder.build_model(parse, made, str(model), *more)
            print(f"{builder.__name__}: {time.process_time() - began:.0f} s of CPU", flush=True)


def load_citron(model: Path) -> Citron:
    """Citron without its coreference resolver, which loads with the rest and is not used to extract."""
    citron = Citron.__new__(Citron)
    citron.cue_classifier = CueClassifier(str(model))
    citron.content_classifier = ContentClassifier(str(model))
    citron.content_resolver = ContentResolver(str(model))
    citron.source_classifier = SourceClassifier(str(model))
    citron.source_resolver = SourceResolver(str(model))
    return citron


def predict(folder: Path, model: Path, parse: Parser) -> Iterator[Json]:
    """One row per NAME.txt, in order of names; whole articles, as Citron reads them."""
    citron = load_citron(model)
    for path in sorted(folder.glob("*.txt")):
        quotes = citron.get_quotes(parse(path.read_bytes().decode("utf-8")), resolve_coreferences=False)
        yield {"doc": path.stem, "attributions": [as_row(quote) for quote in quotes]}


def as_row(quote: Any) -> Json:
    """Citron's resolver gives one source to a quote; spans are spaCy's."""
    source = quote.sources[0] if quote.sources else None
    return {
        "source": [source.start_char, source.end_char] if source is not None else None,
        "cue": [quote.cue.start_char, quote.cue.end_char],
        "content": sorted([span.start_char, span.end_char] for span in quote.contents),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("train", "predict"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path, nargs="?", help="where predict writes its rows")
    parser.add_argument("--verbnet", type=Path, help="folder of VerbNet 3.3's XML files; train needs it")
    parser.add_argument("--spacy", default="en_core_web_sm", help="name of the spaCy pipeline (%(default)s)")
    given = parser.parse_args()
    if given.task == "train":
        if given.verbnet is None:
            parser.error("train without --verbnet; name the folder with VerbNet 3.3's XML files")
        train(given.folder, given.model, given.verbnet, load_parser(given.spacy))
        return
    if given.out is None:
        parser.error("predict without OUT; name the file to write")
    with given.out.open("w", encoding="utf-8") as file:
        for row in predict(given.folder, given.model, load_parser(given.spacy)):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
