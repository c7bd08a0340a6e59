"""What is installed and loaded, and whether it is what was recorded: the facts behind ``trucewatch doctor``."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from trucewatch.annotate.annotator import ENGINE_VERSION
from trucewatch.annotate.sentences import MODEL_PACKAGE, MODEL_SHA256, model_hash, model_version
from trucewatch.annotate.weights import AUTO, tagger_for
from trucewatch.errors import TrucewatchError
from trucewatch.gazetteer.lookup import with_places
from trucewatch.gazetteer.manifest import gazetteer_version
from trucewatch.gazetteer.model import weights_version
from trucewatch.records.languages import READ, language_name

#: package -> what it is needed for
PACKAGES = {
    "trafilatura": "main content of web pages",
    "pypdf": "PDF",
    "python-docx": "Word files",
    "sqlalchemy": "the case file",
    "rensa": "near-copies",
    "rapidfuzz": "spellings",
    "py3langid": "languages",
    "onnxruntime": "trained weights",
    "tokenizers": "word pieces",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at: its name, what was found, and whether it is as it should be."""

    name: str
    found: str
    good: bool = True


def checks(attribution: str = AUTO, places: str = "") -> list[Check]:
    """Look at everything that annotating and storing need; never raises.

    ``attribution`` is the engine that is set, ``places`` the file of imported places.
    """
    return [
        Check(name="trucewatch", found=importlib.metadata.version("trucewatch")),
        Check(name="python", found=f"{platform.python_version()} on {platform.system()} {platform.machine()}"),
        _model(),
        _attribution(attribution),
        _gazetteer(places, attribution),
        _languages(),
        _sqlite(),
        *(_package(name, use) for name, use in PACKAGES.items()),
    ]


def _model() -> Check:
    if importlib.util.find_spec(MODEL_PACKAGE) is None:
        return Check(name="model", found=f"{MODEL_PACKAGE} is not installed; run: make setup", good=False)
    found, good = f"{model_version()}, hash {model_hash()[:16]}", model_hash() == MODEL_SHA256
    if good:
        return Check(name="model", found=f"{found} as recorded")
    wanted = f"recorded is {MODEL_SHA256[:16]}; annotate will refuse it: reinstall with make clean setup"
    return Check(name="model", found=f"{found}; {wanted}", good=False)


def _attribution(name: str) -> Check:
    """Which engine finds who said what: its name, the hash of its weights, and why it is the one."""
    why = f"set by TRUCEWATCH_ATTRIBUTION={name}" if name != AUTO else "the first that is here; see docs/settings.md"
    try:
        tagger = tagger_for(name)
    except TrucewatchError as error:
        return Check(name="attribution", found=str(error), good=False)
    if tagger is None:
        return Check(name="attribution", found=f"rules alone (engine {ENGINE_VERSION}); {why}")
    return Check(
        name="attribution", found=f"weights {tagger.name} ({tagger.digest}) with rules (engine {ENGINE_VERSION}); {why}"
    )


def _gazetteer(places: str, attribution: str) -> Check:
    try:
        told = gazetteer_version(with_places(Path(places)) if places else None)
        return Check(name="gazetteer", found=f"{told}; weights {weights_version(attribution)}")
    except TrucewatchError as error:
        return Check(name="gazetteer", found=str(error), good=False)


def _languages() -> Check:
    """What is read, and what becomes of the rest: said here because a report that is not read shows no records."""
    read = ", ".join(sorted(map(language_name, READ)))
    rest = "reports in other languages are kept, searched, shown and counted as not annotated"
    return Check(name="languages", found=f"annotates {read}; {rest}")


def _sqlite() -> Check:
    with sqlite3.connect(":memory:") as db:
        options = {row[0] for row in db.execute("PRAGMA compile_options")}
    full_text = "ENABLE_FTS5" in options
    return Check(
        name="sqlite",
        found=f"{sqlite3.sqlite_version}, {'with' if full_text else 'without'} full-text search (FTS5)",
        good=full_text,
    )


def _package(name: str, use: str) -> Check:
    try:
        return Check(name=name, found=f"{importlib.metadata.version(name)} ({use})")
    except importlib.metadata.PackageNotFoundError:
        return Check(name=name, found=f"not installed, needed for {use}; run: make setup", good=False)
