"""An invented case, built by hand: two invented parties, eight reports, and what was found in them.

``build_case()`` gives a reader that briefs and exports take. The two party names may be given, so that a test
can build the same case with the sides changed over.
"""

from __future__ import annotations

from datetime import date

from built_case import MACHINE, NOW, PERSON, BuiltCase, killed, on, span_of

from trucewatch.link.origins import link_origins
from trucewatch.records.actor import Actor, Name, Role
from trucewatch.records.agreement import Agreement, ClaimedTerm, Clock, Event, Instrument, Party, Provision, Reading
from trucewatch.records.commitment import Commitment
from trucewatch.records.ids import digest
from trucewatch.records.maker import Reason, SetAside
from trucewatch.records.mention import Participant
from trucewatch.records.text import Text
from trucewatch.records.where import Where


def the_truce(a: str, b: str) -> Agreement:
    return Agreement(
        id="orlin",
        title=f"Orlin truce between {a} and {b}",
        signed=date(2031, 2, 28),
        version=digest("agreement file"),
        actors=(
            Actor(
                id="halloran",
                names=(Name(text="Ines Halloran"),),
                kind="official",
                roles=(Role(title="spokeswoman", sides=(a,)),),
            ),
            Actor(
                id="brandt",
                names=(Name(text="Adel Brandt"),),
                kind="official",
                roles=(Role(title="spokesman", sides=(b,)),),
            ),
            Actor(
                id="tolland",
                names=(Name(text="Mira Tollan"),),
                kind="private_person",
                roles=(Role(title="a baker at the market"),),
            ),
        ),
        parties=(
            Party(name=a, role="signatory"),
            Party(name=b, role="signatory"),
            Party(name="Joint Observer Mission", role="monitor"),
        ),
        instruments=(Instrument(id="main", title="Orlin truce", signed=date(2031, 2, 28), parties=(a, b)),),
        events=(Event(name="signature", day=date(2031, 2, 28), title="Signed at Orlin"),),
        provisions=(
            Provision(
                ref="1.1",
                instrument="main",
                what="Heavy guns leave a zone of 20 km on either side of Kessel Bridge.",
                obligors=(a, b),
                beneficiaries=(a, b),
                topics=("withdrawal",),
                readings=(Reading(side=b, reading="All guns, also those of allies.", basis="speech of 1 March 2031"),),
                clock=Clock(
                    kind="offset",
                    days=20,
                    after="signature",
                    due=date(2031, 3, 20),
                    reported=(date(2031, 3, 21),),
                    text="twenty days after signature",
                ),
            ),
            Provision(
                ref="1.2",
                instrument="main",
                what="The Dravec road is open to civilians and to aid.",
                obligors=(a,),
                beneficiaries=(b,),
                clock=Clock(kind="fixed", day=date(2031, 3, 15), due=date(2031, 3, 15), text="on 15 March 2031"),
                topics=("access",),
            ),
            Provision(
                ref="2.1",
                instrument="main",
                what="No attack by either side along the line.",
                obligors=(a, b),
                beneficiaries=(a, b),
                clock=Clock(kind="continuing", after="signature", text="from signature on"),
                topics=("ceasefire",),
            ),
            Provision(
                ref="2.2",
                instrument="main",
                what="Each side frees the prisoners it holds.",
                obligors=(a, b),
                beneficiaries=(a, b),
                clock=Clock(kind="fixed", day=date(2031, 4, 10), due=date(2031, 4, 10), text="on 10 April 2031"),
                confirmed=False,
                topics=("prisoners",),
            ),
            Provision(
                ref="3.1",
                instrument="main",
                what="A joint commission begins its work.",
                obligors=(a, b),
                clock=Clock(
                    kind="with", after="the first meeting of commanders", text="with the first meeting of commanders"
                ),
            ),
        ),
        claimed_terms=(
            ClaimedTerm(
                ref="X1",
                owner=b,
                what="Guns may not be moved at night.",
                answers=(
                    Reading(side=a, reading="No hour of the day is named anywhere.", basis="ministry note, 2031"),
                ),
            ),
        ),
    )


