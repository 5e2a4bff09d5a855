"""Which thing of the thread a person may open."""

from __future__ import annotations

from django.db import models
from django.http import Http404

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may, may_somewhere
from nasij.council.models import AgendaItem, Decision, Vote
from nasij.needs.models import Item, Need
from nasij.plans.models import Action
from nasij.plans.permissions import get_action_for

_KINDS: dict[str, tuple[type[models.Model], Permission]] = {
    # kind: model, permission that shows it
    "need": (Need, Permission.NEED_VIEW),
    "item": (Item, Permission.ITEM_VIEW),
    "point": (AgendaItem, Permission.SESSION_VIEW),
    "vote": (Vote, Permission.SESSION_VIEW),
    "decision": (Decision, Permission.SESSION_VIEW),
    "action": (Action, Permission.ACTION_VIEW),
}


def get_thing_for(user: Person, kind: str, pk: int) -> models.Model:
    """The need, item, point, vote, decision or action; 404 when it is not theirs to see."""
    if kind not in _KINDS:
        raise Http404
    model, permission = _KINDS[kind]
    found = model._default_manager.filter(pk=pk).first()
    if found is None:
        raise Http404
    seen = (
        may(user, permission, region=found.region.code)
        if isinstance(found, Need | Item)
        else may_somewhere(user, permission)
    )
    if not seen:
        raise Http404
    if isinstance(found, Action):  # by the regions that carry it, which is the plans' to know
        return get_action_for(user, pk, permission)
    return found
