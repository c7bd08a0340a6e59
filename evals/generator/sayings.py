"""Points that answer no charge: pledges, demands, warnings, reports and what is taken back. Form: ``points.py``."""

from __future__ import annotations

from evals.generator.points import points_of

PLEDGE = points_of(
    (
        "$us would {pull|withdraw} its guns from $area {within|inside} $number days",
        "the guns of $us {would|were to} leave $area in $number days",
        "> in $number days not one of our guns will be left in $area",
    ),
    (
        "$us would {free|release} $number prisoners before the {harvest|winter}",
        "$number prisoners {would|were to} be let go by $us before the harvest",
        "> before the harvest we shall let $number prisoners go",
    ),
    (
        "$us would {open|reopen} the road to $place to all traffic",
        "the road to $place would be opened to everybody by $us",
        "> the road to $place will be open to everybody",
    ),
    (
        "$us would clear the mines from the fields of $place by spring",
        "by spring $us would have cleared the fields round $place of mines",
        "> by spring nobody will step on a mine at $place",
    ),
    (
        "$us would {send|give} the observers a map of its {positions|posts}",
        "a map of all its posts would be handed to the observers",
        "> the observers will have a map of all our posts",
    ),
    (
        "$us {would|was going to} rebuild the school of $place at its own cost",
        "the school at $place would be built up again, with $us paying",
        "> we shall build the school of $place again and pay for every brick",
    ),
    (
        "$us would {cut|halve} its force in $area to $number men",
        "no more than $number men of $us would remain in $area",
        "> we shall keep $number men in $area and not one more",
    ),
    (
        "$us would {hand over|deliver} its heavy weapons to the monitors",
        "the monitors would be given all heavy weapons of $us",
        "> our heavy weapons go to the monitors",
    ),
    (
        "$us would keep the ceasefire whatever {happens|happened}",
        "whatever happened, $us would not break the ceasefire",
        "> whatever happens, we shall keep the ceasefire",
    ),
    (
        "$us would {let|allow} farmers back {to|into} the fields by the river",
        "farmers would be let back to the river fields by $us",
        "> the farmers can come back to the fields by the river",
    ),
    (
        "$us would {publish|print} the names of the missing",
        "the names of all missing persons would be made public by $us",
        "> every name of the missing will be made public",
    ),
    (
        "$us {would|was to} {pay|compensate} every family of $area that lost its house",
        "each family in $area without a house would be paid by $us",
        "> every family in $area that lost its house will be paid",
    ),
    (
        "$us would {attend|come to} the {talks|next round} with full powers",
        "the delegation of $us would come to the talks with powers to sign",
        "> our delegation will come with powers to sign",
    ),
    (
        "$us would {disband|dissolve} its volunteer battalion in $area",
        "the volunteer battalion in $area would be sent home by $us",
        "> the volunteers in $area will be sent home",
    ),
    (
        "$us would {mark|stake out} the line at $place together with the observers",
        "the line near $place would be marked by $us and the observers together",
        "> we shall mark the line at $place side by side with the observers",
    ),
)

