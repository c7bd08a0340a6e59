"""Which act: what the word lists say, or what the trained model says where the word lists are unsure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trucewatch.annotate.act_features import Uttered
from trucewatch.annotate.act_model import ActModel
from trucewatch.annotate.acts import Act
from trucewatch.annotate.attributed import Attribution
from trucewatch.annotate.sentences import Paragraph
from trucewatch.annotate.units import Unit
from trucewatch.annotate.world import words_of

#: A rule at least as sure as this stands.
CERTAIN = 0.6
#: Least chance at which the model overrules a rule. On 549 statements of reports on real conflicts, to which the rules
#: had been fitted, .55 changed 6 (4 right after, 2 before) and .4 lowered the share that is right.
SURE_MODEL = 0.55
#: Finer acts that the model does not tell apart; the rules do.
ALIKE = {"deny_responsibility": "deny"}


def chosen_act(ruled: Act, given: Uttered, model: ActModel) -> Act:
    """The rule's act, or the model's where the rule is unsure and another act clearly likelier.

    The reason names both; the score is the model's chance where the model chose.
    """
    if ruled.score >= CERTAIN:
        return ruled
    name, chance = next(iter(model.chances(given).items()))
    if chance < SURE_MODEL or name == ALIKE.get(ruled.name, ruled.name):
        return ruled
    return replace(
        ruled, name=name, score=round(chance, 2), rule=f"act model, against the rule for {ruled.name} ({ruled.rule})"
    )


def reconsidered(
    unit: Unit,
    attribution: Attribution,
    paragraph: Paragraph,
    *,
    model: ActModel | None,
    inside: bool,
    side: str | None,
    fights: bool,
    charged: bool,
    named: Sequence[tuple[int, str]],
) -> Act | None:
    """The act of a unit after the model, where there is one, has seen it; what the rules cut stays cut.

    ``named`` are the parties that the words name, each with the number of its word; ``fights`` says that the
    speaker's side is at war, ``charged`` that he charged somebody before, ``inside`` that other units stand before this
    one under its cue.
    """
    ruled, cue, token = unit.act, attribution.cue, attribution.cue_token
    if model is None or ruled is None or ruled.score >= CERTAIN:
        return ruled
    words = words_of(unit.words)
    spans = (
        paragraph.doc.char_span(a - paragraph.start, b - paragraph.start, alignment_mode="expand")
        for a, b in unit.pieces
    )
    given = Uttered(
        tokens=[word for span in spans if span is not None for word in span], direct=attribution.quoted, inside=inside,
        cue=cue.word if cue else token.lemma_.lower() if token is not None else "",
        cue_act=cue.act if cue and not attribution.continued else "", noun=bool(cue and cue.noun),
        attitude=bool(cue and cue.kind == "attitude"), sided=fights, goes_on=charged,
        own=frozenset(words[i] for i, party in named if party == side),
        other=frozenset(words[i] for i, party in named if party != side),
        rule=ruled.rule, ruled=ruled.name, score=ruled.score,
    )  # fmt: skip
    return chosen_act(ruled, given, model)
