"""A fictitious council, to look around in. Nothing here is real, and every record says so.

People are named by what they are, firms by what they make; statements are invented after the
kinds of need that published surveys document.
"""
