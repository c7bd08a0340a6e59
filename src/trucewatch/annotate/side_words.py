"""General words that tell whose side a phrase is: of a state, of those who fight it, of neither."""

from __future__ import annotations

import re

from trucewatch.annotate.cues import word_lists

STATE_NAME = frozenset(
    {"government", "administration", "regime", "army", "republic", "state", "authorities", "armed", "forces"}
)
#: Of these the fighting ones show a state only beside its bare name: "Ruritanian Armed Forces", no "Liberation Army".
ARMED_NAME = frozenset({"army", "armed", "forces"})
#: Bodies that only states have: a party that lists one among its members is a state.
STATE_BODY = re.compile(
    r"(?i)\b(?:ministry|navy|air force|parliament|police|border guard|coast guard|general staff|central bank|"
    r"army|armed forces|defen[cs]e forces?)$|^ministry\b"
)
REBEL_NAME = frozenset({"opposition", "rebels", "front", "movement", "insurgents", "resistance", "group"})
#: Words after a country's adjective that keep the phrase a matter of the state ("Ruritanian officials").
OFFICE = word_lists()["office"]
#: Words that may open a description and say nothing of whose it is.
LEADING = frozenset({"the", "a", "an", "some", "several", "two", "senior", "both", "other", "many", "most"})
#: "US-made", "Ruritania-backed": another's thing or group, not that country's.
MADE_BY = word_lists()["made_by"]
#: Those sent abroad do not speak for the place where they are.
ABROAD = word_lists()["abroad"]
#: "Rebel-held Oster": words of a place, not of who speaks there.
HELD = frozenset({"held", "controlled", "occupied", "besieged"})
#: Words that mean the government among the parties even where other states are parties too.
GENERIC_STATE = frozenset({"government", "army", "troops", "police", "soldiers", "parliament", "governor"})
#: "The Council's head": its, if a party is called so.
OWNER = re.compile(r"(?:[Tt]he )?(?P<who>[^,;]+?)(?:['’]s|(?<=s)['’]) (?=\w)")
#: Bodies and offices that each state has: "the army of X" is X's.
OF_A_STATE = (
    r"ministry|ministries|minister|government|army|military|parliament|president|presidency|premier|cabinet|"
    r"embassy|ambassador|navy|air force|armed forces|state television|defence forces|defense forces"
)
ELSEWHERE = re.compile(
    rf"\b(?i:{OF_A_STATE})(?: of (?:the )?[A-Z]\w+(?: (?:and )?[A-Z]\w+){{0,2}}?)? (?:of|from|to) (?:the )?"
    r"(?:neighbou?ring |nearby )?"
    r"(?P<where>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)"
)
#: What a ministry may be of besides a country.
PORTFOLIOS = word_lists()["portfolios"]
#: Adjectives of peoples, as far as the ending shows them; these end so and are none.
OF_A_PEOPLE = re.compile(
    r"\b(?P<where>[A-Z][a-z]{2,}(?:an|ese|ish))(?= (?:\w+ )?(?:[\w-]+ )?(?:" + OF_A_STATE + r")\b)"
)
NO_PEOPLE = frozenset({"republican", "christian", "civilian", "metropolitan", "veteran", "urban", "european"})
#: With a mission or an army these are no private persons ("military observers").
WATCHERS = frozenset({"monitor", "monitors", "observer", "observers"})
#: Offices that are over: who held one speaks for it no longer.
PAST = frozenset({"former", "formerly", "ex", "retired", "onetime", "ousted", "deposed", "erstwhile"})
#: Beside "opposition" these are of a parliament's, not of those who fight.
POLITICS = frozenset({
    "leader", "leaders", "lawmaker", "lawmakers", "mp", "mps", "politician", "politicians", "party", "parties",
    "deputy", "deputies", "senator", "senators", "candidate", "candidates", "bloc", "member", "members", "figure",
    "figures", "legislator", "legislators",
})  # fmt: skip
#: Bodies and offices that in a state's own release are that state's.
RELEASING = frozenset({"ministry", "minister", "ministers", "embassy", "ambassador", "department", "spokesperson"})
#: With these "officials" are those of the one government that has no adjective of its own.
LOCAL = frozenset({"local", "provincial", "district", "municipal", "regional", "city", "town"})
#: Offices round a president; "presidential" with other words (candidate, election) is nobody's.
PRESIDENTIAL = frozenset(
    {
        "adviser", "advisor", "advisers", "spokesman", "spokeswoman", "spokesperson", "palace", "office", "envoy",
        "aide", "guard", "assistant", "secretary", "staff",
    }
)  # fmt: skip
#: Words that many bodies are named by: they tell no party from another.
SHARED_WORDS = frozenset(
    {
        "national", "united", "central", "general", "supreme", "special", "joint", "people", "peoples", "free", "new",
        "revolutionary", "popular", "democratic", "northern", "southern", "eastern", "western", "first", "second",
        "third", "fourth", "fifth", "sixth", "republican", "presidential", "islamic", "federal", "royal", "local",
        "internal", "foreign", "public", "border", "security", "transitional", "provisional", "high", "political",
    }
)  # fmt: skip
#: Words of a role that name no office.
OFFICE_WORDS = frozenset({"of", "the", "for", "and", "former", "acting", "deputy", "in", "to", "s"})
