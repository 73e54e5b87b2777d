"""Speech to text behind one protocol, and its fake."""
