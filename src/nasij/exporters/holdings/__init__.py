"""What the rooms hold of a firm: every table that points to one, told by the room that owns it.

A table that nobody tells of stops a merge and an erasure: its rows would be stranded, or stay.
"""