def build_case(a: str = "Varenia", b: str = "Tolmir") -> BuiltCase:
    """The Orlin truce: side ``a`` and side ``b``, March 2031. Nothing of it is real."""
    case = BuiltCase(the_agreement=the_truce(a, b))
    wire, post, voice, gazette, north, arabic, later, daily = _reports(case, a, b)

    broke = f"accused {a} of firing the shells from Marrow Hill"
    ink = "They broke the truce before the ink was dry,"
    brandt = {"speaker": "Adel Brandt", "speaker_kind": "named", "role": "spokesman", "side": b}
    halloran = {"speaker": "Ines Halloran", "speaker_kind": "named", "role": "spokeswoman", "side": a}
    accuse = case.statement(
        "accuse",
        case.said(wire, broke, ink, act="accuse", target_side=a, medium="press", direct=True, **brandt),
        case.said(post, broke, act="accuse", target_side=a, medium="press", **brandt),
        day=date(2031, 3, 4),
    )
    deny = case.statement(
        "deny",
        case.said(
            wire,
            "Our guns have been silent since Sunday,",
            act="deny",
            target_side=b,
            medium="statement",
            direct=True,
            **halloran,
        ),
        day=date(2031, 3, 4),
    )
    road = case.statement(
        "road",
        case.said(voice, f"{a} keeps the Dravec road shut", act="accuse", target_side=a, medium="speech", **brandt),
        day=date(2031, 3, 5),
    )
    case.statement(
        "demand",
        case.said(voice, "must open the road by 15 March", act="demand", target_side=a, medium="speech", **brandt),
        day=date(2031, 3, 5),
    )
    counter = case.statement(
        "counter",
        case.said(
            gazette,
            f"the shells came from positions of {b}",
            act="accuse",
            target_side=b,
            medium="press",
            direct=True,
            **halloran,
        ),
        day=date(2031, 3, 6),
    )
    pledge = case.statement(
        "pledge",
        case.said(
            gazette,
            f"{a} will pull its heavy guns back from the bridge by 20 March",
            act="pledge",
            medium="press",
            **halloran,
        ),
        day=date(2031, 3, 6),
    )
    case.statement(
        "monitor",
        case.said(
            north,
            "We do not yet know who fired",
            act="report",
            speaker="Joint Observer Mission",
            speaker_kind="institution",
            side="Joint Observer Mission",
            direct=True,
        ),
        day=date(2031, 3, 7),
    )
    case.statement(
        "baker",
        case.said(
            north,
            "I saw smoke over the hill before the second shell",
            speaker="Mira Tollan",
            speaker_kind="named",
            role=None,
            act="report",
            direct=True,
            medium="interview",
        ),
        day=date(2031, 3, 7),
    )
    case.statement(
        "arabic",
        case.said(arabic, "الطريق ما زال مغلقا أمام المدنيين", speaker="متحدث", speaker_kind="described", act="report"),
        day=date(2031, 3, 8),
    )
    missed = case.statement(
        "missed",
        case.said(later, f"{a} let the date for its guns pass", act="accuse", target_side=a, medium="tweet", **brandt),
        day=date(2031, 3, 26),
    )
    case.said(
        later,
        "did not comment on the guns",
        act="no_comment",
        side=a,
        silence=True,
        **{k: halloran[k] for k in ("speaker", "role")},
    )

    _incidents(case, a, b, wire, post, voice, gazette, later)

    case.the_judgements += link_origins(case.the_reports, case.texts, now=NOW)
    case.judge(
        "response",
        accuse.id,
        deny.id,
        "denial",
        score=0.91,
        reasons=(Reason(field="response", value="denial", rule="same report, cue denied", score=0.9),),
    )
    case.judge("response", accuse.id, counter.id, "counter_accusation", score=0.7)
    case.judge("response", road.id, deny.id, "denial", score=0.4)
    case.judge("response", road.id, deny.id, "denial", verdict="different", maker=PERSON)
    for record, ref in (
        (road.id, "1.2"),
        (accuse.id, "2.1"),
        (deny.id, "2.1"),
        (pledge.id, "1.1"),
        (missed.id, "1.1"),
        (missed.id, "X1"),
    ):
        case.judge(
            "provision", record, ref, score=0.8, reasons=(Reason(field="provision", value=ref, rule="topic words"),)
        )
    freed_a = case.figure(
        daily,
        f"{a} says 120 were freed",
        120,
        quantity=f"prisoners freed by {a}",
        unit="prisoners",
        kind="total",
        said_by="Ines Halloran",
        said_by_side=a,
        period=on(date(2031, 3, 1), date(2031, 3, 27)),
        definition="all prisoners, also the sick",
    )
    freed_b = case.figure(
        daily,
        f"{b} counts 90",
        90,
        quantity=f"prisoners freed by {a}",
        unit="prisoners",
        kind="total",
        said_by="Adel Brandt",
        said_by_side=b,
        period=on(date(2031, 3, 1), date(2031, 3, 27)),
    )
    case.one_series("prisoners", "conflict", freed_a, freed_b)
    case.the_commitments = [
        Commitment.of(
            span=span_of(gazette, f"{a} will pull its heavy guns back from the bridge by 20 March"),
            obligor=a,
            obligor_side=a,
            beneficiary=b,
            what="pull its heavy guns back from the bridge",
            due=on(date(2031, 3, 20), words="by 20 March", role="by"),
            said_by="Ines Halloran",
            maker=MACHINE,
        ),
        Commitment.of(
            span=span_of(later, "a meeting of commanders in April"),
            obligor="both sides",
            what="meet at the level of commanders",
            due=on(date(2031, 4, 1), date(2031, 4, 30), words="in April", value="2031-04", precision="month"),
            maker=MACHINE,
        ),
    ]
    case.put_aside = [
        SetAside(reason="quotation without a speaker", what="later.txt", count=2),
        SetAside(reason="empty file", what="notes.txt"),
    ]
    return case


