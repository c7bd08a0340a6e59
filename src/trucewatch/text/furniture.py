"""Lines that are web furniture wherever they stand: menus, share bars, credits, notices, captions, tags.

The word lists are the common vocabulary of news sites, wire services and transcripts of any country;
no outlet has rules of its own here.
"""

from __future__ import annotations

import re

from trucewatch.records.text import BlockRole
from trucewatch.text.units import Unit

Label = tuple[BlockRole, str]

URL = re.compile(r"(?:https?://|www\.)\S+|\b[\w.-]+\.(?:com|org|net|info)/\S*", re.I)
#: News agencies, as credited in captions, bylines and datelines.
AGENCIES = (
    "AFP", "AP", "Reuters", "EPA", "EFE", "EPA-EFE", "UPI", "PA", "DPA", "dpa", "ANSA", "ANI", "PTI", "IANS", "Xinhua",
    "TASS", "Interfax", "Sputnik", "RIA Novosti", "Anadolu Agency", "Anadolu", "AA", "SANA", "IRNA", "Getty Images",
    "Getty", "Associated Press", "Agence France-Presse", "The Associated Press", "AAP", "Kyodo", "Yonhap", "WAM",
    "SPA", "MENA", "KUNA", "Petra", "SUNA", "Ukrinform", "Bloomberg", "NurPhoto", "Shutterstock", "ACAN-EFE", "Notimex",
    "Prensa Latina", "ITAR-TASS", "Press Association", "Rex Features", "Alamy", "Zuma",
)  # fmt: skip
AGENCY = "|".join(re.escape(name) for name in sorted(AGENCIES, key=len, reverse=True))

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
_CLOCK = r"\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:GMT|UTC|[A-Z]{2,4}T|[A-Z][a-z]+ time)?(?:[+-]\d{1,2}(?::?\d{2})?)?"
DATE = (
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?[\s-]+{_MONTH}[\s,-]+\d{{4}}"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
)
DATE_LINE = re.compile(
    rf"(?:(?:first |last |date )?(?:published|posted|updated|modified|created|issued|date|on|release date)(?: (?:on|at))?\s*:?\s*)*"
    rf"(?:{_DAY},?\s+)?{DATE}(?:[\s,|•·–—-]*(?:at\s+)?(?:T\s*)?{_CLOCK}|[T\s]\d{{2}}:\d{{2}}\S*)?(?:\s*[(|•·–-]?\s*(?:\d+ \w+ ago|GMT|UTC)\)?)?",
    re.I,
)
AGO = re.compile(r"(?:(?:published|updated|posted)\s*:?\s*)?(?:an?|\d+)\s+(?:second|minute|hour|day|week|month|year)s?\s+ago", re.I)
READING = re.compile(
    r"(?:estimated )?(?:reading time|read time)\s*:?.{0,20}|(?:about )?(?:\d+|a|one|two|three|four|five)[\s-]*(?:min(?:ute)?s?)[\s-]*(?:read|listen|watch)"
    r"|\d[\d,.]* (?:views|shares|reads|comments)|(?:views|shares)\s*:?\s*\d[\d,.]*",
    re.I,
)
SHORTCODE = re.compile(r"\[/?[a-z][a-z0-9_-]*(?:\s[^\]\n]*)?\]|<!--.*-->|\{\{.*\}\}|(?:[-*_=#~•·—–]\s*){3,}")
CRUMBS = re.compile(r"(?:home|main|start|news|front page|homepage|index)\s*(?:[/>»›|→:\\]|::|&gt;)\s*\S.*", re.I)
#: A whole line of these, or of several of them, is a menu or a control.
NAVIGATION = re.compile(
    r"(?:accessibility links?|skip to (?:main )?(?:content|navigation|search|footer)|breaking news|latest (?:news|updates?|headlines|stories)"
    r"|live(?: updates?| tv)?|top stories|menu|main menu|toggle (?:navigation|menu)|search(?: for:?| the site)?|close(?: menu)?|home(?: ?page)?"
    r"|sign in|log ?in|log ?out|register|subscribe(?: now)?|my account|advertisement|ad|ads|sponsored(?: content)?|promoted"
    r"|story continues below(?: advertisement)?|article continues (?:after|below) .{0,40}|continue reading.{0,40}|loading(?:\.\.\.|…)?"
    r"|next(?: (?:article|story|post))?|prev(?:ious)?(?: (?:article|story|post))?|back to (?:top|.{3,20})|go to (?:top|homepage)|scroll (?:to|up).{0,20}"
    r"|show (?:more|all)|load more|view (?:all|more|comments|gallery)|expand|collapse|listen(?: to (?:this )?(?:article|story))?"
    r"|play(?: video)?|pause|mute|embed|watch live|audio|video|photos?|gallery|slideshow|text size|font size|a[ +-]*a[ +-]*a"
    r"|english|العربية|français|русский|español|فارسی|دری|پښتو|اردو|中文|languages?|edition|contact(?: us)?|about(?: us)?|site ?map|rss(?: feeds?)?"
    r"|news|world|politics|opinion|sports?|business|economy|culture|technology|science|health|africa|asia|europe|middle east|americas|regions?"
    r"|features?|analysis|interviews?|weather|more|all|topics?|sections?|categories|published|updated|source|sources|read (?:more|full).{0,30}"
    r"|click here.{0,80}|tap here.{0,80}|see (?:all|more)(?: .{0,30})?|exclusive|developing|just in|editor'?s? picks?|must read|trending(?: now)?"
    r"|uncategori[sz]ed|press releases?|news (?:and|&) (?:press releases?|events)|for immediate release|situation reports?|attachments?|download(?: .{0,40})?|report details|format|original|primary country"
    r"|accept(?: all)?(?: cookies)?|reject all|cookie (?:settings|policy)|privacy(?: policy)?|terms(?: (?:of use|and conditions|& conditions))?|end|ends|-ends?-|the end|xxx|#+)",
    re.I,
)
#: Social words; a line of nothing else is a share bar, run together or not ("FacebookTwitter").
SOCIAL = re.compile(
    r"facebook|twitter|whats\s?app|telegram|linked\s?in|pinterest|reddit|tumblr|instagram|youtube|tik\s?tok|messenger|viber|vkontakte|\bvk\b"
    r"|flipboard|pocket|e-?mail|print(?:er)?(?: friendly)?|shares?\b|sharing|tweets?\b|copy(?: link)?|link copied|send|save(?: for later)?|bookmark"
    r"|\bx\b|\bfb\b|google\+?|plus|this|article|story|page|post|via|on|to|the|a|and|or|with|friends?|your|link|url|short|comment|like|pin|it|icon|\d+|close|more options",
    re.I,
)
SOCIAL_SURE = re.compile(r"facebook|twitter|whats\s?app|telegram|linked\s?in|share|tweet|e-?mail|print|copy", re.I)
PROMOTION = re.compile(
    r"(?:follow|like|join|find|connect with|subscribe to|sign up (?:for|to)|support|donate to|download|get|add|visit) (?:us|our|the app|the latest|more (?:news|stories)|breaking news)\b.{0,200}"
    r"|(?:sign up|subscribe|register)\b.{0,60}\b(?:newsletters?|alerts?|updates?|briefings?|channel|inbox)\b.{0,120}"
    r"|(?:for (?:more|the latest|all the latest)|stay) .{0,60}\b(?:follow|visit|download|subscribe|connected|click|updated|tuned)\b.{0,120}"
    r"|.{0,80}\b(?:all rights reserved|may not be (?:published|reproduced|redistributed|broadcast)|terms of (?:use|service)|privacy policy|uses? cookies"
    r"|enable javascript|your email address will not be published|required fields are marked|unsubscribe|newsletter)\b.{0,300}"
    r"|(?:©|\(c\)|copyright\b)\s*.{0,160}|(?:share|print|email|tweet|rate|report|comment on|like) this(?: (?:article|story|post|page|news|on|via|with|to)\b.{0,60})?\s*:?"
    r"|(?:follow|tweet|contact|email|e-mail) (?:@?\w+ ){1,5}(?:on (?:twitter|x|facebook|instagram)|at)\b.{0,80}|.{0,60}\bon (?:twitter|facebook|instagram|telegram|whatsapp)\s*:?\s*@?\w+",
    re.I,
)
#: "WATCH: ...": a pointer to another story, in any place.
POINTER = re.compile(
    r"(?:(?:read|see|watch|listen|view)(?: (?:more|also|next|here|this|now|the full \w+|our \w+|live))?|also (?:read|see|watch|on)|(?:more|related|recommended)(?: (?:on|from|stories|news|coverage|articles?|reading|content|video|posts?))?"
    r"|don'?t miss|up next|in (?:pictures|video|photos)|video|photos?|gallery|podcast|opinion|explainer|live|must read|you may (?:also )?like)\s*[:|►▶➤»>–—]+\s*\S.*",
    re.I,
)
#: Headings after which the page goes on to other things; the words tell to what.
TAIL = re.compile(
    r"(?:check also|see also|read also|also read|read (?:more|next)|related(?: (?:posts?|articles?|stories|news|topics?|content|links|coverage|items|video|reading))?|more (?:from|on|in|stories|news|articles?|about|like)\b.{0,50}"
    r"|(?:you (?:may|might) (?:also )?(?:like|be interested in)|recommended(?: (?:for you|stories|articles|reading))?|most (?:read|popular|viewed|shared|commented|watched|recent)|popular(?: (?:posts|now|stories))?|trending(?: now)?|what to read next|up next)\b.{0,40}"
    r"|latest (?:news|stories|posts|articles|from .{2,40})|recent (?:posts|news|stories|articles)|other (?:news|stories|articles)|top stories|editor'?s'? (?:picks?|choice)|in other news|also in the news"
    r"|around the (?:web|bbc)|from the web|sponsored (?:links|stories)|keep reading|elsewhere on .{2,40}|next (?:article|post|story)|previous (?:article|post|story)|read next)\s*:?",
    re.I,
)
COMMENTS = re.compile(
    r"(?:leave|post|add|write|submit) (?:a |your |an? )?(?:reply|comments?|response).{0,40}|(?:\d+|no) (?:comments?|responses?|replies|thoughts?)(?: on .*)?|comments?(?: \(\d+\))?|join the (?:conversation|discussion)|view comments|cancel reply|discussion",
    re.I,
)
ABOUT = re.compile(r"about (?:the )?(?:author|admin|editor|writer|us)\b.{0,40}|author(?:'s)? (?:bio|profile|archive)|(?:view all|more) posts by .*|about [A-Z][\w.]+(?: [A-Z][\w.]+){0,3}", re.I)
NOTICE = re.compile(
    r"[(\[*_\s]*(?:(?:this|the) (?:article|story|report|version|post|page|piece|headline|item|item|copy|dispatch)(?: and (?:its )?headline)?\b.{0,80}?\b(?:updated?|updates|correct(?:ed|s)|amended|revised|modified|clarified|edited|retracted|withdrawn|removed|republished|adds|removes)\b"
    r"|(?:correction|corrections|clarification|retraction|update|updates|updated|corrected|recast|editor'?s'? note|editors'? note|note to (?:editors|readers))\s*(?:\([^)]{0,40}\))?\s*[:–—-]+\s*\S"
    r"|an? (?:earlier|previous|prior) version of this\b|we (?:have )?(?:corrected|updated|withdrawn|retracted)\b|(?:removes|corrects|adds|updates|clarifies|deletes|fixes) (?:\w+ ){0,6}(?:in|to|with|from) (?:\w+ ){0,4}(?:paragraph|para|headline|lead|first|second|third|dateline|byline|story|quote)s?\b)",
    re.I,
)
CREDIT = re.compile(
    rf"[(\[*_\s]*(?:(?:additional |further )?(?:reporting|writing|editing|compiled|translated|translation|edited|written|produced|photography|graphics?|research|contributions?)(?: and (?:writing|editing|reporting))?(?: by|:)?\s+(?:by\s+)?[A-Z][\w.'’-]+ .{{0,400}}"
    rf"|(?:with )?(?:inputs?|reporting|material|files|contributions?|additional reporting) (?:from|by) .{{2,120}}|(?:source|via|courtesy|credit|credits|origin(?:al source)?|first published (?:by|in|on)|this (?:article|story|report|piece) (?:was )?(?:first|originally) (?:appeared|published)|originally published)\s*(?::|(?:by|in|on|at)\b)\s*.{{2,160}}"
    rf"|.{{3,160}} contributed (?:to this (?:report|story|article)|reporting)\.?|(?:-+|–|—)?\s*(?:{AGENCY}|agencies)(?:\s*(?:[,/&+-]|and)\s*(?:{AGENCY}|agencies|staff))*\s*(?:news agency|photo)?\.?)[)\]*_\s.]*",
    re.I,
)
BYLINE = re.compile(
    r"(?:story |text |words |written |reported |posted |published |report |analysis )?by[:\s]+(?:[A-Z][\w.'’-]*|an?|our|the|staff)\b[^.!?]{0,120}|(?:author|reporter|writer|correspondent|editor|posted by|published by|byline)s?\s*:\s*.{2,100}"
    r"|(?:our |staff |special |web |online |foreign |diplomatic |news |chief |senior )*(?:correspondent|reporter|writer|editor|desk|staff|bureau)s?(?:,? (?:in )?[A-Z]\w+(?: [A-Z]\w+)?)?"
    r"|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){1,3}(?:,| [-–|]| in)\s(?:[A-Z][\w.'’-]+ ?){1,4}|admin|administrator|web ?master|guest|anonymous",
)
TAG_LEAD = re.compile(r"(?:tags?|tagged(?: (?:with|as|in))?|topics?|keywords?|filed under|categor(?:y|ies)|labels?|subjects?|in this (?:story|article)|themes?|disaster type|content format)\s*[:#|–-]\s*\S?.*", re.I)
HASHTAGS = re.compile(r"(?:#\w+[\s,]*){2,}|#\w+")
VERBISH = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|said|says|told|do|does|did|can|could|may|might|must|should|that|which|who|after|before|because|while)\b", re.I
)


