"""Every exception that Trucewatch raises on purpose, in one tree.

Each message says what happened, the value met and the next step. Only the command line turns an
error into an exit code (``exit_code``); library code raises.
"""

from __future__ import annotations


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


class PdfWithoutText(BadInput):
    reason = "PDF without text (needs OCR)"


class NotInSidecar(BadInput):
    reason = "not named in sources.csv"


class BadSidecar(BadInput):
    reason = "bad sources.csv"


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


class RedactedRecord(BadInput):
    """The content was taken out of the case; the message says by whom, when and on which ground.

    It is also bad input: what was redacted is not taken in again.
    """

    reason = "redacted"


class VerificationFailed(TrucewatchError):
    """``verify`` found something that does not hold."""

    exit_code = 3
