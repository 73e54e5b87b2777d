"""The interview: plan, pure step function, follow-ups, hints, checked wording."""
