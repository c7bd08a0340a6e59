"""What is said in the generated reports: points that a side makes, each in several wordings that say the same.

``clauses`` stand after "said that", ``quotes`` are the speaker's own words; ``$us`` and ``$them`` are sides as a
reporter names them. A clause with “ ” inside is quoted in part. Fifteen points or more of a kind.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing to say: wordings as reported clauses and as quotations."""

    clauses: tuple[str, ...]
    quotes: tuple[str, ...]


def points_of(*rows: tuple[str, ...]) -> tuple[Point, ...]:
    """Rows of wordings; those that begin with ">" are quotations."""
    return tuple(
        Point(
            clauses=tuple(w for w in row if not w.startswith(">")),
            quotes=tuple(w.removeprefix("> ") for w in row if w.startswith(">")),
        )
        for row in rows
    )


ACCUSE = points_of(
    (
        "$them {had moved|moved} {heavy guns|howitzers} into $place against the terms",
        "{howitzers|heavy guns} of $them had been {brought|taken} to $place “under cover of night” in breach "
        "of the deal",
        "> they have moved howitzers into $place, and the agreement forbids it",
    ),
    (
        "$them {was|is} {stopping|holding up} food lorries on the road to $place",
        "food lorries for $place were being “turned back like stray dogs” by $them",
        "> their men turn back every food lorry on the road to $place",
    ),
    (
        "$them had {dug|been digging} trenches inside the buffer zone at $place",
        "new trenches of $them {ran|cut} through the buffer zone near $place",
        "> there are new trenches in the buffer zone at $place, and they dug them",
    ),
    (
        "$them {flies|was flying} drones over $place every {night|evening}",
        "drones of $them crossed over $place night after night",
        "> not a night passes without their drones above $place",
    ),
    (
        "$them was {recruiting|enlisting} boys of fourteen in $place",
        "boys “who cannot yet shave” were being enlisted at $place by $them",
        "> they enlist children in $place, boys of fourteen",
    ),
    (
        "$them {had|has} hidden {rifles|weapons} in the {church|temple} cellars of $place",
        "cellars in $place were full of rifles that $them had never declared",
        "> the cellars of $place are full of rifles that they never declared",
    ),
    (
        "$them {taxes|was taxing} every cart that passes $place",
        "farmers had to pay $them for each cart they drove through $place",
        "> our farmers pay them a toll for every cart at $place",
    ),
    (
        "$them {had|has} {torn down|pulled down} the boundary posts round $place",
        "the boundary posts near $place had been pulled out and thrown away by $them",
        "> somebody threw the boundary posts of $place into the river, and it was them",
    ),
    (
        "$them {was keeping|keeps} forty families from going home to $place",
        "forty families could not go home to $place because $them had closed the road",
        "> forty families want to go home to $place and are not let through",
    ),
    (
        "$them {jams|was jamming} the radio link of the observers at $place",
        "the observers at $place could not use their radio, which $them was disturbing on purpose",
        "> they drown the observers' radio at $place in noise",
    ),
    (
        "$them {had|has} cut the water main to $place {for the third time|again}",
        "$place was without water since $them had shut the main once more",
        "> they have turned off the water of $place again",
    ),
    (
        "$them {had|has} put soldiers into police uniforms at $place",
        "the “policemen” at $place were soldiers of $them in new jackets",
        "> those are no policemen at $place, those are their soldiers in new jackets",
    ),
    (
        "$them {was felling|fells} the walnut forest of $place and selling the timber",
        "timber from the walnut woods at $place was being sold by $them without a permit",
        "> they sell our walnut trees from $place by the lorry load",
    ),
    (
        "$them {had|has} {mined|laid mines in} the pastures above $place",
        "the pastures over $place were full of mines laid by $them since spring",
        "> no shepherd can go above $place, because they mined the grass",
    ),
    (
        "$them {had|has} forged the list of voters in $place",
        "half the names on the voters' roll of $place were inventions of $them",
        "> half of the voters on their list in $place are dead or never lived",
    ),
    (
        "$them {shields|was sheltering} a wanted bandit in $place",
        "the bandit whom three courts want lived in $place as a guest of $them",
        "> they give bed and board in $place to a man whom three courts want",
    ),
)

