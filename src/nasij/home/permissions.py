"""Which thing of the thread a person may open."""

from __future__ import annotations

from django.db import models
from django.http import Http404

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may
from nasij.council.models import AgendaItem, Decision, Vote
from nasij.needs.models import Item, Need
from nasij.plans.models import Action
from nasij.plans.permissions import get_action_for

_KINDS: dict[str, tuple[type[models.Model], Permission, bool]] = {
    # kind: model, permission that shows it, whether the right is held by region
    "need": (Need, Permission.NEED_VIEW, True),
    "item": (Item, Permission.ITEM_VIEW, True),
    "point": (AgendaItem, Permission.SESSION_VIEW, False),
    "vote": (Vote, Permission.SESSION_VIEW, False),
    "decision": (Decision, Permission.SESSION_VIEW, False),
    "action": (Action, Permission.ACTION_VIEW, False),
}


def get_thing_for(user: Person, kind: str, pk: int) -> models.Model:
    """The need, item, point, vote, decision or action; 404 when it is not theirs to see."""
    if kind not in _KINDS:
        raise Http404
    model, permission, by_region = _KINDS[kind]
    found = model._default_manager.filter(pk=pk).first()
    if found is None:
        raise Http404
    region = found.region.code if isinstance(found, Need | Item) and by_region else None
    if not may(user, permission, region=region):
        raise Http404
    if isinstance(found, Action):  # by the regions that carry it, which is the plans' to know
        return get_action_for(user, pk, permission)
    return found
