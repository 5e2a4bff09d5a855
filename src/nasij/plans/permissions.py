"""Who may see and change an action: by the regions that carry it, and who answers for it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may_somewhere, regions_where
from nasij.council.models import Decision
from nasij.council.permissions import get_decision_for
from nasij.plans.models import Action, ActionShare, Evidence


def visible_actions(user: Person) -> QuerySet[Action]:
    """Members of the council see its actions everywhere; others those of their own regions, and
    those they answer for wherever they are."""
    found = Action.objects.all()
    codes = regions_where(user, Permission.ACTION_VIEW)
    if codes is None or (codes and may_somewhere(user, Permission.VOTE_CAST)):
        return found
    if not codes:
        return found.none()
    carried = ActionShare.objects.filter(region__code__in=codes).values("action_id")
    return found.filter(Q(pk__in=carried) | Q(owner=user.pk))


def get_action_for(user: Person, pk: int, permission: Permission) -> Action:
    """404 if the person may not see the action, 403 if none of its regions is theirs to edit."""
    action = _get_visible(user, pk)
    if permission is not Permission.ACTION_VIEW and not may_edit(user, action):
        raise PermissionDenied
    return action


def get_action_to_carry_out(user: Person, pk: int) -> Action:
    action = _get_visible(user, pk)
    if not may_carry_out(user, action):
        raise PermissionDenied
    return action


def _get_visible(user: Person, pk: int) -> Action:
    found = visible_actions(user).select_related(
        *("decision__agenda_item__session", "decision__agenda_item__item__region"),
        *("decision__vote", "owner"),
    )
    return get_object_or_404(found.prefetch_related("shares__region"), pk=pk)


def may_edit(user: Person, action: Action) -> bool:
    codes = regions_where(user, Permission.ACTION_EDIT)
    return codes is None or any(share.region.code in codes for share in action.shares.all())


def may_carry_out(user: Person, action: Action) -> bool:
    """Start it and show results, which its owner may too. Its date and its end are the council's
    business: they stay with those who keep the actions of its regions."""
    return may_edit(user, action) or (action.owner_id is not None and action.owner_id == user.pk)


def get_decision_to_act_on(user: Person, pk: int) -> Decision:
    """The decision, for who may make actions of it: nationally, or for its item's region."""
    decision = get_decision_for(user, pk, Permission.SESSION_VIEW)
    if not may_act_on(user, decision):
        raise PermissionDenied
    return decision


def may_act_on(user: Person, decision: Decision) -> bool:
    codes = regions_where(user, Permission.ACTION_EDIT)
    item = decision.agenda_item.item
    return codes is None or (item is not None and item.region.code in codes)


def get_evidence_for(user: Person, pk: int) -> Evidence:
    evidence = get_object_or_404(Evidence.objects.select_related("action"), pk=pk)
    get_action_for(user, evidence.action_id, Permission.ACTION_VIEW)
    if not evidence.file:
        raise Http404
    return evidence