DENY_EVENT = points_of(
    (
        "$us had {nothing to do with|no part in} $noun",
        "$us was {in no way|not} {involved in|behind} $noun",
        "> we had nothing to do with $noun",
    ),
    (
        "no {unit|force} of $us {had been|was} {near|anywhere near} $place {that day|at the time}",
        "its nearest unit stood a day's march from $place",
        "> we had nobody within a day's march of $place",
    ),
    (
        "{$noun was staged|it was all staged} to {blacken|smear} $us",
        "$noun {had been|was} “a theatre play” put on against $us",
        "> that was theatre, and we did not write it",
    ),
    (
        "$us {had received|had given} no {order|orders} {to act|to attack} in $place",
        "nobody in $us had ordered anything of the kind at $place",
        "> nobody among us gave such an order",
    ),
    (
        "the report of $noun {was false|was untrue} from beginning to end",
        "the story about $place was “false in every line”",
        "> that story is false in every line",
    ),
    (
        "$us {did|does} not {attack|harm} civilians and did not do so in $place",
        "civilians in $place had been harmed by others and not by $us",
        "> we do not make war on civilians, not in $place and not elsewhere",
    ),
    (
        "$us had kept to the ceasefire {in|at} $place without {exception|fail}",
        "at $place $us had honoured the truce to the letter",
        "> we have kept the truce at $place to the letter",
    ),
    (
        "its weapons at $place had {been under seal|stood under seal} for weeks",
        "the seals on its weapons near $place were unbroken",
        "> our weapons near $place are under seal, come and look",
    ),
    (
        "{accounts|reports} of $noun were {an invention|pure invention}",
        "somebody had “dreamed up” what was said to have happened at $place",
        "> somebody must have dreamed it",
    ),
    (
        "$us rejected the {blame|responsibility} for $noun",
        "$us {could not be blamed|was not to blame} for $noun",
        "> the blame for $noun is not ours",
    ),
    (
        "all {its|the} men of $us {were|had been} in barracks when $noun happened",
        "its men had not left their barracks on the day in question",
        "> our men were in their barracks, every one of them",
    ),
    (
        "{no shot was fired|not a shot was fired} by $us in $place",
        "$us had not fired “a single shot” at $place",
        "> not a single shot at $place came from us",
    ),
    (
        "$us {knew|knows} nothing of $noun",
        "$us had heard of $noun from the {newspapers|radio} only",
        "> we read of it in the newspapers",
    ),
    (
        "pictures said to show $noun {were|are} {years old|from another war}",
        "the pictures from $place had been taken years ago",
        "> those pictures are older than the agreement",
    ),
    (
        "it was {absurd|nonsense} to hold $us responsible for $noun",
        "the charge over $place was “a fairy tale”",
        "> a fairy tale, and a poor one",
    ),
)

COUNTER = points_of(
    (
        "it was $them that {broke|had broken} the truce {at|in} $place",
        "$them had been the first to break the calm of $place",
        "> they broke the truce at $place and now they point at us",
    ),
    (
        "$them had {fired|opened fire} first at $place",
        "the first shots at $place had come from $them",
        "> they shot first at $place",
    ),
    (
        "$them {used|was using} the houses of $place as {cover|a shield}",
        "$them hid its men among the families of $place",
        "> they hide behind the families of $place",
    ),
    (
        "$them {had laid|laid} the {mines|trap} itself",
        "$them had done at $place what it now laid at others' door",
        "> they did it themselves and blame us",
    ),
    (
        "$them {had provoked|provoked} {everything|all of it} with its patrols",
        "the patrols of $them had been meant to provoke",
        "> for weeks their patrols tried to provoke us",
    ),
    (
        "$them {was|is} {lying|misleading the public} to hide its own {breaches|crimes}",
        "$them wanted to hide its own breaches with the charge",
        "> the thief cries thief, and his pockets are full",
    ),
    (
        "$them {held|was holding} the road to $place against the agreement",
        "$them had never left the road to $place, as it must",
        "> it is they who never left the road to $place",
    ),
    (
        "$them had {armed|paid} the {gang|band} that was behind it",
        "the band responsible was in the pay of $them",
        "> the men who did it are on their payroll",
    ),
    (
        "$them had {burned|wrecked} the {line|fence} at $place the week before",
        "a week earlier $them had wrecked the fence of $place",
        "> ask them who wrecked the fence of $place",
    ),
    (
        "$them {had killed|killed} two of its men the {night|day} before",
        "two men of $us had been killed by $them a day earlier",
        "> the day before they killed two of ours",
    ),
    (
        "$them {kept|had kept} the observers away from $place",
        "it was $them that would not let observers into $place",
        "> why do they not let the observers into $place?",
    ),
    (
        "$them {shelled|had shelled} its own people to {win|gain} sympathy",
        "$them did not spare its own people to win sympathy",
        "> they would burn their own house to be pitied",
    ),
    (
        "$them {had|has} {ignored|torn up} every {line|clause} of the agreement",
        "no clause was left that $them had not torn up",
        "> they tore up every clause",
    ),
    (
        "$them {sent|had sent} saboteurs across the line near $place",
        "saboteurs of $them had crossed the line at $place",
        "> their saboteurs came over the line at $place",
    ),
    (
        "$them {was|had been} massing troops behind $place all along",
        "behind $place $them had been gathering troops for a month",
        "> look behind $place, there they gather their troops",
    ),
)

