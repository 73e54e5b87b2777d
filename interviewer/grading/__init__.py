"""Answers to grades, point by point, with evidence."""
