"""What happens in the generated reports, kind by kind, each in fifteen wordings or more.

``named`` templates tell who did it ($actor), ``plain`` ones do not; ``counted`` ones begin with the toll. A template
that begins with "@type" tells the same event under another type of the vocabulary, as outlets do. ``charged`` are what
an accuser says somebody is guilty of ("accused X of …"), ``nouns`` how others refer to the event.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of event; ``deadly`` says whether people may be hurt in it, ``counts`` which count it has otherwise."""

    type: str
    named: tuple[str, ...]
    plain: tuple[str, ...]
    counted: tuple[str, ...] = ()
    charged: tuple[str, ...]
    nouns: tuple[str, ...]
    targets: tuple[str, ...]
    deadly: bool = True
    counts: str | None = None


TOLL = (
    ", killing $killed people[ and {wounding|injuring} $injured]",
    ", leaving $killed people dead[ and $injured {hurt|wounded}]",
    " and killed $killed people[, and $injured were {taken to hospital wounded|wounded}]",
    "; $killed people {died|were killed}[ and $injured were {hurt|wounded}]",
)
HURT = (
    ", {wounding|injuring} $injured people",
    ", leaving $injured people {wounded|injured}",
    " and wounded $injured people",
)

SHELLING = Kind(
    type="shelling",
    named=(
        "$actor ^shelled^ $target in $place $day$toll",
        "{guns|mortars} of $actor ^fired^ on $target in $place $day$toll",
        "$actor ^bombarded^ $target {at|in} $place {for an hour|for most of an hour|} $day$toll",
        "$actor ^fired^ {a dozen shells|several shells|mortar rounds} at $target in $place $day$toll",
        "{a battery|gunners} of $actor ^shelled^ $place $day, hitting $target$toll",
        "artillery of $actor ^struck^ $target in $place $day$toll",
    ),
    plain=(
        "shells ^fell^ on $target in $place $day$toll",
        "{a shell|a mortar round} ^hit^ $target in $place $day$toll",
        "$target in $place was {^shelled^|hit by ^shelling^} $day$toll",
        "artillery ^fire^ {hit|struck} $target in $place $day$toll",
        "the ^shelling^ of $place $day struck $target$toll",
        "mortar ^fire^ {came down|landed} on $target in $place $day$toll",
    ),
    counted=(
        "$killed people {were killed|died} [and $injured were {hurt|wounded} ]when shells ^fell^ on $target "
        "in $place $day",
        "{the ^shelling^|a ^bombardment^} of $place $day killed $killed people [and wounded $injured ]at $target",
        "$killed people {lost their lives|were killed} in the ^shelling^ of $target in $place $day[; "
        "$injured were hurt]",
        "a ^bombardment^ {cost the lives of|killed} $killed people at $target in $place $day[, and $injured "
        "were wounded]",
    ),
    charged=(
        "{^shelling^|^bombarding^} $place $day",
        "^firing^ on $target in $place $day",
        "^shelling^ $target in $place",
        "turning its guns on $place $day with the ^shelling^ of $target",
    ),
    nouns=("the shelling", "the shelling of $place", "the shells on $place", "the bombardment"),
    targets=(
        "a school",
        "a grain store",
        "the bus station",
        "a clinic",
        "the cattle market",
        "a row of houses",
        "the railway depot",
        "a bakery",
        "the water works",
        "a farmhouse",
        "the town hall",
        "the brickworks",
    ),
)

