"""Measures every quality the product claims."""