def _reports(case: BuiltCase, a: str, b: str) -> list[Text]:
    """Eight reports in our own words; two share one origin, one is a web page, one is in Arabic."""
    opening = (
        "ORLIN: Mortar shells fell on the market at Kessel Bridge on Tuesday morning. At least 11 people were killed, "
        "the town's hospital said.\n\n"
        f"{b}'s spokesman Adel Brandt accused {a} of firing the shells from Marrow Hill."
    )
    wire = case.report(
        "wire.txt",
        f'Shells hit market at Kessel Bridge\n\n{opening} "They broke the truce before the ink was dry," he told '
        "reporters in Orlin. "
        "He showed them a shell case.\n\n"
        f'{a}\'s defence ministry denied the charge. "Our guns have been silent since Sunday," its spokeswoman '
        "Ines Halloran said. "
        "She took no questions.\n\n"
        "Observers of the Joint Observer Mission were on their way to the bridge <by boat>.",
        day=date(2031, 3, 4),
        publisher="Harbour Wire",
        url="https://harbourwire.example/2031/kessel?a=1&b=2",
    )
    post = case.report(
        "post.html",
        f"Market shelled at the bridge\n\nFile picture: the market in winter.\n\n{opening}\n\n"
        "The number of dead rose to 14 on Wednesday, the hospital said.",
        day=date(2031, 3, 5),
        publisher="Valley Post",
        url="https://valleypost.example/a/77",
        media_type="text/html",
        wire="Harbour Wire",
        caption=1,
    )
    voice = case.report(
        "voice.txt",
        f"Anger at the closed road\n\nIn a speech on Wednesday Adel Brandt said {a} keeps the Dravec road shut. {a} "
        "must open the road "
        f"by 15 March, he added.\n\nHe said 19 people had died in the market, killed by shells of {a}.",
        day=date(2031, 3, 5),
        publisher=f"Voice of {b}",
        url="https://voice.example/5",
    )
    gazette = case.report(
        "gazette.txt",
        f'Ministry answers\n\nIn fact, Ines Halloran said on Thursday, "the shells came from positions of {b}". Nine '
        "people died, "
        f"according to the ministry.\n\n{a} will pull its heavy guns back from the bridge by 20 March, she said. Other "
        "questions "
        "stay open.\n\nCorrection: an earlier version of this report named the wrong day.",
        day=date(2031, 3, 6),
        publisher=f"{a} Gazette",
        url="https://gazette.example/answers",
        notice=3,
    )
    north = case.report(
        "north.txt",
        'Observers at the bridge\n\n"We do not yet know who fired," the Joint Observer Mission said after a first '
        "visit.\n\n"
        '"I saw smoke over the hill before the second shell," said Mira Tollan, a baker.',
        day=date(2031, 3, 7),
        publisher="Northern Broadcasting",
        url="https://north.example/observers",
    )
    arabic = case.report(
        "road.txt",
        "الطريق إلى درافيك\n\nقال متحدث إن الطريق ما زال مغلقا أمام المدنيين. ولم يحدد موعدا لفتحه.",
        day=date(2031, 3, 8),
        publisher="صوت الوادي",
        url="https://wadi.example/1",
        direction="rtl",
        language="ar",
    )
    later = case.report(
        "later.txt",
        f"Guns still near the line\n\nOn Wednesday Adel Brandt wrote that {a} let the date for its guns pass. The "
        "ministry did not "
        "comment on the guns.\n\nBoth sides plan a meeting of commanders in April. Three aid workers were held for an "
        "hour at "
        "a post near Dravec on Tuesday, their agency said.",
        day=date(2031, 3, 27),
        publisher="Harbour Wire",
        url="https://harbourwire.example/2031/guns",
    )
    daily = case.report(
        "daily.txt",
        f"How many were freed?\n\n{a} says 120 were freed, and that this includes the sick. {b} counts 90.",
        day=date(2031, 3, 28),
        publisher="Lowland Daily",
    )
    return [wire, post, voice, gazette, north, arabic, later, daily]