AIR = Kind(
    type="airstrike",
    named=(
        "{planes|aircraft|jets} of $actor ^bombed^ $target in $place $day$toll",
        "$actor ^bombed^ $target in $place {from the air|} $day$toll",
        "$actor carried out an ^air strike^ on $target in $place $day$toll",
        "a warplane of $actor ^struck^ $target in $place $day$toll",
        "$actor {flew|sent} two jets that ^bombed^ $target {at|in} $place $day$toll",
    ),
    plain=(
        "an ^air strike^ {hit|destroyed} $target in $place $day$toll",
        "$target in $place was ^bombed^ from the air $day$toll",
        "an ^air raid^ {flattened|tore apart} $target in $place $day$toll",
        "{jets|warplanes} ^bombed^ $target in $place $day$toll",
        "{a plane|an aircraft} dropped ^bombs^ on $target in $place $day$toll",
        "bombs from a plane ^hit^ $target in $place $day$toll",
    ),
    counted=(
        "$killed people {were killed|died} [and $injured {were injured|were hurt} ]in an ^air strike^ on "
        "$target in $place $day",
        "an ^air raid^ on $target in $place {killed|cost the lives of} $killed people [and hurt $injured ]$day",
        "$killed people {were killed|lost their lives} when a plane ^bombed^ $target in $place $day[; "
        "$injured were hurt]",
        "the ^bombing^ of $target in $place killed $killed people [and wounded $injured ]$day",
    ),
    charged=(
        "^bombing^ $target in $place $day",
        "an ^air strike^ on $target in $place $day",
        "^bombing^ $place from the air",
    ),
    nouns=("the air strike", "the air raid on $place", "the bombing of $place", "the strike"),
    targets=(
        "a fuel depot",
        "a wedding hall",
        "a warehouse",
        "the power station",
        "a lorry park",
        "a radio mast",
        "a tannery",
        "a ferry landing",
        "an olive press",
        "a sawmill",
    ),
)

AMBUSH = Kind(
    type="armed_attack",
    named=(
        "{fighters|men} of $actor ^ambushed^ $target near $place $day$toll",
        "$actor ^attacked^ $target {near|outside} $place $day$toll",
        "$actor ^opened fire^ on $target {outside|near} $place $day$toll",
        "{gunmen|a unit} of $actor ^shot at^ $target on the road to $place $day$toll",
        "@clash $actor and {the guards of |}$target ^clashed^ near $place $day$toll",
    ),
    plain=(
        "{gunmen|armed men} ^ambushed^ $target near $place $day$toll",
        "$target was ^ambushed^ {on the road to|near} $place $day$toll",
        "{unknown gunmen|men in hoods} ^fired^ on $target outside $place $day$toll",
        "$target came under ^attack^ {near|outside} $place $day$toll",
        "{gunmen|armed men} ^attacked^ $target on the road to $place $day$toll",
        "@clash a ^firefight^ broke out around $target near $place $day$toll",
    ),
    counted=(
        "$killed people {were killed|died} [and $injured {were hurt|were wounded} ]in an ^ambush^ on $target "
        "near $place $day",
        "an ^ambush^ {near|outside} $place killed $killed people [and wounded $injured ]of $target $day",
        "$killed people {were shot dead|were killed} when gunmen ^attacked^ $target near $place $day[; "
        "$injured were wounded]",
        "an ^attack^ on $target near $place left $killed people dead [and $injured wounded ]$day",
    ),
    charged=(
        "^ambushing^ $target near $place $day",
        "an ^attack^ on $target near $place",
        "^firing^ on $target outside $place $day",
    ),
    nouns=("the ambush", "the attack near $place", "the ambush near $place", "the attack"),
    targets=(
        "a supply convoy",
        "a police patrol",
        "an army lorry",
        "a post of the frontier guard",
        "a fuel convoy",
        "a pay convoy",
        "a bridge guard",
        "a mounted patrol",
        "a road crew",
        "a customs post",
    ),
)

