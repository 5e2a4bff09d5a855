"""What the server says to the pages of a body it did not keep. Nothing is imported here: the server
knows no page."""

FROM_ANYBODY = 2**18  # bytes: the longest statement in Arabic, each letter six bytes on its way
REFUSED = "nasij.refused"  # in the environment of such a request; no header can set it
TOO_LARGE, NO_ROOM = "too large", "no room"
