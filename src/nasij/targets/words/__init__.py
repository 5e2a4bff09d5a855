"""What this room says: numbers in sentences, and sentences of its figures."""
