"""Count how common each notion is: the table that word weights in linking are taken from.

    python training/words/build.py --lexemes en_lexeme_prob.json.gz [--out FILE]

Two sources are blended, so that neither decides alone:
- chances of English words in general prose: ``en_lexeme_prob.json.gz`` of spacy-lookups-data (PyPI, MIT licence);
- our own passages about agreements and ceasefires (training/attribution/passages), counted by sentence.

A notion's share is the part of sentences that hold it. General chances become shares by way of the length of our own
sentences; they count for as much as ``GENERAL`` sentences do. What is rarer than ``LEAST`` is left out: all of it
weighs the same. The manifest beside the table names versions, hashes and licences.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import re
from collections import Counter
from pathlib import Path

from trucewatch.records.wording import NEGATORS, STOP, content, notion, tokens

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PASSAGES = ROOT / "training" / "attribution" / "passages"
OUT = ROOT / "src" / "trucewatch" / "link" / "data" / "shares.tsv"
#: So many sentences of general prose stand beside our own.
GENERAL = 2000
#: Shares below this are not written down.
LEAST = 1 / 5000
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’]?\s+|\n+")
_WORD = re.compile(r"[^\W\d_]+\Z")


def general(path: Path) -> Counter[str]:
    """Notion -> chance that a word of general prose means it."""
    chances: Counter[str] = Counter()
    for word, log_chance in json.loads(gzip.decompress(path.read_bytes())).items():
        if not _WORD.match(word):
            continue
        for token in tokens(word):
            if token not in STOP and token not in NEGATORS:
                chances[notion(token)] += math.exp(log_chance)
    total = math.fsum(chances.values())
    return Counter({n: chance / total for n, chance in chances.items()})


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--lexemes", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    passages = sorted(PASSAGES.glob("*.txt"))
    sentences = [
        set(content(sentence)) for path in passages for sentence in _SENTENCE.split(path.read_text(encoding="utf-8"))
    ]
    sentences = [s for s in sentences if len(s) >= 3]
    length = sum(map(len, sentences)) / len(sentences)
    own = Counter(n for s in sentences for n in s if not n.isdigit())
    chances = general(given.lexemes)
    shares = {
        n: (own[n] + GENERAL * (1 - (1 - chances[n]) ** length)) / (len(sentences) + GENERAL)
        for n in own.keys() | chances.keys()
    }
    # a word that our own passages hold once or twice tells nothing: names of invented places stand there too
    kept = {n: s for n, s in shares.items() if s >= LEAST and (own[n] > 2 or chances[n] * length >= LEAST)}
    rows = "".join(f"{n}\t{s:.5f}\n" for n, s in sorted(kept.items(), key=lambda row: (-round(row[1], 5), row[0])))
    given.out.write_text(rows, encoding="utf-8")
    manifest = {
        "notions": len(kept),
        "sha256": hashlib.sha256(rows.encode()).hexdigest(),
        "sources": [
            {
                "name": "spacy-lookups-data 1.0.5 (PyPI), en_lexeme_prob.json.gz, by Explosion",
                "licence": "MIT",
                "sha256": hashlib.sha256(given.lexemes.read_bytes()).hexdigest(),
            },
            {
                "name": f"our own passages, training/attribution/passages: {len(sentences)} sentences",
                "licence": "Apache-2.0",
                "sha256": hashlib.sha256(b"".join(path.read_bytes() for path in passages)).hexdigest(),
            },
        ],
    }
    (given.out.parent / "MANIFEST.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    print(f"{len(kept)} notions of {len(sentences)} sentences, {length:.1f} notions each")


if __name__ == "__main__":
    main()