BLAST = Kind(
    type="bombing",
    named=(
        "a {bomb|mine} laid by $actor ^exploded^ under $target in $place $day$toll",
        "$actor ^blew up^ $target in $place $day$toll",
        "$actor set off a ^bomb^ beside $target in $place $day$toll",
        "a {charge|device} of $actor ^went off^ at $target in $place $day$toll",
    ),
    plain=(
        "a {bomb|home-made bomb} ^exploded^ at $target in $place $day$toll",
        "an ^explosion^ {tore through|wrecked} $target in $place $day$toll",
        "a {device|charge} hidden in a crate ^went off^ at $target in $place $day$toll",
        "a car bomb ^blew up^ {outside|beside} $target in $place $day$toll",
        "a ^blast^ {shook|ripped through} $target in $place $day$toll",
        "a mine ^detonated^ under $target in $place $day$toll",
        "a parcel ^bomb^ {wrecked|destroyed} $target in $place $day$toll",
    ),
    counted=(
        "$killed people {were killed|died} [and $injured {were injured|were hurt} ]when a bomb ^exploded^ at "
        "$target in $place $day",
        "a ^bomb^ killed $killed people [and wounded $injured ]at $target in $place $day",
        "$killed people {were killed|lost their lives} in {an ^explosion^|a ^blast^} at $target in $place "
        "$day[; $injured were hurt]",
        "a ^blast^ at $target in $place {cost the lives of|killed} $killed people $day[, and $injured were wounded]",
    ),
    charged=(
        "{laying|planting} the ^bomb^ at $target in $place",
        "^blowing up^ $target in $place $day",
        "the ^bombing^ of $target in $place",
    ),
    nouns=("the blast", "the explosion in $place", "the bomb at $place", "the bombing"),
    targets=(
        "a tea house",
        "a bus stop",
        "the court house",
        "a footbridge",
        "a tax office",
        "the fish market",
        "a cinema",
        "a petrol station",
        "a barracks gate",
        "a milk lorry",
    ),
)

CLASH = Kind(
    type="clash",
    named=(
        "{fighting|a firefight} between $actor and $other ^broke out^ at $place $day$toll",
        "troops of $actor and $other ^clashed^ {at|near} $place $day$toll",
        "$actor and $other ^fought^ {over|around} $target at $place $day$toll",
        "$actor and $other ^exchanged fire^ {across the river at|at} $place $day$toll",
        "$actor and $other ^traded fire^ near $place $day$toll",
        "$actor ^battled^ $other {at|around} $target in $place $day$toll",
    ),
    plain=(
        "^fighting^ {flared|broke out} {around|at} $target in $place $day$toll",
        "{a ^gun battle^|a ^firefight^} was fought {at|around} $target in $place $day$toll",
        "^clashes^ {were reported|broke out} at $place $day, around $target$toll",
        "an ^exchange of fire^ {shook|woke} $place $day, near $target$toll",
        "rival units ^clashed^ {over|at} $target in $place $day$toll",
    ),
    counted=(
        "$killed people {were killed|died} [and $injured {were hurt|were wounded} ]in ^fighting^ {around|at} "
        "$target in $place $day",
        "a ^gun battle^ in $place killed $killed people [and wounded $injured ]near $target $day",
        "^clashes^ around $target in $place {cost the lives of|killed} $killed people $day[; $injured were hurt]",
        "$killed people {fell|were killed} when rival units ^clashed^ in $place $day[, and $injured were wounded]",
    ),
    charged=("starting the ^fighting^ at $place $day", "opening the ^fighting^ around $target in $place"),
    nouns=("the fighting", "the clash at $place", "the firefight", "the clashes"),
    targets=(
        "a checkpoint",
        "the dam",
        "a hilltop post",
        "the ferry",
        "a quarry",
        "the toll house",
        "a ridge",
        "the rail bridge",
    ),
)

ABDUCTION = Kind(
    type="abduction",
    named=(
        "$actor ^abducted^ $number $victims in $place $day",
        "{men|fighters} of $actor ^kidnapped^ $number $victims {near|in} $place $day",
        "$actor took $number $victims ^hostage^ in $place $day",
        "{a patrol|a unit} of $actor ^dragged away^ $number $victims in $place $day",
        "$actor ^seized^ $number $victims {on the road to|at} $place $day",
    ),
    plain=(
        "{gunmen|armed men} ^abducted^ $number $victims in $place $day",
        "$number $victims were ^kidnapped^ {near|in} $place $day",
        "$number $victims were ^taken hostage^ in $place $day",
        "{men in masks|hooded men} ^kidnapped^ $number $victims at $place $day",
        "$number $victims were ^abducted^ {from a bus|from their lodgings} in $place $day",
        "armed men ^carried off^ $number $victims {near|from} $place $day",
        "$number $victims were ^dragged^ from {a lorry|their beds} in $place $day",
        "the ^kidnapping^ of $number $victims in $place $day {alarmed|shocked} the district",
        "{strangers|men with rifles} ^took away^ $number $victims in $place $day",
        "an armed gang ^seized^ $number $victims {outside|in} $place $day",
    ),
    charged=(
        "^kidnapping^ $number $victims in $place $day",
        "the ^abduction^ of $number $victims in $place",
        "^abducting^ $number $victims in $place",
    ),
    nouns=("the kidnapping", "the abduction in $place", "the kidnapping in $place"),
    targets=("a",),
    deadly=False,
    counts="abducted",
)

