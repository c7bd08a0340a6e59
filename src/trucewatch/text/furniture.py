"""Lines that are web furniture wherever they stand: menus, share bars, credits, notices, tags.

The word lists are the common vocabulary of news sites, wire services and press offices of any country;
no outlet has rules of its own here.
"""

from __future__ import annotations

import re

from trucewatch.records.text import BlockRole
from trucewatch.text.phrases import AGENCY, CLOCK, DATE, TOLD, WEEKDAY, any_of
from trucewatch.text.units import Unit

Label = tuple[BlockRole, str]

#: No line longer than this (characters) is looked at: furniture is short.
LONGEST = 900
URL = re.compile(r"(?:https?://|www\.)\S+|\b[\w.-]+\.(?:com|org|net|info)/\S*", re.I)
DATE_LEAD = (
    r"(?:(?:first |last |date )?(?:published|posted|updated|modified|created|issued|date|on|release date)"
    r"(?: (?:on|at))?\s*:?\s*)*"
)
DATE_LINE = re.compile(
    rf"{DATE_LEAD}(?:{WEEKDAY},?\s+)?{DATE}(?:[\s,|•·–—-]*(?:at\s+)?(?:T\s*)?{CLOCK}|[T\s]\d{{2}}:\d{{2}}\S*)?"
    rf"(?:\s*[(|•·–-]?\s*(?:\d+ \w+ ago|GMT|UTC)\)?)?(?:\s*[|•·]\s*[^|•·]{{1,30}}){{0,3}}",
    re.I,
)
AGO = re.compile(
    r"(?:(?:published|updated|posted)\s*:?\s*)?(?:an?|\d+)\s+(?:second|minute|hour|day|week|month|year)s?\s+ago", re.I
)
READING = re.compile(
    any_of(
        r"(?:estimated )?(?:reading|read) time\s*:?.{0,20}",
        r"(?:about )?(?:\d+|a|one|two|three|four|five)[\s-]*min(?:ute)?s?[\s-]*(?:read|listen|watch)",
        r"\d[\d,.]* (?:views|shares|reads|comments)",
        r"(?:views|shares)\s*:?\s*\d[\d,.]*",
    ),
    re.I,
)
#: "[ad_1]", "<!-- -->", "{{ … }}", "___": marks of the machine that made the page.
MARKS = re.compile(r"\[/?[a-z][a-z0-9_-]*(?:\s[^\]\n]*)?\]|<!--.*-->|\{\{.*\}\}|(?:[-*_=#~•·—–]\s*){3,}")
MARKDOWN_LINK = re.compile(r"!?\[[^\]]*\]\([^)\s]+\)")
CRUMBS = re.compile(
    r"(?:you are here\s*:\s*)?(?:home|main|start|news|front page|homepage|index)\s*(?:[/>»›|→:\\]|::|&gt;)\s*\S.*", re.I
)
#: Names of sections and controls; a line of nothing else is a menu.
MENU_WORDS = (
    "news", "world", "politics", "opinion", "sports?", "business", "economy", "culture", "technology", "science",
    "health",
    "africa", "asia", "europe", "middle east", "americas", "regions?", "features?", "analysis", "interviews?",
    "weather",
    "more", "all", "topics?", "sections?", "categories", "home(?: ?page)?", "video", "audio", "photos?", "gallery",
    "live",
    "local", "international", "national", "latest", "search", "menu", "contact(?: us)?", "about(?: us)?", "subscribe",
    "login", "log ?in", "sign ?in", "register", "rss", "documents?", "lifestyle", "entertainment", "press", "media",
)  # fmt: skip
NAVIGATION = re.compile(
    any_of(
        *MENU_WORDS,
        r"accessibility (?:links?|help)", r"skip (?:links|to (?:main )?(?:content|navigation|search|footer))",
        r"(?:breaking|latest)(?: (?:news|updates?|headlines|stories))?", r"live(?: updates?| tv)", r"top stories",
        r"main menu",
        r"(?:toggle |show |open )?(?:navigation|menu|search)(?: menu)?", r"search(?: for:?| the site)?",
        r"close(?: menu)?",
        r"log ?out", r"my account", r"advertisements?", r"ads?", r"sponsored(?: content)?", r"promoted",
        r"subscribe now",
        r"(?:story|article) continues (?:below|after).{0,40}", r"continue reading.{0,40}", r"loading(?:\.\.\.|…)?",
        r"(?:next|prev(?:ious)?)(?: (?:article|story|post))?", r"back to (?:top|.{3,20})", r"go to (?:top|homepage)",
        r"scroll (?:to|up).{0,20}", r"(?:show|load|view|see) (?:more|all|comments|gallery|original)(?: .{0,30})?",
        r"expand",
        r"collapse", r"listen(?: to (?:this )?(?:article|story))?", r"play(?: video)?", r"pause", r"mute", r"embed",
        r"watch live", r"slideshow", r"text size", r"font size", r"a[ +-]*a[ +-]*a", r"a ?[+-]",
        r"english|العربية|الرئيسية|français|русский|español|فارسی|دری|پښتو|اردو|中文|languages?|edition",
        r"site ?map", r"rss feeds?", r"published", r"updated", r"posted", r"sources?", r"origin",
        r"originally published",
        r"read (?:more|full).{0,30}", r"read the (?:original|full) (?:article|story|report|text)\b.{0,80}",
        r"tags?", r"tagged(?: with| as)?", r"labels?", r"keywords?", r"filed under", r"you are here",
        r"(?:click|tap) here.{0,80}", r"exclusive", r"developing", r"just in",
        r"editor'?s? picks?", r"must read", r"trending(?: now)?", r"uncategori[sz]ed", r"press releases?",
        r"news (?:and|&) (?:press releases?|events)", r"for immediate release", r"situation reports?", r"attachments?",
        r"download(?: .{0,40})?", r"report details", r"format", r"original", r"primary country", r"print version",
        r"accept(?: all)?(?: cookies)?", r"reject all", r"cookie (?:settings|policy)", r"privacy(?: policy)?",
        r"terms(?: (?:of use|and conditions|& conditions))?", r"-?ends?-?", r"the end", r"xxx", r"#+", r"end of list",
        r"list (?:of \d+ items|\d+ of \d+)", r"\d{1,2}(?: (?:of|/) \d{1,2})?", r"list", r"name \*", r"email \*",
        r"website",
    ),
    re.I,
)  # fmt: skip
MENU_BAR = re.compile(rf"{any_of(*MENU_WORDS)}(?:[\s|/,•·&]+{any_of(*MENU_WORDS)}){{2,}}", re.I)
#: Social words; a line of nothing else is a share bar, run together or not ("FacebookTwitter").
SOCIAL = re.compile(
    any_of(
        r"facebook", r"twitter", r"whats\s?app", r"telegram", r"linked\s?in", r"pinterest", r"reddit", r"tumblr",
        r"instagram",
        r"youtube", r"tik\s?tok", r"messenger", r"viber", r"vkontakte", r"\bvk\b", r"flipboard", r"pocket", r"e-?mail",
        r"print(?:er)?(?: friendly)?", r"shares?", r"sharing", r"tweets?", r"copy(?: link)?", r"link copied", r"send",
        r"save(?: for later)?", r"bookmark", r"\bx\b", r"\bfb\b", r"google\+?", r"plus", r"this", r"article",
        r"story", r"page",
        r"post", r"via", r"on", r"to", r"the", r"a", r"and", r"or", r"with", r"friends?", r"your", r"link", r"url",
        r"short",
        r"comment", r"like", r"pin", r"it", r"icon", r"\d+", r"close", r"more options", r"click",
        r"opens in new window",
        r"follow", r"us", r"about", r"copied",
    ),
    re.I,
)  # fmt: skip
SOCIAL_SURE = re.compile(
    r"facebook|twitter|whats\s?app|telegram|linked\s?in|\bshar(?:e|ing)|tweet|e-?mail|\bprint|\bcopy", re.I
)
#: Requests to the reader; they open the line.
PROMOTION = re.compile(
    any_of(
        r"(?:follow|like|join|find|connect with|subscribe to|sign up (?:for|to)|support|donate to|download|get|add"
        r"|visit)"
        r" (?:us|our|the app|the latest|more (?:news|stories)|breaking news)\b.{0,200}",
        r"(?:sign up|subscribe|register)\b.{0,60}\b(?:newsletters?|alerts?|updates?|briefings?|channel"
        r"|inbox)\b.{0,120}",
        r"(?:for (?:more|the latest|all the latest)|stay)"
        r" .{0,60}\b(?:follow us|visit|download|subscribe|connected|click|updated|tuned)\b.{0,120}",
        r"(?:your email address will not be published|required fields are marked|this (?:site|website) uses"
        r"|we use cookies"
        r"|please enable javascript|save my name|enter your email|learn how your).{0,200}",
        r"save (?:this|articles?|stories)\b.{0,60}\b(?:later|list)\b.{0,60}",
        r"(?:©|\(c\)|copyright (?:©|\(c\)|\d{4})).{0,300}",
        r"(?:share|print|email|tweet|rate|comment on|like) this"
        r"(?: (?:article|story|post|page|news|on|via|with|to)\b.{0,60})?\s*:?",
        r"click (?:here )?to (?:share|print|email|tweet|follow)\b.{0,100}",
        r"(?:follow|tweet|contact|email|e-mail) (?:@?\w+ ){1,5}(?:on (?:twitter|x|facebook|instagram)|at)\b.{0,80}",
        r"(?:contact|e-?mail|tel(?:ephone)?|phone|fax|media (?:contact|enquiries)|for (?:further"
        r"|more) information)\s*:.{2,160}",
    ),
    re.I,
)
#: Words of site notices; they count only where nothing is told.
SITE_NOTICE = re.compile(
    r"\b(?:all rights reserved|may not be (?:published|reproduced|redistributed|broadcast)|terms of (?:use|service)"
    r"|privacy policy|uses? cookies|enable javascript|unsubscribe|newsletter|(?:in|to) your inbox|trust principles"
    r"|link to the (?:site|source) is required|not responsible for (?:the|their|its) content|akismet)\b"
    r"|\bon (?:twitter|facebook|instagram|telegram)\s*:?\s*@\w+$",
    re.I,
)
#: "WATCH: …": a pointer to another story, in any place.
POINTER = re.compile(
    any_of(
        r"(?:read|see|watch|listen|view)(?: (?:more|also|next|here|this|now|the full \w+|our \w+|live))?",
        r"also (?:read|see|watch|on)",
        r"(?:more|related|recommended)(?: (?:on|from|stories|news|coverage|articles?|reading|content|video|posts?))?",
        r"don'?t miss", r"up next", r"in (?:pictures|video|photos)", r"video", r"photos?", r"gallery", r"podcast",
        r"opinion",
        r"explainer", r"live", r"must read", r"you may (?:also )?like",
        r"(?:next|previous)(?: (?:post|article|story))?",
    )
    + r"\s*[:|►▶➤»>–—]+\s*\S.*",
    re.I,
)  # fmt: skip
#: Headings after which the page goes on to other things.
TAIL = re.compile(
    any_of(
        r"check also", r"see also", r"read also", r"also read", r"read (?:more|next)",
        r"related(?: (?:posts?|articles?|stories|news|topics?|content|links|coverage|items|video|reading))?",
        r"more (?:from|on|in|stories|news|articles?|about|like)\b.{0,50}",
        r"you (?:may|might) (?:also )?(?:like|be interested in)\b.{0,40}",
        r"recommended(?: (?:for you|stories|articles|reading))?", r"keep reading", r"next up", r"up next",
        r"most (?:read|popular|viewed|shared|commented|watched|recent)\b.{0,40}", r"popular(?: (?:posts|now|stories))?",
        r"trending(?: now)?", r"what to read next", r"latest (?:news|stories|posts|articles|from .{2,40})",
        r"(?:recent|other) (?:posts|news|stories|articles)", r"top stories", r"editor'?s'? (?:picks?|choice)",
        r"(?:also )?in (?:other|the) news", r"around the (?:web|region)", r"from the web",
        r"sponsored (?:links|stories)",
        r"elsewhere on .{2,40}", r"(?:next|previous) (?:article|post|story)",
    )
    + r"\s*:?",
    re.I,
)  # fmt: skip
COMMENTS = re.compile(
    any_of(
        r"(?:leave|post|add|write|submit) (?:a |your |an? )?(?:reply|comments?|response).{0,40}",
        r"(?:\d+|no) (?:comments?|responses?|replies|thoughts?)(?: on .*)?", r"comments?(?: \(\d+\))?",
        r"join the (?:conversation|discussion)", r"view comments", r"cancel reply",
    ),
    re.I,
)  # fmt: skip
ABOUT = re.compile(
    r"(?i:about) (?i:the )?(?i:author|admin|editor|writer|us)\b.{0,40}|(?i:author(?:'s)? (?:bio|profile|archive))"
    r"|(?i:view all|more) (?i:posts by) .*|(?i:about) (?:the )?[A-Z][\w.]+(?: [A-Z][\w.]+){0,3}|(?i:notes? (?:to"
    r"|for) editors?)"
)
_CHANGED = r"(?:updated|corrected|clarified|republished|edited)"
_CHANGED_SURE = (
    r"(?:updated|corrected|amended|revised|modified|clarified|edited|retracted|withdrawn|removed|republished)"
)
#: "Update:" brings in news as well: it is a notice where it goes on to tell of the report itself.
_OF_ITSELF = (
    r"[^.\n]{0,120}\b(?:(?:this|the|our) (?:story|article|report|version|post|page|headline|piece)|adds|recasts"
    r"|(?:been|was|is) (?:updated|corrected|amended)|updated (?:to|with)|earlier version)\b"
)
NOTICE = re.compile(
    r"[(\[*_\s]*"
    + any_of(
        rf"this (?:article|story|report|version|post|page|piece|headline|item|dispatch)\b.{{0,60}}?\b{_CHANGED_SURE}\b",
        r"this (?:version|story|article|dispatch|item) (?:corrects|adds|removes|updates|clarifies|fixes|deletes)\b",
        rf"the (?:article|story|headline|post)\b.{{0,40}}?\b(?:has been|was) (?:\w+ ){{0,1}}{_CHANGED}\b",
        r"(?:corrections?|clarification|retraction|updated|corrected|recast|editors?'?s?'? note"
        rf"|note to (?:editors|readers)|updates?(?={_OF_ITSELF}))"
        r"\s*(?:\([^)]{0,40}\))?\s*[:–—-]+\s*\S",
        r"an? (?:earlier|previous|prior) version of (?:this|the) (?:article|story|report|headline|post|page|piece)\b",
        r"we (?:have )?(?:corrected|updated|withdrawn|retracted) (?:this|the|our) (?:article|story|headline|post)\b",
        r"(?:removes|corrects|adds|updates|clarifies|deletes|fixes) (?:[\w,]+ ){0,6}(?:in|to|with|from) (?:\w+ ){0,4}"
        r"(?:paragraphs?|paras?|headline|lead|dateline|byline|quotes?)\b",
    ),
    re.I,
)
CREDIT = re.compile(
    r"[(\[*_\s]*"
    + any_of(
        r"(?:additional |further )?(?:reporting|writing|editing|compiled|translated|translation|edited|written|produced"
        r"|photography|graphics?|research)(?: and (?:writing|editing|reporting))?(?: by"
        r"|:)?\s+(?:by\s+)?(?-i:[A-Z])[\w.'’-]+ .{0,400}",
        r"(?:with )?(?:inputs?|reporting|material|files|contributions?|additional reporting) (?:from|by) .{2,120}",
        r"(?:source|via|courtesy|credits?|original source)\s*:\s*.{2,160}",
        r"(?:this (?:article|story|report|piece) (?:was )?)?(?:first|originally) (?:appeared|published) (?:by|in|on"
        r"|at)\b.{2,160}",
        rf"(?:-+|–|—)?\s*(?-i:{AGENCY}|Agencies|AGENCIES)(?:\s*(?:[,/&+-]|and)\s*(?-i:{AGENCY}|agencies|Agencies"
        rf"|staff))*"
        r"\s*(?:news agency|photo)?\.?",
    )
    + r"[)\]*_\s.]*",
    re.I,
)
CONTRIBUTED = re.compile(r".{3,160} contributed (?:to this (?:report|story|article)|reporting)\.?", re.I)
#: A production credit set at the end of the last paragraph.
TRAILING_CREDIT = re.compile(
    r"\s+\((?:additional |further )?(?:reporting|writing|editing|compiled|translated|edited"
    r"|written)\b[^()]{3,400}\)\s*$",
    re.I,
)
BYLINE = re.compile(
    any_of(
        r"(?i:(?:story |text |words |written |reported |posted |published |report |analysis )?by)[:\s]+"
        r"(?:[A-Z][\w.'’-]*|(?i:an?|our|the|staff|admin))\b[^.!?]{0,120}",
        r"(?i:authors?|reporters?|writers?|correspondents?|editors?|posted by|published by|bylines?)\s*:\s*.{2,100}",
        r"(?i:(?:our |staff |special |web |online |foreign |diplomatic |news |chief |senior )*"
        r"(?:correspondent|reporter|writer|editor|desk|staff|bureau|newsroom)s?)(?:,? (?:in )?[A-Z]\w+(?: [A-Z]\w+)?)?",
        r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){1,3}(?:,| [-–|]| in)\s(?:[A-Z][\w.'’-]+ ?){1,4}",
        r"(?i:admin|administrator|web ?master|guest|anonymous)",
        r"(?:[A-Z][\w.'’-]+ ){1,4}(?i:staff|newsroom|desk|reporters?|correspondents?|editorial board)",
    )
)
TAG_LEAD = re.compile(
    r"(?:tags?|tagged(?: (?:with|as|in))?|topics?|keywords?|filed under|categor(?:y|ies)|labels?|subjects?"
    r"|in this (?:story|article)|themes?|disaster type|content format)\s*[:#|–-]\s*\S?.*",
    re.I,
)
HASHTAGS = re.compile(r"(?:#\w+[\s,]*){2,}|#\w+")
VERBISH = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|said|says|told|do|does|did|can|could|may|might|must|should"
    r"|that|which|who|after|before|because|while)\b",
    re.I,
)


