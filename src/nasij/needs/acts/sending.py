"""What a phone sends twice is recorded once; what it sends anew is never lost."""

from __future__ import annotations

import hashlib
import json


def key_of_sending(client_key: str, *content: object) -> str:
    """The key a sending is known by again: of the form and of what stands in it, since a page kept
    open, or a draft taken up elsewhere, gives one form's key to other words."""
    if not client_key:
        return ""
    said = json.dumps([client_key, *map(str, content)])
    return hashlib.sha256(said.encode()).hexdigest()
