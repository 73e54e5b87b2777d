"""Free questions answered from the documents, with citations or not at all."""