DEMAND = points_of(
    (
        "$them must {leave|withdraw from} $place {at once|without delay}",
        "$them had to be gone from $place without delay",
        "> they must leave $place at once",
    ),
    (
        "$them {must|had to} {free|release} the {teachers|prisoners} it holds",
        "the prisoners in the hands of $them had to be let go",
        "> let our prisoners go, all of them",
    ),
    (
        "$them {must|had to} {hand over|give up} the men who {fired|shot}",
        "the men who had fired must be given up by $them",
        "> give us the men who fired",
    ),
    (
        "$them {must|had to} {lift|end} the blockade of $place",
        "the siege of $place must be lifted by $them",
        "> the siege of $place must end",
    ),
    (
        "$them {must|should} let aid lorries into $area",
        "aid lorries had to be let into $area by $them",
        "> let the lorries with aid into $area",
    ),
    (
        "$them {must|had to} {apologise|make an apology} to the widows of $place",
        "the widows of $place were owed an apology by $them",
        "> apologise to the widows of $place",
    ),
    (
        "$them {must|had to} take its flags down in $area",
        "the flags of $them had to come down all over $area",
        "> take your flags down in $area",
    ),
    (
        "$them {must|had to} {return|give back} the stolen {cattle|herds}",
        "the stolen herds must be driven back by $them",
        "> bring back the herds that you stole",
    ),
    (
        "$them {must|should} {open|reopen} the bridge at $place for the sick",
        "sick people must be let across the bridge of $place by $them",
        "> let the sick across the bridge at $place",
    ),
    (
        "$them {must|had to} {stop|end} the flights over $area",
        "flights over $area had to be ended by $them",
        "> no more flights over $area",
    ),
    (
        "$them {must|had to} {restore|switch on} the power in $place",
        "the power in $place must be switched on again by $them",
        "> switch the power of $place on again",
    ),
    (
        "$them {must|had to} {recognise|accept} the new border posts",
        "the new border posts had to be recognised by $them",
        "> recognise the border posts and we can talk",
    ),
    (
        "$them {must|had to} {name|publish} its missing soldiers",
        "a list of its missing had to be given by $them",
        "> give us a list of your missing",
    ),
    (
        "$them {must|had to} take back its ambassador of war",
        "the envoy of $them was unwelcome and had to go",
        "> take your envoy home",
    ),
    (
        "$them {must|had to} let the monitors into the {camps|barracks} of $area",
        "camps in $area had to be opened to the monitors by $them",
        "> open your camps in $area to the monitors",
    ),
)

WARN = points_of(
    (
        "the truce {would|could} {collapse|fail} if the road to $place stayed shut",
        "with the road to $place shut the truce could not last",
        "> if the road to $place stays shut, this truce is finished",
    ),
    (
        "hunger {would|was going to} reach $area before the snow",
        "before the snow there would be hunger in $area",
        "> there will be hunger in $area before the snow",
    ),
    (
        "the dam above $place {might|could} burst without repairs",
        "without repairs the dam over $place could give way",
        "> the dam above $place will not hold another winter",
    ),
    (
        "cholera {might|could} spread from the camps of $area",
        "the camps in $area could become a source of cholera",
        "> cholera will come out of the camps of $area",
    ),
    (
        "children {would|could} be the first to suffer in $place",
        "in $place it was the children who would suffer first",
        "> the children of $place will pay first",
    ),
    (
        "mines {would|were going to} kill shepherds for years in $area",
        "for years to come shepherds in $area would be killed by mines",
        "> the mines of $area will kill for years",
    ),
    (
        "deserters {would|might} turn to robbery in $area",
        "unpaid deserters could take to robbing in $area",
        "> unpaid men rob, and $area is full of them",
    ),
    (
        "talks {would|might} break off over the map of $place",
        "the map of $place could still wreck the talks",
        "> that map of $place can wreck everything",
    ),
    (
        "winter {would|might} cut $place off from all help",
        "help would not reach $place in winter",
        "> in winter nobody reaches $place",
    ),
    (
        "{weapons|rifles} {would|could} flow over the border at $place",
        "the border at $place was open to smugglers of rifles",
        "> every smuggler knows the border at $place",
    ),
    (
        "a spark {would|could} be enough in $area",
        "in $area a small thing could set off a great fire",
        "> one spark is enough in $area",
    ),
    (
        "the wells of $place {would|might} run dry by autumn",
        "by autumn there might be no water in the wells of $place",
        "> the wells of $place will be dry in autumn",
    ),
    (
        "teachers {would|might} leave $area for good",
        "$area might lose the last of its teachers",
        "> the last teachers will leave $area",
    ),
    (
        "prices {would|could} double in $place within a month",
        "within a month bread could cost twice as much in $place",
        "> bread will cost twice as much in $place",
    ),
    (
        "old feuds {would|could} return to $area",
        "$area could fall back into its old feuds",
        "> the old feuds will come back to $area",
    ),
)