def furniture(unit: Unit) -> Label | None:
    """The role of a line that is furniture wherever it stands, with the rule's name; None for all else."""
    words = unit.words
    if len(words) > LONGEST:
        return None
    bare = words.strip(" \t*_|•·►▶➤→«»<>-–—\u200b\ufeff")
    if not bare or not unit.size or MARKS.fullmatch(words):
        return "other", "marks or shortcode"
    if len(URL.sub("", words).strip(" \t,;|-–•")) <= 0.15 * len(words) or MARKDOWN_LINK.fullmatch(words):
        return ("spam", "several links") if len(URL.findall(words)) > 1 else ("share", "bare link")
    # what tells of something in a whole sentence is report, unless it says of itself what it is
    told = unit.ends_sentence and unit.size >= 8 and TOLD.search(words) is not None
    return _by_words(unit, bare, told=told)


def _by_words(unit: Unit, bare: str, *, told: bool) -> Label | None:
    words, short = unit.words, bare.rstrip(" .!:")
    if AGO.fullmatch(bare) or (len(bare) <= 140 and DATE_LINE.fullmatch(bare.rstrip(" ."))):
        return "byline", "date line"
    if READING.fullmatch(bare):
        return "reading_time", "reading time or counter"
    if NOTICE.match(words):
        return "notice", "words of a notice"
    if CONTRIBUTED.fullmatch(bare) or (CREDIT.fullmatch(words) and (not told or words[:1] in "([")):
        return "credit", "production credit"
    if not told and unit.size <= 30 and POINTER.fullmatch(bare):
        return "teaser", "pointer to another story"
    if NAVIGATION.fullmatch(short) or MENU_BAR.fullmatch(bare):
        return "navigation", "menu words"
    if unit.size <= 14 and _only_social(bare):
        return "share", "share bar"
    if unit.size <= 60 and (PROMOTION.fullmatch(short) or (not told and SITE_NOTICE.search(words))):
        return "share", "promotion or site notice"
    # the last crumb may be a headline that asks
    if unit.size <= 40 and CRUMBS.fullmatch(bare) and (not unit.ends_sentence or bare.endswith("?")):
        return "navigation", "breadcrumbs"
    if told:
        return None
    if TAG_LEAD.fullmatch(bare) and not unit.ends_sentence and unit.size <= 60:
        return "tags", "tag words"
    if HASHTAGS.fullmatch(bare):
        return "tags", "hashtags"
    if words.count("|") >= 3 and not unit.ends_sentence and unit.size <= 40:
        return "navigation", "menu bar"
    return None


def _only_social(bare: str) -> bool:
    """True for lines that hold nothing but social words and at least one that is surely one."""
    return SOCIAL_SURE.search(bare) is not None and not re.sub(r"[\W_]+", "", SOCIAL.sub("", bare))


def is_byline(unit: Unit) -> bool:
    """A line that can only be a byline by its form; whether its place fits is for the caller."""
    return unit.size <= 18 and not unit.ends_sentence and BYLINE.fullmatch(unit.words.strip(" *_|-–—•")) is not None


def is_tags(unit: Unit) -> bool:
    """A list of terms parted by commas or bars, no item a clause, no full stop at the end."""
    if unit.ends_sentence or len(unit.words) > 500:
        return False
    items = [item for item in re.split(r"[,;|•·/#]", unit.words) if item.strip()]
    return len(items) >= 3 and all(len(i.split()) <= 4 for i in items) and not VERBISH.search(unit.words)
