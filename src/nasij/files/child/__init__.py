"""What runs apart: it opens one file of a stranger and writes its lines as plain text.

Only the standard library, calamine and charset-normalizer may be imported here: a bare interpreter
starts in fifty milliseconds, knows no secret, and is bounded in memory, time and disk. Whatever a
file does to it, the site lives.
"""
