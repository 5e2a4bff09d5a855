"""Pages of the council, by what they are about."""
