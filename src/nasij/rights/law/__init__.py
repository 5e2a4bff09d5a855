"""A firm's rights over its own record: see it, correct it, object, be erased.

Words of this room: the *record* is all that is held about a firm; a *link* opens it without an
account; *words* are the names and numbers by which a firm could be recognised in a text.
"""