#: What an accuser says who takes a charge back.
RETRACT = points_of(
    (
        "the charge against $them {had been|was} {wrong|mistaken}",
        "$them had been accused wrongly",
        "> we were wrong about that",
    ),
    (
        "$us {withdrew|took back} {its accusation|the accusation}",
        "its accusation was withdrawn by $us",
        "> we withdraw the accusation",
    ),
    (
        "{its|the} source had {misled|lied to} $us about $place",
        "what it had said of $place came from a source that lied",
        "> our source lied to us about $place",
    ),
    (
        "$us {no longer blamed|did not blame} $them for it",
        "$them was no longer blamed by $us",
        "> we no longer blame them",
    ),
    (
        "$us {regretted|was sorry} to have accused $them",
        "to have accused $them was a regret of $us",
        "> I regret that I accused them",
    ),
    (
        "{an inquiry|its inquiry} {had cleared|cleared} $them",
        "$them had been cleared by an inquiry of $us",
        "> our inquiry cleared them",
    ),
    (
        "the accusation {rested|had rested} on a {forged|false} letter",
        "a forged letter had been behind the accusation",
        "> it was a forged letter, and we believed it",
    ),
    (
        "there {was|had been} no proof for what it said of $them",
        "$us had no proof and would not repeat the charge",
        "> we have no proof and shall not say it again",
    ),
    (
        "the {report|claim} about $place {was|had been} premature",
        "$us had spoken too soon about $place",
        "> we spoke too soon about $place",
    ),
    (
        "the witnesses of $place had {recanted|taken back their words}, and so did $us",
        "with its witnesses gone back on their word $us dropped the charge",
        "> the witnesses took their words back, and so do we",
    ),
    (
        "$us {dropped|gave up} the complaint against $them",
        "the complaint against $them was dropped",
        "> the complaint is dropped",
    ),
    (
        "$us had {confused|mixed up} two {villages|dates}",
        "two villages had been mixed up by $us in its charge",
        "> we mixed up two villages",
    ),
    ("$them {was|had been} innocent of it", "$us now held $them to be innocent of it", "> they are innocent of this"),
    (
        "the photograph {it had shown|shown as proof} was old, and the charge {void|baseless}",
        "$us had shown an old photograph and took the charge back",
        "> the photograph was old, forget what we said",
    ),
    (
        "its spokesman had {erred|been in error} about $them",
        "an error of its spokesman had led to the charge",
        "> my colleague was in error",
    ),
)

REPORT = points_of(
    (
        "both sides {had kept|were keeping} {quiet|calm} in $area",
        "calm reigned on both sides in $area",
        "> it is quiet in $area on both sides",
    ),
    (
        "$number crossings of the line {had been counted|were counted} in $area",
        "the line in $area had been crossed $number times",
        "> we counted $number crossings in $area",
    ),
    (
        "the seals on the depot at $place {were|had been found} {intact|unbroken}",
        "nobody had touched the seals of the depot in $place",
        "> the seals of $place are intact",
    ),
    (
        "$number families {had come|came} back to $place",
        "families numbering $number had returned to $place",
        "> we have seen $number families come back to $place",
    ),
    (
        "patrols {had reached|reached} {every|each} village of $area",
        "no village in $area had been left out by the patrols",
        "> our patrols were in every village of $area",
    ),
    (
        "the cranes at $place {were|had been} working again",
        "work had begun again at the cranes of $place",
        "> the cranes of $place turn again",
    ),
    (
        "$number lorries with flour {had passed|passed} $place",
        "flour had come through $place on $number lorries",
        "> $number lorries with flour went through $place",
    ),
    (
        "the hospital of $place had {power|light} for $number hours a day",
        "for $number hours a day there was light in the hospital of $place",
        "> the hospital in $place has light for $number hours",
    ),
    (
        "{no|not one} armed man {was|had been} seen in $place",
        "armed men had not been met in $place",
        "> we saw no armed man in $place",
    ),
    (
        "the pumps of $place {were|had been} repaired",
        "repairs to the pumps at $place were finished",
        "> the pumps at $place run again",
    ),
    (
        "$number mines {had been lifted|were lifted} in $area",
        "in $area the sappers had taken up $number mines",
        "> the sappers took up $number mines in $area",
    ),
    (
        "both commands {had answered|answered} all {letters|questions}",
        "no question had been left open by the two commands",
        "> both commands answered all our questions",
    ),
    (
        "the checkpoint at $place {was|had been} moved back by a mile",
        "a mile now lay between $place and the checkpoint",
        "> the checkpoint of $place stands a mile further back",
    ),
    (
        "{market day|the market} in $place {had passed|passed} without trouble",
        "there was no trouble at the market of $place",
        "> market day at $place was as it should be",
    ),
    (
        "{rations|supplies} in $area would last $number weeks",
        "$area had supplies for $number weeks",
        "> there is food in $area for $number weeks",
    ),
)
