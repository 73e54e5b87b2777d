"""Language models behind one protocol, and the scripted fake."""