def _incidents(
    case: BuiltCase, a: str, b: str, wire: Text, post: Text, voice: Text, gazette: Text, later: Text
) -> None:
    def bridge(text: Text, words: str = "Kessel Bridge") -> Where:
        return Where(
            name=words,
            span=span_of(text, words),
            precision="exact",
            role="where",
            match="exact",
            gazetteer_id="9",
            feature="PPL",
            lat=12.5,
            lon=41.25,
            admin1="Lower Orlin",
            country="ZZ",
            country_name="Vale",
            score=0.9,
        )

    day = on(date(2031, 3, 4), words="on Tuesday morning")
    fell = "Mortar shells fell on the market at Kessel Bridge on Tuesday morning"
    market = Participant(name="the market")
    shelling = case.incident(
        "shelling",
        case.told(
            wire,
            fell,
            "fell",
            type="shelling",
            places=(bridge(wire),),
            when=day,
            targets=(market,),
            counts=(killed(wire, "At least 11", 11, "the town's hospital", "at_least"),),
        ),
        case.told(
            wire,
            "firing the shells from Marrow Hill",
            "firing",
            type="shelling",
            said_as="alleged",
            said_by="Adel Brandt",
            said_by_side=b,
            actors=(Participant(name=a, side=a, said_by="Adel Brandt", span=span_of(wire, f"accused {a}")),),
        ),
        case.told(
            post,
            fell,
            "fell",
            type="shelling",
            places=(bridge(post),),
            when=day,
            counts=(killed(post, "14", 14, "the hospital"),),
        ),
        case.told(
            voice,
            f"killed by shells of {a}",
            "shells",
            type="shelling",
            said_as="alleged",
            said_by="Adel Brandt",
            said_by_side=b,
            actors=(Participant(name=a, side=a, said_by="Adel Brandt"),),
            counts=(killed(voice, "19", 19, "Adel Brandt"),),
        ),
        case.told(
            gazette,
            f"the shells came from positions of {b}",
            "came",
            type="shelling",
            said_as="alleged",
            said_by="Ines Halloran",
            said_by_side=a,
            actors=(Participant(name=b, side=b, said_by="Ines Halloran"),),
            counts=(killed(gazette, "Nine", 9, "the ministry"),),
        ),
        civilian_harm=True,
    )
    case.incident(
        "held",
        case.told(
            later,
            "Three aid workers were held for an hour at a post near Dravec on Tuesday",
            "held",
            type="detention",
            said_as="alleged",
            said_by="their agency",
            when=on(date(2031, 3, 25), words="on Tuesday"),
            targets=(Participant(name="aid workers"),),
            places=(Where(name="Dravec", precision="unresolved", role="where", span=span_of(later, "Dravec")),),
        ),
    )
    case.incident(
        "talks",
        case.told(
            later,
            "a meeting of commanders in April",
            "meeting",
            type="meeting",
            said_as="planned",
            when=on(date(2031, 4, 1), date(2031, 4, 30), words="in April", value="2031-04", precision="month"),
            actors=(Participant(name=a, side=a), Participant(name=b, side=b)),
        ),
    )
    toll = "killed in the shelling at Kessel Bridge"
    values = {"quantity": toll, "unit": "people", "kind": "toll"}
    case.one_series(
        "toll",
        "conflict",
        case.figure(
            wire,
            "At least 11 people were killed",
            11,
            bound="at_least",
            as_of=day,
            said_by="the town's hospital",
            **values,
        ),
        case.figure(post, "rose to 14", 14, as_of=on(date(2031, 3, 5)), said_by="the hospital", **values),
        case.figure(
            voice, "19 people had died", 19, as_of=on(date(2031, 3, 5)), said_by="Adel Brandt", said_by_side=b, **values
        ),
        case.figure(
            gazette, "Nine people died", 9, as_of=on(date(2031, 3, 6)), said_by="the ministry", said_by_side=a, **values
        ),
        incident_id=shelling.id,
    )
