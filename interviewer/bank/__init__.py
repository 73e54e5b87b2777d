"""Documents to question bank: read, extract, split into key points, merge, keep."""
