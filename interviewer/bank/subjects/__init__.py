"""What a question is about and which side of it is asked for."""

from interviewer.bank.subjects.names import glosses, languages_in, named_in, stem
from interviewer.bank.subjects.read import read_subject
from interviewer.bank.subjects.subject import Side, Subject, Words

__all__ = [
    "Side",
    "Subject",
    "Words",
    "glosses",
    "languages_in",
    "named_in",
    "read_subject",
    "stem",
]
