"""How reporters pass on what is said, and what they write round it: attribution, headlines, padding, credits.

``$Who`` and ``$who`` are the speaker as named in this report, ``$when`` the day of speaking, ``%`` the words said.
"""

from __future__ import annotations

CLAUSE = (
    "$Who ~said~ $when that ((%)).",
    "$Who ~told~ {reporters|journalists|correspondents} $when that ((%)).",
    "((%)), $who ~said~ $when.",
    "~According to~ $who, ((%)).",
    "In a {statement|written statement|communiqué} {issued|published|read out} $when, $who ~said~ that ((%)).",
    "$Who ~declared~ $when that ((%)).",
    "$Who ~stated~ $when that ((%)).",
    "((%)), ~according to~ $who.",
    "{At a briefing|At a news conference|In a radio address} $when, $who ~said~ that ((%)).",
    "$Who ~insisted~ $when that ((%)).",
    "Speaking $when, $who ~said~ ((%)).",
    "((%)), $who ~told~ {the press|reporters} $when.",
    "$Who ~maintained~ {in a letter|before the press} $when that ((%)).",
    "$Who ~said~ ((%)).",
    "{Late|Early} in the day, $who ~announced~ that ((%)).",
    "$Who ~made it known~ $when that ((%)).",
)
QUOTE = (
    "“((%)),” $who ~said~ $when.",
    "$Who ~said~ $when: “((%)).”",
    "“((%)),” $who ~told~ {reporters|journalists} $when.",
    "“((%)),” was how $who ~put~ it $when.",
    "“((%)),” $who ~said~ in a {speech|radio address|statement} $when.",
    "$Who ~told~ {a news conference|the press} $when: “((%)).”",
    "“((%)),” $who was ~quoted~ as saying $when.",
    "“((%)),” $who ~declared~ $when.",
    "In the words of $who $when: “((%)).”",
    "“((%)),” $who ~wrote~ {in a message|in a letter} $when.",
    "“((%)),” $who ~added~ $when.",
)
#: For charges with a gerund: "accused X of shelling Y".
CHARGE = (
    "$Who ~accused~ $them $when of ((%)).",
    "$Who $when ~accused~ $them of ((%)).",
    "$Them was ~accused~ by $who $when of ((%)).",
    "$Who ~blamed~ $them $when for ((%)).",
    "$Who ~charged~ $them $when with ((%)).",
    "In a statement $when, $who ~accused~ $them of ((%)).",
    "$Who laid ((%)) at the door of $them $when.",
)
#: Denials that say no more than that they are denials.
DENIAL = (
    "$Who ~denied~ ((the {charge|accusation|allegation})) $when.",
    "$Who ~rejected~ ((the {charge|accusation|allegations|claim})) $when.",
    "((The {charge|accusation|claim})) was ~dismissed~ by $who $when.",
    "$Who ~called~ ((the {charge a lie|accusation baseless|claim an invention|allegation groundless})) $when.",
    "$Who ~disputed~ ((the {charge|account|claim})) $when.",
    "((The {charge|accusation} was untrue)), $who ~said~ $when.",
)
PLEDGE = (
    "$Who ~promised~ $when that ((%)).",
    "$Who ~pledged~ $when that ((%)).",
    "$Who ~vowed~ $when that ((%)).",
    "$Who gave an ~assurance~ $when that ((%)).",
)
WARN = ("$Who ~warned~ $when that ((%)).", "((%)), $who ~warned~ $when.", "$Who ~cautioned~ $when that ((%)).")
DEMAND = ("$Who ~demanded~ $when that ((%)).", "$Who ~insisted~ $when that ((%)).", "((%)), $who ~demanded~ $when.")
ADMIT = (
    "$Who ~admitted~ $when that ((%)).",
    "$Who ~acknowledged~ $when that ((%)).",
    "$Who ~conceded~ $when that ((%)).",
)

#: What the answer follows in the same report.
ANSWERING = ("", "", "In reply, ", "In response, ", "For its part, ", "Asked about this, ")

