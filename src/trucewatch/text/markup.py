"""What tags, ARIA roles and class names of web pages tell about the part a block plays."""

from __future__ import annotations

import re

from trucewatch.records.text import BlockRole


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Elements whose text no reader sees.
UNSEEN = _set(
    "script style noscript template svg math iframe object embed canvas head meta link input select option textarea "
    "datalist map audio video source track"
)
#: Elements that begin and end a block.
BLOCKS = _set(
    "address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td "
    "tfoot th thead tr ul time label"
)
HEADINGS = _set("h1 h2 h3 h4 h5 h6")
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
HIDDEN_CLASS = _set(
    "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only u-hidden hidden d-none offscreen"
)
_CLASS_WORDS: tuple[tuple[BlockRole, str], ...] = (
    ("comment", r"comments?|disqus|respond|comment\w*"),
    ("share", r"share\w*|sharing|social\w*|follow|newsletter\w*|subscribe\w*|subscription|addtoany|sharedaddy"),
    ("teaser", r"related\w*|recommend\w*|teasers?|trending|most-?(?:read|popular|viewed)|popular\w*|also-?read"
               r"|read-?(?:more|next)|sidebar|carousel|pagination"),
    ("caption", r"caption\w*|figcaption|credit|photo-?credit|image-?credit|copyright|wp-caption\w*|photo"
                r"|gallery\w*|media-?caption"),
    ("tags", r"tags?|tagged|topics?|keywords?|tag-?list|tag-?cloud|categor(?:y|ies)|cat-?links"),
    ("byline", r"byline\w*|authors?|author-?\w+|dateline|timestamp|date|pubdate|published|posted|posted-on"
               r"|entry-?meta|post-?meta|article-?meta|meta|entry-?date|post-?date|updated|reporter"),
    ("standfirst", r"standfirst|sub-?title|deck|dek|sub-?head\w*|excerpt|article-?summary|lede?|intro"
                   r"|kicker-?text"),
    ("navigation", r"nav|navbar|navigation|menu\w*|breadcrumbs?|crumbs?|skip\w*|masthead|site-?header"
                   r"|site-?footer|footer|topbar|toolbar|header-?bar|colophon"),
    ("other", r"more|also|promo\w*|widget\w*|latest|next|prev|previous|newer|older"
              r"|ad|ads|advert\w*|sponsor\w*|cookies?|consent|gdpr|paywall|banner|popup|modal|outbrain|taboola"
              r"|print-?only|disclaimer|notification"),
)  # fmt: skip
#: Parts of class and id names, and the role each tells; the first that fits wins.
CLASS_ROLES: tuple[tuple[BlockRole, re.Pattern[str]], ...] = tuple(
    (role, re.compile(rf"(?:^|[\s_-])(?:{words})(?:$|[\s_-])")) for role, words in _CLASS_WORDS
)
CONTENT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:article-?(?:body|content|text)|story-?(?:body|content|text)|post-?(?:body|content|entry)"
    r"|entry-?content|body-?(?:text|content|copy)|content-?body|main-?content|news-?(?:body|content|text)"
    r"|field-name-body|wysiwyg|articlebody|rich-?text)(?:$|[\s_-])"
)
TAG_ROLES: dict[str, BlockRole] = {
    "nav": "navigation", "footer": "navigation", "aside": "teaser", "figcaption": "caption", "figure": "caption",
    "button": "share", "form": "other", "time": "byline", "address": "byline", "label": "other", "dialog": "other",
}  # fmt: skip
ARIA_ROLES: dict[str, BlockRole] = {
    "navigation": "navigation", "banner": "navigation", "contentinfo": "navigation", "complementary": "teaser",
    "search": "navigation", "dialog": "other", "alert": "other", "menu": "navigation",
}  # fmt: skip
#: Class names of a <blockquote> in which a mail program sets an earlier mail (beside ``type="cite"``).
CITES = re.compile(r"(?:^|\s)(?:gmail_quote|protonmail_quote|cite|quote|iwcquote|yahoo_quoted)(?:$|\s)")
#: Class names and ids by which mail programs mark parts of a mail.
MAIL_CUES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("signature", re.compile(r"(?:^|[\s_-])signature(?:$|[\s_-])|gmail_signature|mailsignature|mail-signature")),
    ("wrote", re.compile(r"(?:^|\s)(?:gmail_attr|moz-cite-prefix|gmail_quote_attribution)(?:$|\s)")),
)
