"""What a phone sends twice is recorded once; what it sends anew is never lost."""

from __future__ import annotations

import hashlib
import json
from typing import TypeVar

from django.db.models import QuerySet

from nasij.accounts.models import User
from nasij.needs.errors import KeyOfAnotherPerson
from nasij.needs.models import Need, Visit

Sent = TypeVar("Sent", Need, Visit)


def key_of_sending(client_key: str, *content: object) -> str:
    """The key a sending is known by again: of the form and of what stands in it, since a page kept
    open, or a draft taken up elsewhere, gives one form's key to other words."""
    if not client_key:
        return ""
    said = json.dumps([client_key, *map(str, content)])
    return hashlib.sha256(said.encode()).hexdigest()


def sent_before(found: QuerySet[Sent], key: str, by: User | None) -> Sent | None:
    """What this person recorded by the same sending."""
    earlier = found.filter(client_key=key).first() if key else None
    if earlier is not None and earlier.recorded_by_id != (by.pk if by else None):
        raise KeyOfAnotherPerson
    return earlier