def furniture(unit: Unit) -> Label | None:
    """The role of a line that is furniture wherever it stands, with the rule's name; None for all else."""
    words = unit.words
    if len(words) > 900:
        return None
    bare = words.strip(" \t*_|•·►▶➤→«»<>-–—\u200b\ufeff")
    if not bare or not unit.size or SHORTCODE.fullmatch(words):
        return "other", "marks or shortcode"
    if len(URL.sub("", words).strip(" \t,;|-–•")) <= 0.15 * len(words):
        return ("spam", "several links") if len(URL.findall(words)) > 1 else ("share", "bare link")
    if READING.fullmatch(bare):
        return "reading_time", "reading time or counter"
    if NOTICE.match(words):
        return "notice", "words of a notice"
    if unit.size <= 12 and _only_social(bare):
        return "share", "share bar"
    if unit.size <= 60 and PROMOTION.fullmatch(bare.rstrip(" .!:")):
        return "share", "promotion or site notice"
    if NAVIGATION.fullmatch(bare.rstrip(" :")):
        return "navigation", "menu words"
    if unit.size <= 40 and CRUMBS.fullmatch(bare) and not unit.ends_sentence:
        return "navigation", "breadcrumbs"
    if unit.size <= 30 and POINTER.fullmatch(bare):
        return "teaser", "pointer to another story"
    if CREDIT.fullmatch(words):
        return "credit", "production credit"
    if AGO.fullmatch(bare) or (len(bare) <= 120 and DATE_LINE.fullmatch(bare.rstrip(" ."))):
        return "byline", "date line"
    if TAG_LEAD.fullmatch(bare) and not unit.ends_sentence and unit.size <= 60:
        return "tags", "tag words"
    if HASHTAGS.fullmatch(bare):
        return "tags", "hashtags"
    if words.count("|") >= 3 and not unit.ends_sentence and unit.size <= 40:
        return "navigation", "menu bar"
    return None


def _only_social(bare: str) -> bool:
    """True for lines that hold nothing but social words and say at least one that is surely one."""
    if not SOCIAL_SURE.search(bare):
        return False
    left = re.sub(r"[\W_]+", "", SOCIAL.sub("", bare))
    return not left


def is_byline(unit: Unit) -> bool:
    return unit.size <= 18 and not unit.ends_sentence and BYLINE.fullmatch(unit.words.strip(" *_|-–—•")) is not None


def is_tags(unit: Unit) -> bool:
    """A list of terms parted by commas or bars, no item a clause, no full stop at the end."""
    if unit.ends_sentence or len(unit.words) > 500:
        return False
    items = [item for item in re.split(r"[,;|•·/#]", unit.words) if item.strip()]
    return len(items) >= 3 and all(len(i.split()) <= 4 for i in items) and not VERBISH.search(unit.words)
