"""Key points: what an answer is checked for, taken from the reference by rules alone."""

from interviewer.bank.key_points.extract import extract_key_points
from interviewer.bank.key_points.merge import merge_key_points, with_its_cluster

__all__ = ["extract_key_points", "merge_key_points", "with_its_cluster"]
