"""Training of the grader: data composition, training loop, measurement."""
