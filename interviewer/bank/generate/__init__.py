"""Questions for prose that asks none: passages, a model's wording, and checks in code."""
