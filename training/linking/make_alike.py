"""Make ``src/trucewatch/weights/alike/alike.txt``: notions that mean alike, by the word embeddings in ``weights/base``.

    python -m training.linking.make_alike

One line a notion: the notion, then its neighbours with their likeness in hundredths, best first. The embeddings
are centred, their first directions (frequency, form) taken out, as in Mu and Viswanath, ICLR 2018. Notions that are
each other's opposites or stand in one row (days, months, numbers, compass points) are near in any embedding and mean
other things: such pairs are left out by the lists below.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from trucewatch.records.wording import NEGATORS, STOP, notion, word_set

WEIGHTS = Path("src/trucewatch/weights")
#: Least cosine of two words, and how many neighbours a notion keeps.
LEAST = 0.34
MOST = 12
#: How many of the first directions are taken out.
DIRECTIONS = 3

#: Words of one row: any two of them are two things.
ROWS = [
    word_set("monday tuesday wednesday thursday friday saturday sunday weekday weekend"),
    word_set(
        """january february march april june july august september october november december spring summer autumn
        winter"""
    ),
    word_set(
        """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands
        million millions billion billions dozen dozens half third quarter first second fourth fifth sixth seventh
        eighth ninth tenth double twice triple single couple pair"""
    ),
    word_set("north south east west northern southern eastern western northeast northwest southeast southwest central"),
    word_set("minute minutes hour hours day days week weeks month months year years decade decades century centuries"),
    word_set("today yesterday tomorrow tonight morning afternoon evening night noon midnight dawn"),
    word_set("man men woman women boy boys girl girls child children father mother son daughter brother sister baby"),
    word_set("metre metres meter meters mile miles kilometre kilometres kilometer kilometers acre acres feet inch"),
    word_set("left right upper lower inner outer front rear top bottom"),
]
#: Opposites: a word of the one side is never like a word of the other.
OPPOSITES = [
    ("accept accepts accepted agree agreed welcome approve", "reject rejected refuse refused deny denied oppose"),
    ("release released freed free", "arrest arrested detain detained capture captured jail jailed imprisoned seize"),
    ("increase increased rise rose raise more grow higher", "decrease decreased reduce reduced fall less lower"),
    ("enemy enemies foe opponent", "ally allies friend friends partner partners"),
    ("kill killed die died dead", "survive survived alive live lived injured wounded hurt save rescued born"),
    ("open opened reopen opening", "close closed shut closing closure block blocked"),
    ("begin began start started resume launch", "end ended stop stopped halt finish cease suspend suspended"),
    ("enter entered arrive arrived advance advanced come", "leave left depart departed withdraw withdrew retreat exit"),
    ("attack attacked assault offensive offence", "defend defended defence defense defensive protect"),
    ("keep kept observe uphold upheld honour respect", "break broke broken violate violated breach abandon"),
    ("give gave given return returned hand", "take took taken seize seized receive received"),
    ("win won victory victor success", "lose lost defeat defeated failure fail failed loss"),
    ("war battle fighting hostilities combat", "peace truce ceasefire armistice"),
    ("support supported supports back backed", "oppose opposed condemn condemned resist"),
    ("true truth real genuine", "false untrue lie lies fake"),
    ("confirm confirmed admit admitted", "deny denied refute dismiss dismissed"),
    ("allow allowed permit permitted let", "ban banned forbid prevent prevented block prohibit bar barred"),
    ("build built rebuild construct repair", "destroy destroyed demolish demolished ruin damage damaged"),
    ("civilian civilians", "military soldier soldiers troops army fighter fighters armed"),
    ("government regime", "rebel rebels opposition insurgents"),
    ("buy bought", "sell sold"), ("early earlier before", "late later after"), ("old", "new young"),
    ("good better best", "bad worse worst"), ("send sent", "receive received"), ("strong", "weak"),
    ("praise praised", "condemn condemned criticize criticized blame"), ("land ground", "sea air naval"),
]  # fmt: skip


def apart() -> set[frozenset[str]]:
    """The pairs of notions that are never alike."""
    pairs = {frozenset((notion(a), notion(b))) for row in ROWS for a in row for b in row}
    pairs |= {frozenset((notion(a), notion(b))) for one, other in OPPOSITES for a in one.split() for b in other.split()}
    return pairs


def main() -> None:
    with np.load(WEIGHTS / "base" / "words.npz") as arrays:
        rows = arrays["rows"].astype(np.float32) * arrays["scales"][:, None]
    vocabulary: dict[str, int] = json.loads((WEIGHTS / "base" / "tokenizer.json").read_text(encoding="utf-8"))["model"][
        "vocab"
    ]
    words = sorted(w for w in vocabulary if w.isalpha() and w.isascii() and len(w) > 2 and w not in STOP | NEGATORS)
    vectors = rows[[vocabulary[w] for w in words]]
    vectors -= vectors.mean(axis=0)
    first = np.linalg.svd(vectors, full_matrices=False)[2][:DIRECTIONS]
    vectors -= (vectors @ first.T) @ first
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    notions = [notion(w) for w in words]
    never = apart()
    alike: dict[str, dict[str, float]] = {}
    for at in range(0, len(words), 2000):
        likeness = vectors[at : at + 2000] @ vectors.T
        for i, j in zip(*np.nonzero(likeness >= LEAST), strict=True):
            one, other = notions[at + i], notions[j]
            if one != other and frozenset((one, other)) not in never:
                mine = alike.setdefault(one, {})
                mine[other] = max(mine.get(other, 0.0), float(likeness[i, j]))
    lines = []
    for one in sorted(alike):
        best = sorted(alike[one].items(), key=lambda n: (-n[1], n[0]))[:MOST]
        lines.append(" ".join([one, *(f"{other} {100 * value:.0f}" for other, value in best)]))
    out = WEIGHTS / "alike" / "alike.txt"
    out.parent.mkdir(exist_ok=True)
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} notions in {out}")


if __name__ == "__main__":
    main()
