"""One tree of errors. Every message says what went wrong and what to do about it."""

from __future__ import annotations


class InterviewerError(Exception):
    """Base of all errors a user may see; the command line shows the message and no traceback."""

    exit_code = 1


class UsageError(InterviewerError):
    """The command was called in a way that cannot work."""

    exit_code = 2


class InputError(InterviewerError):
    """A file or a line of input is not what it must be."""


class DocumentError(InterviewerError):
    """A document cannot be read; the build goes on without it."""


class EmptyBankError(InterviewerError):
    """No question was found in any document."""


class IndexMissingError(InterviewerError):
    """No index stands in the given folder."""


class IndexMismatchError(InterviewerError):
    """The index was made with another encoder, format or bank."""


class WeightsError(InterviewerError):
    """Model files are missing, altered or cannot be fetched."""


class LanguageModelError(InterviewerError):
    """The language model could not be loaded or broke off."""


class GraderError(InterviewerError):
    """The grader could not be loaded."""


class SpeechError(InterviewerError):
    """The audio cannot be read or transcribed."""


class StoreError(InterviewerError):
    """The database cannot be opened or written."""


class SessionError(InterviewerError):
    """The session does not exist or does not allow this step."""
