"""Every exception that Trucewatch raises on purpose, in one tree.

Each message says what happened, the value met and the next step. Only the command line turns an
error into an exit code (``exit_code``); library code raises.
"""

from __future__ import annotations

from datetime import datetime


class TrucewatchError(Exception):
    """The root: catch this to catch everything that Trucewatch raises on purpose."""

    exit_code = 1


# -- records ---------------------------------------------------------------------------------


class BadRecord(TrucewatchError, ValueError):
    """A record's values do not fit together."""


class BadSpan(BadRecord):
    """A span's offsets do not fit its words, or its words do not stand in the text."""


# -- intake and text -------------------------------------------------------------------------


class BadInput(TrucewatchError):
    """Something handed in cannot be used; ``reason`` is the short name under which it is counted."""

    reason = "bad input"


class MissingInput(BadInput):
    reason = "no such file"


class EmptyInput(BadInput):
    reason = "empty file"


class BinaryInput(BadInput):
    reason = "not text"


class TooLarge(BadInput):
    reason = "too large"


class UnreadableInput(BadInput):
    """The bytes are damaged, or the file may not be read."""

    reason = "unreadable"


class UnknownFormat(BadInput):
    reason = "unknown format"


class NoArticle(BadInput):
    reason = "no article text"


class EncryptedPdf(BadInput):
    reason = "encrypted PDF"


class EncryptedMail(BadInput):
    reason = "encrypted mail"


class PdfWithoutText(BadInput):
    reason = "PDF without text (needs OCR)"


class NotInSidecar(BadInput):
    reason = "not named in sources.csv"


class BadSidecar(BadInput):
    reason = "bad sources.csv"


# -- outside ---------------------------------------------------------------------------------


class AddressRefused(BadInput):
    """No web address, or one that is not public and that the settings do not allow."""

    reason = "address not allowed"


class Unreachable(BadInput):
    reason = "cannot be reached"


class TimedOut(BadInput):
    reason = "timed out"


class CutOff(BadInput):
    """A body that ended before its end."""

    reason = "ended early"


class OddPacking(CutOff):
    """A body packed in a form that was not asked for and is not read, or that is not in the form it is said to be in:
    asking again would bring the same."""

    reason = "packed in a form not read"


class RobotsForbid(BadInput):
    reason = "robots.txt forbids it"


class AskedToWait(BadInput):
    """The site asked for a pause, or failed several times: it is left alone until a time that is stored."""

    reason = "site asks to wait"


class PageGone(BadInput):
    reason = "page is gone"


class PageRefused(BadInput):
    """The site answered with an error, or wants a log-in or payment: neither is passed."""

    reason = "the site gave no page"


class LedElsewhere(BadInput):
    """The address now leads to a home page, or to a page for consent, log-in or payment."""

    reason = "leads elsewhere"


class PageShrank(BadInput):
    """A page that held a report holds next to nothing now; the report stays as it was."""

    reason = "page shrank"


class BadFeed(BadInput):
    """A feed, sitemap or list of addresses that cannot be read."""

    reason = "bad list of pages"


class NoTimeStamp(BadInput):
    """A time-stamping authority gave none, or one that does not hold."""

    reason = "no time stamp"


class NotDelivered(TrucewatchError):
    """A digest could not be sent; it is tried again at the next poll."""


class BadWatchFile(TrucewatchError):
    """A watch file does not hold; the message names the place and the value."""


# -- language models, if the user turned them on ------------------------------------------------


class ModelsOff(TrucewatchError):
    """A language model was asked for, and the settings do not allow any."""


class ModelStops(TrucewatchError):
    """A model's server cannot be asked on: no right, no such model, a pause longer than our patience."""


class NoModelAnswer(BadInput):
    """A model's server gave no answer to one request."""

    reason = "no answer from the model's server"


class BadAnswer(BadInput):
    """An answer of a model that is not in the form asked for; ``reason`` says in which way."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ProposalRefused(BadInput):
    """One proposal of a model that is not kept; ``reason`` is the name under which it is counted."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# -- agreements ------------------------------------------------------------------------------


class BadAgreement(TrucewatchError):
    """An agreement file does not hold; the message names line and field."""


class UnknownAgreement(TrucewatchError):
    """No bundled agreement has this name."""


# -- annotate --------------------------------------------------------------------------------


class ModelProblem(TrucewatchError):
    """The language model is missing, or is not the one whose hash is recorded."""


class BrokenLexicon(TrucewatchError):
    """A word list of the program asks for a rule that does not exist."""


# -- the case file ---------------------------------------------------------------------------


class CaseError(TrucewatchError):
    """Something is wrong with the case file itself."""


class MissingCase(CaseError):
    pass


class CaseExists(CaseError):
    pass


class NotACase(CaseError):
    pass


class OtherVersion(CaseError):
    """The case file was written by another version of Trucewatch."""


class CaseBusy(CaseError):
    """Another process holds the lease; the message says who, since when."""


class CannotWrite(CaseError):
    """Read-only folder, full disk, network file system."""


class UnknownRecord(TrucewatchError):
    """No record has this id; the message suggests near ones."""


class AmbiguousRecord(TrucewatchError):
    """An id prefix fits several records."""


class Conflict(TrucewatchError):
    """Somebody else decided of the same thing since it was looked at; nothing was changed.

    ``who`` decided it ``when``: ``field`` (None: the record itself) from ``old`` to ``new``, in the decision with the
    id ``decision`` (empty where it is no decision).
    """

    def __init__(
        self, message: str, *, who: str, when: datetime, field: str | None, old: object, new: object, decision: str = ""
    ) -> None:
        super().__init__(message)
        self.who = who
        self.when = when
        self.field = field
        self.old = old
        self.new = new
        self.decision = decision


class RedactedRecord(BadInput):
    """The content was taken out of the case; the message says by whom, when and on which ground.

    It is also bad input: what was redacted is not taken in again.
    """

    reason = "redacted"


class VerificationFailed(TrucewatchError):
    """``verify`` found something that does not hold."""

    exit_code = 3


# -- people and serving -----------------------------------------------------------------------


class AccountProblem(BadInput):
    """A name, password, role, code or token of an account that cannot be taken, or a people file unfit for use."""

    reason = "account"


class ServingRefused(TrucewatchError):
    """The pages would be open to others in a way that is not safe; the message says what to do."""
