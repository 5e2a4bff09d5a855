"""Firms of customs and association files: which firm of the registry each is, and what follows."""
