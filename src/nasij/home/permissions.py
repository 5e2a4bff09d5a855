"""Which thing of the thread a person may open."""

from __future__ import annotations

from django.db import models

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may, may_somewhere
from nasij.council.models import AgendaItem, Decision, Vote
from nasij.needs.models import Item, Need, Theme
from nasij.plans.models import Action
from nasij.plans.permissions import visible_actions

_SHOWN_WITH: dict[type[models.Model], Permission] = {
    Need: Permission.NEED_VIEW,
    Theme: Permission.NEED_VIEW,
    Item: Permission.ITEM_VIEW,
    AgendaItem: Permission.SESSION_VIEW,
    Vote: Permission.SESSION_VIEW,
    Decision: Permission.SESSION_VIEW,
}


def may_open(user: Person, thing: models.Model) -> bool:
    """Whether the page of a station is this person's to read; a theme's lists its needs."""
    if isinstance(thing, Action):  # by the regions that carry it, which is the plans' to know
        return visible_actions(user).filter(pk=thing.pk).exists()
    permission = _SHOWN_WITH[type(thing)]
    if isinstance(thing, Need | Item):
        return may(user, permission, region=thing.region.code)
    return may_somewhere(user, permission)
