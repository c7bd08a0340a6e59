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

#: Who and what comes up in sentences beside the matter; each of these is one of many.
WORDS = {
    "$person": "{a baker|the miller|an old teacher|the stationmaster|a young priest|two sisters|the ferryman|a tailor"
    "|the postmistress|a retired sergeant|three students|the innkeeper|a clockmaker|the vet|a widow from the hills"
    "|the bell-ringer|a lorry driver|the librarian|a seamstress|an apprentice|the cheesemonger|a road mender}",
    "$thing": "{a sewing machine|the church clock|a crate of plums|an old map|two goats|a sack of barley"
    "|the school stove|a violin|the ferry rope|a bicycle|the market scales|a box of candles|a wheelbarrow"
    "|the town drum|a coffee mill"
    "|an umbrella|a piano|the fire hose|a beehive|the weather vane|a typewriter|a pair of boots}",
    "$did": "{mended|carried off|painted|sold|borrowed|counted|swept round|hid|polished|was looking for|photographed"
    "|guarded|inherited|dropped|weighed|unpacked|gave away|asked after}",
    "$time": "{before noon|at dusk|on the way home|in the first light|while it rained|after the market|all morning"
    "|before supper|between two showers|at the usual hour|long after midnight|without a word|for the third time"
    "|for an hour|in no hurry|as on any other day}",
    "$goods": "{bread|coffee|lamp oil|sugar|soap|flour|onions|firewood|paper|wool|eggs|salt|cement|window glass}",
}
PADDING = (
    "$person $did $thing $time.",
    "In the square $person $did $thing.",
    "$goods {has become dearer|has become cheaper|is short|is plentiful} in the markets of $area this {month|week}.",
    "{By the station|Near the bridge|Behind the mill} $person $did $thing $time, and $person looked on.",
    "The {talk of|lorry for|queue for} $goods {began|ended|was over} $time.",
    "{Few|Many|No} travellers {come|came} through $place {this week|at this time of the year|since the thaw}.",
    "{Snow|Rain|Fog|Frost} is {forecast|expected} in the {hills|valleys} of $area for {the weekend|Thursday|two days}.",
    "The accord, which is {some months|not yet a year} old, has {nine|eleven|fourteen} articles and {two|three} maps.",
    "Of the {nine|forty|sixty} houses {round|near} the {station|mill|well}, {half|most|a few} still have no roof.",
    "The harvest of {beets|barley|maize|hops} was {poor|good|late} this year, {said|complained} $person.",
    "A {ferry|bus|train} goes {twice|three times} a {day|week}, if the {water|snow|driver} allows.",
    "$person and $person have not spoken since $person $did $thing.",
    "The {bridge|dam|school|theatre} was built by {prisoners|monks|engineers} in {another age|the last century}.",
    "The {post|newspaper|milk} takes {four|nine|twelve} {days|hours} from here to the {coast|capital|border}.",
    "{Schools|Offices|Shops} in the district {reopened|closed} {later|earlier} than usual for want of $goods.",
    "The delegates are housed in a former {spa hotel|monastery|tobacco factory} with a {leaking|new} roof.",
    "{Football|Chess|Skittles} was played on the {meadow|quay|parade ground} {for the first time in years|$time}.",
    "{Cattle|Geese|Sheep} were driven along the {main street|river|railway} $time.",
    "Nobody could say why $person $did $thing.",
    "{A choir|A circus|A brass band} from $area is {on its way to|back from} the {capital|coast|fair}.",
)

#: What a reporter, or whoever wrote for the agency, saw on the spot.
SCENES = (
    "{Windows|Panes|Tiles} were broken {two|three|four} streets {away|further on}, where $person $did $thing.",
    "Neighbours dug in the {rubble|ruins|mud} {with their hands|with spoons|with a plough} until {dawn|the rain}.",
    "{A goat|A dog|A mule|A cow} stood in the road {and would not move|beside $thing}.",
    "The {smoke|dust} could be seen from the {other bank|hospital roof|pass}, said $person.",
    "Nurses carried {beds|blankets|buckets} into the {corridor|yard|chapel} {to make room|$time}.",
    "A {shoe|bicycle|hat|letter} lay in the gutter, and {nobody touched it|$person picked it up}.",
    "The road was strewn with {glass|splinters|tiles} and {apples|seed corn|school books|feathers}.",
    "$person was sweeping the {steps|pavement|yard} {already|$time}.",
    "{Soldiers|Policemen|Firemen} put a rope across the street {and let nobody through|$time}.",
    "The bells of $place rang for {a quarter of an hour|a long while|an hour}.",
    "Children {collected|gathered|traded} bits of metal in {a bucket|a cap|their aprons}.",
    "$person handed out $goods {without asking for money|from a window|$time}.",
    "{Two|Three} lorries {took away|removed} what was left of the {roof|wall|fence}, and with it $thing.",
    "Women waited at the {gate|door|fence} of the hospital {for news|$time}.",
    "By {evening|noon|the next morning} the {street|road|bridge} was open again.",
    "A school {notebook|satchel|map} {hung|was caught} in the branches of a {plum|pear|walnut} tree.",
    "A helicopter circled {once|twice} and flew off to the {south|north|coast}.",
    "The mayor came on {foot|a borrowed horse|a tractor} and {shook hands|said little|counted the windows}.",
    "$person had left {only minutes before|with $thing in a cart}.",
    "On a wall somebody had {chalked|painted} {a sun|three letters|a date}.",
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
