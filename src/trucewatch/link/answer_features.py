"""What speaks for and against a statement being the answer to a claim: features of the pair, each with its reason.

A feature is a number, mostly 0 or 1; the weights in ``data/answers.tsv`` say what it is worth. What a pair is judged by
lies in the pair's neighbourhood (``Surroundings``) and nowhere else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trucewatch.link.answers import MOVES
from trucewatch.link.matters import elsewhere
from trucewatch.link.voices import Voice, breach_for_breach, denies_breach, topic_likeness

#: Nearness: a neighbour lies within so many characters (a paragraph), the very next sentence within
#: ``NEXT``, a stranger beyond ``FAR``.
NEIGHBOUR = 350
NEXT = 200
FAR = 1800
#: Below this likeness an answer with a matter of its own speaks of something else.
OWN_TOPIC = 0.06
#: Likeness at which two statements speak of one matter beyond doubt.
FULL_TOPIC = 0.4
#: A notion that weighs so much is a matter of its own.
WEIGHTY = 0.3
#: Two charges that are so much alike are one charge: neither stands between the other and its answer.
SAME_CHARGE = 0.8
#: The least likeness at which what answers one of two charges counts for the other.
LIKE_CHARGE = 0.15

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """``field`` is the reason's: addressee, act, topic, incident, cue, stance, order, turn, rivals."""

    name: str
    value: float
    field: str
    shown: str
    rule: str
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The neighbourhood of the pairs: who else could be meant, and who speaks on.

    ``topics`` are the likenesses of all pairs looked at. ``rivals`` are, for each answer, the claims that it could
    answer, in its own texts or apart from it within days; ``beside`` those of its own texts, with the characters
    between and True if the answer follows; ``best`` the highest likeness among them. ``turns`` are, for each statement,
    the same speaker's others in the same text with nobody else between; ``opened`` are the pairs whose answer is one of
    the points that its speaker makes under words which say that an answer to the claim follows.
    """

    voices: Sequence[Voice]
    topics: Mapping[Pair, float]
    rivals: Mapping[int, tuple[int, ...]]
    beside: Mapping[int, tuple[tuple[int, int, bool], ...]]
    best: Mapping[int, float]
    turns: Mapping[int, frozenset[int]]
    opened: frozenset[Pair]

    @classmethod
    def of(cls, voices: Sequence[Voice], pairs: Sequence[Pair]) -> Surroundings:
        """Those of ``pairs``: each the places of a claim and of what may answer it in ``voices``."""
        topics = {(i, j): topic_likeness(voices[i], voices[j]) for i, j in pairs}
        rivals: dict[int, list[int]] = defaultdict(list)
        beside: dict[int, list[tuple[int, int, bool]]] = defaultdict(list)
        for i, j in sorted(pairs):
            rivals[j].append(i)
            apart = voices[i].distance(voices[j])
            if apart is not None:
                beside[j].append((i, *apart))
        return cls(
            voices=voices,
            topics=topics,
            rivals={j: tuple(held) for j, held in rivals.items()},
            beside={j: tuple(held) for j, held in beside.items()},
            best={j: max(topics[i, j] for i in held) for j, held in rivals.items()},
            turns=turns_of(voices),
            opened=opened_pairs(voices, pairs),
        )


#: Apart from its claim, an answer has to be so near to it in matter, or to show by other means what it answers: reports
#: of one conflict share words all the time.
TOPIC_APART = 0.12
#: What a side tells of its own deed in so much the same words says the same: no answer to who told it first.
SAME_TOLD = 0.5
#: What need not be an answer is one only if it shows it by its words or its matter.
OF_ITSELF = frozenset({"tell", "pledge"})


def out_of_question(claim: Voice, answer: Voice, topic: float) -> bool:
    """True if nothing but nearness, or less, ties the two together."""
    one, other, cues = claim.statement, answer.statement, answer.cues
    shown = cues.negates or cues.complies or cues.defends or bool(cues.answers)
    if claim.account and not shown and MOVES[other.act] in OF_ITSELF:
        return True
    if MOVES[other.act] == "tell" and not shown and claim.incidents & answer.incidents and topic >= SAME_TOLD:
        return True  # it tells the same, and no otherwise
    tied = bool(claim.incidents & answer.incidents) or cues.points_at_charge
    if other.act == "claim_responsibility" and not tied and elsewhere(claim.mentions, answer.mentions):
        return True  # an attack in another place
    if claim.incidents & answer.incidents or denies_breach(claim, answer) or cues.points_at_charge or cues.sweeps:
        return False
    if other.act == "deny_responsibility" and claim.incidents and answer.incidents and topic < TOPIC_APART:
        return True  # denies another deed than the one that the claim tells of
    if opened_after(claim, answer):
        return False
    if claim.distance(answer) is None:
        return topic < TOPIC_APART and one.side != other.side and not names_speaker(claim, answer)
    if claim.account and topic < TOPIC_APART and not claim.incidents:
        return True
    return MOVES[other.act] in OF_ITSELF and topic < OWN_TOPIC and not shown


def names_speaker(claim: Voice, answer: Voice) -> bool:
    """True if the sentence of the answer names who made the claim."""
    one = claim.statement.speaker
    surname = (one or "").casefold().split()[-1:]
    return one != answer.statement.speaker and bool(surname) and surname[0] in answer.cues.around


def alike(a: Voice, b: Voice) -> float:
    """How surely two charges are one charge, 0 to 1; 0 if they are against different sides.

    They are if both tell of one incident, or as far as they are alike in matter; what one speaker says next of the same
    matter is the same charge told on.
    """
    if a.charged != b.charged:
        return 0.0
    if a.incidents & b.incidents:
        return 1.0
    topic = topic_likeness(a, b)
    apart = a.distance(b)
    if topic > OWN_TOPIC and a.statement.speaker == b.statement.speaker and apart is not None and apart[0] <= NEIGHBOUR:
        return max(SAME_CHARGE, min(1.0, topic / FULL_TOPIC))
    return min(1.0, topic / FULL_TOPIC)


def speaks_of_word(claim: Voice, answer: Voice) -> bool:
    """True if the sentence of the answer speaks of the statement or charge of whoever made the claim, by name."""
    one = claim.statement
    if not answer.cues.word_of or one.speaker == answer.statement.speaker:
        return False
    names = {name.casefold().split()[-1] for name in (one.speaker, one.side) if name}
    return bool(names & answer.cues.word_of)


def opened_after(claim: Voice, answer: Voice) -> tuple[str, int] | None:
    """The text, and where in it, that opens an answer right after the claim, with this answer below it."""
    for text_id, at in answer.opened.items():
        if any(0 <= at - end <= NEIGHBOUR for _, end in claim.spots.get(text_id, ())):
            return text_id, at
    return None


def opened_pairs(voices: Sequence[Voice], pairs: Sequence[Pair]) -> frozenset[Pair]:
    """The pairs whose answer was opened after the claim, nobody but its side speaking between opening and answer."""
    by_text: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for n, voice in enumerate(voices):
        for text_id, spots in voice.spots.items():
            by_text[text_id] += [(start, n) for start, _ in spots]
    found = set()
    for i, j in pairs:
        opened = opened_after(voices[i], voices[j])
        if opened is not None:
            text_id, at = opened
            last = max(start for start, _ in voices[j].spots[text_id])
            between = {voices[n].statement.side for start, n in by_text[text_id] if at <= start <= last}
            if between == {voices[j].statement.side}:
                found.add((i, j))
    return frozenset(found)


def turns_of(voices: Sequence[Voice]) -> dict[int, frozenset[int]]:
    """For each statement the others by its speaker that stand beside it in a text, nobody else speaking between."""
    by_text: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for n, voice in enumerate(voices):
        for text_id, spots in voice.spots.items():
            by_text[text_id] += [(start, end, n) for start, end in spots]
    turns: dict[int, set[int]] = defaultdict(set)
    for pieces in by_text.values():
        ordered = sorted(pieces)
        for at, (_, end, n) in enumerate(ordered):
            last = end
            for start, stop, k in ordered[at + 1 :]:
                if start - last > NEIGHBOUR or voices[k].statement.speaker != voices[n].statement.speaker:
                    break
                if k != n and voices[n].statement.speaker is not None:
                    turns[n].add(k)
                    turns[k].add(n)
                last = max(last, stop)
    return {n: frozenset(others) for n, others in turns.items()}


def features(
    i: int, j: int, around: Surroundings, *, kind: str, delay: int | None, turn: Mapping[Pair, float]
) -> list[Feature]:
    """The features of claim ``i`` and answer ``j``. ``delay`` is in days, for a pair that no text holds together;
    ``turn`` how surely other statements answer this claim, or this statement other claims, on their own."""
    claim, answer = around.voices[i], around.voices[j]
    return [
        *_acts(claim, answer, kind),
        *_matter(i, j, around, kind),
        *_cues(claim, answer, kind),
        *_place(i, j, around, kind, delay),
        *_opened(i, j, around),
        *_turn(i, j, around, turn, kind),
        *_echo(i, j, around, turn),
    ]


def _one(name: str, field: str, shown: str, rule: str, value: float = 1.0, words: str | None = None) -> Feature:
    return Feature(name=name, value=value, field=field, shown=shown, rule=rule, words=words)


def _acts(claim: Voice, answer: Voice, kind: str) -> Iterator[Feature]:
    one, other = claim.statement, answer.statement
    by = f"{one.side or one.speaker or 'nobody named'} {'tells of' if claim.account else 'charges'} {claim.charged}"
    yield _one("always", "addressee", by, "the side speaks" if kind != "retraction" else "the accuser speaks")
    move = MOVES[other.act]
    yield _one(f"move {move}", "act", other.act, f"as {kind.replace('_', ' ')}")
    if claim.account:
        yield _one("account", "act", one.act, "the claim is an account, no charge in so many words")
        if move == "tell":
            yield _one("account told", "act", one.act, "one account against another")
    if one.side is None:
        yield _one("no side", "addressee", one.speaker or "", "the claim is no party's")
    if kind == "retraction" and one.speaker and one.speaker == other.speaker:
        yield _one("same speaker", "addressee", one.speaker, "the accuser himself")


def _matter(i: int, j: int, around: Surroundings, kind: str) -> Iterator[Feature]:
    claim, answer = around.voices[i], around.voices[j]
    topic = around.topics[i, j]
    apart = claim.distance(answer) is None
    move = MOVES[answer.statement.act]
    rich = sum(w > WEIGHTY for w in answer.weights.values())
    if topic > OWN_TOPIC:
        shared = sorted(claim.weights.keys() & answer.weights.keys(), key=lambda n: (-claim.weights[n], n))
        value = min(1.0, topic / FULL_TOPIC)
        words = ", ".join(shared[:6])
        yield _one("topic", "topic", f"{topic:.2f}", "weighted words shared", value, words)
        if apart:
            yield _one("topic apart", "topic", f"{topic:.2f}", "in another report", value)
        if move in ("tell", "pledge", "explain"):
            yield _one("topic told", "topic", f"{topic:.2f}", "of words that need not be an answer", value)
        if kind == "counter_accusation":
            yield _one("topic back", "topic", f"{topic:.2f}", "of a charge back", value)
        best = around.best[j]
        if topic >= best:
            yield _one("topic best", "topic", f"{topic:.2f}", "no other claim is as near in matter")
        else:
            yield _one("topic behind", "topic", f"{best:.2f}", "another claim is nearer in matter", best - topic)
    elif rich >= 3 and not answer.cues.points_at_charge:
        yield _one("own matter", "topic", f"{topic:.2f}", "speaks of a matter of its own")
        yield _one(f"own matter {move}", "topic", f"{topic:.2f}", "speaks of a matter of its own")
    else:
        yield _one("no matter", "topic", f"{topic:.2f}", "brings no matter of its own")
    if claim.incidents & answer.incidents:
        held = ", ".join(sorted(n[:12] for n in claim.incidents & answer.incidents))
        yield _one("incident", "incident", held, "both speak of one incident")
    if denies_breach(claim, answer) and claim.statement.side != answer.statement.side:
        yield _one("kept", "stance", answer.statement.side or "", "says that it keeps what it is said to break")
    elif kind == "counter_accusation" and breach_for_breach(claim, answer):
        told = claim.distance(answer)
        near = "near" if told is not None and told[0] <= NEIGHBOUR else "far"
        yield _one(
            f"breach {near}", "stance", answer.statement.side or "", "each says that the other breaks what was agreed"
        )


def _cues(claim: Voice, answer: Voice, kind: str) -> Iterator[Feature]:
    cues, move = answer.cues, MOVES[answer.statement.act]
    if cues.answers:
        yield _one("cue", "cue", ", ".join(cues.answers), "words that mark an answer")
        if claim.distance(answer) is None:
            yield _one("cue apart", "cue", ", ".join(cues.answers), "in another report")
    if cues.points_at_charge:
        yield _one("points", "cue", "the charge", "a charge is spoken of")
    if cues.sweeps:
        yield _one("sweeps", "cue", "several", "several charges are spoken of")
    told = move in ("tell", "pledge", "explain")
    if told and cues.negates:
        yield _one("negates", "cue", "no, not", "the words deny")
    if told and cues.defends:
        yield _one("defends", "cue", "defence", "the words speak of defence, protection or a right")
        yield _one(f"defends {move}", "cue", "defence", f"of defence; {move}")
    if told and cues.complies:
        yield _one("complies", "cue", "keeping", "the words speak of keeping to what was agreed")
    if cues.answers and names_speaker(claim, answer):
        yield _one("cue named", "cue", ", ".join(cues.answers), "words that mark an answer, and the accuser's name")
        if move == "charge":
            yield _one("cue named charge", "cue", ", ".join(cues.answers), "with a charge")
    if speaks_of_word(claim, answer):
        yield _one("word of", "cue", claim.statement.speaker or "", "the sentence speaks of the accuser's words")
    if cues.hits_back:
        yield _one("hits back", "cue", "in return", "tells of a deed in answer to another's")
    one = claim.statement
    if answer.charged == one.side and one.side is not None:
        yield _one("at accuser", "target_side", one.side, "the answer is aimed at the accuser")
    if one.side in answer.names:
        yield _one("names side", "target_side", one.side or "", "the answer names the accuser's side")
    if names_speaker(claim, answer):
        yield _one("names speaker", "target_side", one.speaker or "", "the answer names the accuser")


def _place(i: int, j: int, around: Surroundings, kind: str, delay: int | None) -> Iterator[Feature]:
    claim, answer = around.voices[i], around.voices[j]
    move = MOVES[answer.statement.act]
    apart = claim.distance(answer)
    if apart is None:
        shown = "day not known" if delay is None else f"{delay} {'day' if delay == 1 else 'days'}"
        yield _one("apart", "order", shown, "another report")
        yield _one(f"apart {move}", "order", shown, f"another report; {move}")
        yield _one("delay", "order", shown, "after the charge", (delay or 0) / 10)
        if len(around.rivals[j]) == 1:
            yield _one("apart only", "rivals", "1", "no other claim that it could answer")
        return
    gap, after = apart
    shown = f"{gap} characters {'after' if after else 'before'} the claim"
    rivals = [(k, between, is_after) for k, between, is_after in around.beside[j] if k != i]
    if not after:
        yield _one("before", "order", shown, "told before the charge")
        if claim.cues.precedes:
            yield _one("before said", "order", shown, "the sentence of the charge says that something followed it")
        if kind == "counter_accusation" and not claim.cues.leads:
            yield _one("before back", "order", shown, "a charge told first is mostly no charge back")
    elif answer.cues.precedes:
        yield _one("after said", "order", shown, "the sentence says that something followed")
        if answer.cues.leads and move == "charge":
            yield _one("leads", "order", shown, "what was told before came after this charge")
    if gap <= NEXT and after:
        yield _one("next", "order", shown, "the next sentence")
        yield _one(f"next {move}", "order", shown, f"the next sentence; {move}")
    elif gap <= NEIGHBOUR:
        yield _one("near", "order", shown, "a sentence or two between")
        yield _one(f"near {move}", "order", shown, f"a sentence or two between; {move}")
    elif gap > FAR:
        yield _one("far", "order", shown, "far apart")
    closer = sum(
        (not is_after, other) < (not after, gap) and alike(claim, around.voices[k]) < SAME_CHARGE
        for k, other, is_after in rivals
    )
    if closer == 0:
        yield _one("nearest", "rivals", f"{len(rivals)} others", "no other claim stands nearer")
        if answer.cues.points_at_charge or around.topics[i, j] <= OWN_TOPIC:
            yield _one(
                "nearest meant", "rivals", f"{len(rivals)} others", "names no matter: the nearest claim is meant"
            )
    else:
        yield _one("nearer", "rivals", f"{closer} nearer", "other claims stand nearer", min(closer, 3) / 3)
        if answer.cues.sweeps:
            yield _one("nearer swept", "rivals", f"{closer} nearer", "but several are spoken of")


def _opened(i: int, j: int, around: Surroundings) -> Iterator[Feature]:
    if (i, j) in around.opened:
        who = around.voices[j].statement.speaker or ""
        yield _one("opened", "order", who, "one of the points under words that open an answer to the claim")


def _turn(i: int, j: int, around: Surroundings, turn: Mapping[Pair, float], kind: str) -> Iterator[Feature]:
    """What is said in one breath with another answer to this claim, or is an answer to another claim of this breath."""
    said = max((turn.get((i, k), 0.0) for k in around.turns.get(j, ()) if k != i), default=0.0)
    if said:
        who = around.voices[j].statement.speaker or ""
        yield _one("turn", "turn", who, "said in one breath with an answer to the claim", said)
        yield _one(f"turn {MOVES[around.voices[j].statement.act]}", "turn", who, f"in one breath; {kind}", said)
    meant = max((turn.get((k, j), 0.0) for k in around.turns.get(i, ()) if k != j), default=0.0)
    if meant:
        who = around.voices[i].statement.speaker or ""
        yield _one("beside", "turn", who, "answers a claim made in one breath with this one", meant)
        if around.voices[j].cues.sweeps:
            yield _one("beside swept", "turn", who, "and speaks of several", meant)


def _echo(i: int, j: int, around: Surroundings, turn: Mapping[Pair, float]) -> Iterator[Feature]:
    """What answers the same charge made by another voice, or in another report: the two tell of one incident, or are
    alike in matter and against one side."""
    claim = around.voices[i]
    best = (0.0, "")
    for k in around.rivals.get(j, ()):
        other, sure = around.voices[k], turn.get((k, j), 0.0)
        like = alike(claim, other) if k != i and sure else 0.0
        if like >= LIKE_CHARGE:
            best = max(best, (like * sure, other.statement.speaker or other.statement.side or ""))
    if best[0]:
        yield _one("like charge", "rivals", best[1], "answers a charge of the same matter", best[0])
