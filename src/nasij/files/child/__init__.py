"""What runs apart: it opens one file of a stranger and writes its lines as plain text.

Only the standard library, calamine and charset-normalizer may be imported here: a bare interpreter
reads them in a tenth of a second, once, and knows no secret. Each file is opened by a copy of it,
bounded in memory, time and disk. Whatever a file does to that, the site lives.
"""
