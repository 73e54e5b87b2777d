"""Frozen values that everything else speaks in; imports nothing of the product."""
