"""The mark of a question as its page asks it, which the answer carries."""

import re


def mark_in(asked: str) -> str:
    found = re.search(r'name="confirmed" value="([0-9a-f]{40})"', asked)
    assert found, "no question was asked"
    return found[1]