RELEASE = Kind(
    type="release",
    named=(
        "$actor ^released^ $number $captives in $place $day",
        "$actor ^freed^ $number $captives {at|in} $place $day",
        "$actor ^handed over^ $number $captives {at a bridge in|in} $place $day",
        "$actor ^set free^ $number $captives {in|at} $place $day",
        "{trucks|buses} of $actor ^brought home^ $number $captives to $place $day",
        "$actor {opened a prison in $place $day and ^released^|^released^ from a camp in $place $day} "
        "$number $captives",
    ),
    plain=(
        "$number $captives were ^released^ {in|at} $place $day",
        "$number $captives {walked free|came home} after a ^release^ in $place $day",
        "$number $captives were ^freed^ {at|in} $place $day",
        "the ^handover^ of $number $captives {took place|was completed} in $place $day",
        "$number $captives were ^handed over^ {on the quay of|in} $place $day",
        "$number $captives were ^set free^ in $place $day",
        "buses with $number $captives who had been ^released^ {left|reached} $place $day",
        "the gates opened in $place $day for $number $captives who were ^freed^",
        "a ^release^ of $number $captives {went ahead|took place} at $place $day",
    ),
    charged=(),
    nouns=("the release", "the handover in $place", "the release in $place"),
    targets=("a",),
    deadly=False,
    counts="released",
)

BURNING = Kind(
    type="destruction",
    named=(
        "$actor ^burned down^ $target in $place $day",
        "$actor ^set fire^ to $target in $place $day",
        "{soldiers|men} of $actor ^torched^ $target {in|at} $place $day",
        "$actor ^razed^ $target in $place $day",
        "$actor ^looted^ {and burned |}$target in $place $day",
        "$actor ^demolished^ $target {in|at} $place $day",
        "bulldozers of $actor ^flattened^ $target in $place $day",
    ),
    plain=(
        "$target in $place was ^burned down^ $day",
        "{arsonists|men with torches} ^set fire^ to $target in $place $day",
        "$target in $place was ^looted^ {and burned |}$day",
        "$target in $place went up in flames when it was ^torched^ $day",
        "$target was ^destroyed^ by {arson|fire-raisers} in $place $day",
        "{vandals|unknown men} ^wrecked^ $target in $place $day",
        "$target in $place was ^razed^ $day",
        "{armed men|strangers} ^torched^ $target in $place $day",
    ),
    charged=(
        "^burning down^ $target in $place $day",
        "^setting fire^ to $target in $place",
        "^looting^ $target in $place $day",
    ),
    nouns=("the fire", "the burning of $target", "the arson in $place"),
    targets=(
        "a granary",
        "a school library",
        "a hay barn",
        "the post office",
        "a pharmacy",
        "a flour mill",
        "an orchard keeper's house",
        "a shrine",
        "a timber yard",
        "a beekeeper's cottage",
    ),
    deadly=False,
)

KINDS = {k.nouns[0]: k for k in (SHELLING, AIR, AMBUSH, BLAST, CLASH, ABDUCTION, RELEASE, BURNING)}
HOSTILE = (SHELLING, AIR, AMBUSH, BLAST, ABDUCTION, BURNING)
#: After these there is something to be seen on the spot.
VIOLENT = (SHELLING, AIR, AMBUSH, BLAST, CLASH)
VICTIMS = (
    "teachers",
    "road workers",
    "nurses",
    "farm hands",
    "surveyors",
    "students",
    "drivers",
    "beekeepers",
    "millers",
)
CAPTIVES = ("prisoners", "captives", "detainees", "prisoners of war")
