"""A fictitious council, to look around in. Nothing here is real, and every record says so.

The folder `demo` of the country pack tells who is shown and what they say; a pack may have none.
"""