HEADLINES = (
    "{Quiet|Uneasy} days {at|in} $place",
    "{News|Word} from $area",
    "$place in the news",
    "What we know about $place",
    "{Trouble|Tension} {at|in} $place",
    "{A day|A night} in $area",
    "$area: the day's events",
    "Eyes on $place",
    "{Talk|Questions} about $place",
    "Notes from $area",
    "Dispatch from $place",
    "The truce, day by day",
    "$area in brief",
    "On both sides of the line",
    "{Around|Between} $place and the line",
    "The line at $place",
)

PADDING = (
    "The road to $place has been {mended|repaired} since the autumn and carries lorries again.",
    "$place lies on a bend of the river and had {four|five|seven} thousand people before the war.",
    "Snow is {forecast|expected} in the hills of $area for the end of the week.",
    "A ferry crosses {twice|three times} a day, if the water allows.",
    "Bread has become {dearer|cheaper} in the markets of $area this month.",
    "The accord, which is {some months|not yet a year} old, has eleven articles and two maps.",
    "Trains run as far as the old junction and no further.",
    "In the square the stalls {were open|stood open} as on any other day.",
    "The telephone lines to $place {failed|were down} for part of the day.",
    "$area is known for its plums and for the obstinacy of its mules.",
    "The next round of talks is {planned|due} for the coming month.",
    "Schools in the district {reopened|began} a week later than usual.",
    "The harvest of {beets|barley|maize} was {poor|good} this year.",
    "Few travellers come through $place at this time of the year.",
    "A {grey|thin} fog lay over the valley until noon.",
    "The district has two doctors, and one of them is eighty.",
    "Many of the houses {round|near} the station still have no roof.",
    "The border at the pass is open in daylight only.",
    "The river {fell|rose} by a hand's breadth during the week.",
    "Coffee is short, tea is not.",
    "A choir from $area sang in the capital {last|this} month.",
    "The bridge was built by prisoners in another age.",
    "The delegates are housed in a former spa hotel with a leaking roof.",
    "Football was played on Sunday for the first time in years.",
    "The old mill {wheel|house} has been turned into a {museum|canteen}.",
    "Cranes {passed|flew} over $area in great numbers.",
    "The post takes {nine|twelve} days from here to the coast.",
    "A geologist is looking for copper in the hills.",
    "The town clock has stood at twenty past four since the war.",
    "Cattle are driven along the main street at dusk.",
)

#: What a reporter, or whoever wrote for the agency, saw on the spot.
SCENES = (
    "{Windows|Panes} were broken {three|four} streets away.",
    "Neighbours dug in the {rubble|ruins} with their hands until the {fire brigade|lamps} came.",
    "A {goat|dog} stood in the road and would not move.",
    "The {smoke|dust} could be seen from the other bank.",
    "Nurses carried beds into the corridor to make room.",
    "A {shoe|bicycle} lay in the gutter, and nobody touched it.",
    "The road was strewn with {glass|splinters} and {apples|seed corn}.",
    "An old man was sweeping the {steps|pavement} already.",
    "{Soldiers|Policemen} put a rope across the street and let nobody through.",
    "The bells of $place rang for {a quarter of an hour|a long while}.",
    "Children {collected|gathered} bits of metal in a bucket.",
    "The baker handed out bread without asking for money.",
    "Two lorries {took away|removed} what was left of the roof.",
    "Women waited at the {gate|door} of the hospital for news.",
    "By evening the {street|road} was open again.",
    "A school notebook {hung|was caught} in the branches of a plum tree.",
    "A helicopter circled {once|twice} and flew off to the south.",
    "The mayor came on {foot|a borrowed horse} and shook hands.",
)

#: How an outlet says from whom it has the news, before or after it. ``$source`` is the outlet or agency.
CREDITS_WITHIN = (
    "$source reported",
    "according to $source",
    "$source said",
    "as $source reported",
    "as reported by $source",
    "the $noun $source reported",
    "$source wrote",
)
CREDIT_LINES = (
    "($source)",
    "Source: $source",
    "With reporting by $source",
    "With input from $source",
    "Reporting by $source",
)
DATELINE = ("$PLACE ($source) – ", "$PLACE, $date ($source) – ", "($source) – ")
