"""A local mock interviewer: your documents ask, a small model words, code grades with evidence."""

__version__ = "0.1.0"