JUSTIFY = points_of(
    (
        "$us had {answered|returned} fire and {was entitled to|had every right to}",
        "$us had only shot back, as anybody would",
        "> we were shot at and we shot back, that is our right",
    ),
    (
        "the {action|operation} at $place {was|had been} a lawful {response|reply} to an attack",
        "what was done at $place answered an attack and was lawful",
        "> it was a lawful answer to an attack",
    ),
    (
        "$place {had been|was} a {military|legitimate} target",
        "there was a {command post|gun position} in $place, and $us was right to hit it",
        "> there was a gun position in $place, a lawful target",
    ),
    (
        "$us had {acted|moved} in self-defence",
        "self-defence had left $us no choice at $place",
        "> we defended ourselves, no more and no less",
    ),
    (
        "the agreement {allows|allowed} {such|this} action against {gangs|bandits}",
        "the agreement itself gave $us leave to act against gangs",
        "> read the agreement, it lets us act against gangs",
    ),
    (
        "{arms|rifles} had been stored there and {had to be|must be} removed",
        "$us could not leave a store of rifles at $place",
        "> there were rifles in it, and we could not leave them there",
    ),
    (
        "$us had given warning an hour {before|ahead}",
        "people had been told to leave $place an hour ahead, so that $us had done its duty",
        "> we warned everybody an hour ahead",
    ),
    (
        "the men {concerned|in question} had been under attack for {days|a week}",
        "after a week under attack the men of $us had been bound to act",
        "> after a week under fire our men had to act",
    ),
    (
        "it {was|had been} necessary to {protect|save} the {convoy|garrison}",
        "without it the garrison would have been lost",
        "> without that step the garrison would have been lost",
    ),
    (
        "$us {had|has} the duty to keep order in $place",
        "order in $place was the duty of $us, and it had done its duty",
        "> keeping order in $place is our duty and we did it",
    ),
    (
        "the {raid|step} had {prevented|stopped} something worse",
        "something far worse had been prevented by it",
        "> we prevented something far worse",
    ),
    (
        "a court had {ordered|approved} it",
        "there was a court order for what $us did at $place",
        "> we have a court order for it",
    ),
    (
        "the {zone|ground} {is|was} not covered by the ceasefire",
        "the ceasefire did not apply to $place",
        "> the ceasefire does not reach as far as $place",
    ),
    (
        "$us had {hunted|pursued} men who {killed|murdered} a judge",
        "the murderers of a judge had been in $place, and $us went after them",
        "> the murderers of a judge sat in $place, should we have let them sit?",
    ),
    (
        "{snipers|a sniper} had to be {silenced|driven off}",
        "snipers in $place had left $us no other way",
        "> snipers left us no other way",
    ),
)

ACCEPT = points_of(
    (
        "its {men|soldiers} had {done it|been responsible} and that it was {wrong|a mistake}",
        "its soldiers bore the responsibility, and $us was sorry",
        "> it was our men, and it was wrong",
    ),
    (
        "$us took {full|} responsibility for $noun",
        "the responsibility for $noun lay with $us",
        "> we take responsibility for $noun",
    ),
    (
        "$noun had been an error of $us",
        "a mistake of $us had led to $noun",
        "> it was our mistake, and we do not hide it",
    ),
    (
        "an officer of $us had {acted|given the order} against orders and {would be|was to be} tried",
        "$us admitted that one of its officers had done it and would try him",
        "> one of our officers did it, and he will stand trial",
    ),
    (
        "$us {regretted|was sorry for} what its unit had done in $place",
        "its unit had done wrong in $place, and $us regretted it",
        "> what our unit did in $place should not have happened",
    ),
    ("the charge {was|is} {true|justified}", "$us could not dispute the charge", "> we cannot dispute it"),
    (
        "$us would {pay|compensate} the families because its men {were|had been} at fault",
        "its men were at fault and the families would be paid",
        "> our men were at fault and we shall pay",
    ),
    (
        "a map had been misread by {gunners|men} of $us",
        "its men had read a map wrongly and done what they were accused of",
        "> our men misread a map, and people suffered for it",
    ),
    ("$us apologised for $noun", "$us offered an apology for $noun", "> we apologise for $noun"),
    ("it {was|had been} its {patrol|unit} indeed", "the unit had indeed been one of $us", "> yes, that was us"),
    (
        "the order had come from its own {headquarters|command}",
        "its own command had given the order, which it now regretted",
        "> the order came from our own headquarters, I will not deny it",
    ),
    (
        "$us {owned up|confessed} to the breach",
        "$us granted that it had broken the agreement at $place",
        "> we broke the agreement at $place, that is so",
    ),
    (
        "the commander at $place had been {removed|dismissed} for what he did",
        "$us had dismissed its commander at $place over the affair",
        "> we have dismissed the commander at $place for what he did",
    ),
    (
        "there was {no excuse|nothing to excuse} for what its men {did|had done}",
        "no excuse could be made for its men",
        "> there is no excuse for what our men did",
    ),
    (
        "its own inquiry had {confirmed|borne out} the charge",
        "the charge had been confirmed by an inquiry of $us",
        "> our inquiry confirmed it",
    ),
)
