"""Facts that references get wrong, each checkable in a textbook."""

from interviewer.bank.facts.computing import COMPUTING
from interviewer.bank.facts.fact import Fact
from interviewer.bank.facts.models import MODELS
from interviewer.bank.facts.training import TRAINING

FACTS: tuple[Fact, ...] = (*TRAINING, *MODELS, *COMPUTING)
"""Every fact that references are checked for."""

__all__ = ["FACTS", "Fact"]
