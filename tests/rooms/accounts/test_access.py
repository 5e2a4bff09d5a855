"""Who may do what, where: deny by default, 404 across regions."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from nasij.accounts.enums import Permission
from nasij.accounts.models import Membership
from nasij.accounts.permissions import may, may_somewhere, regions_where, require
from nasij.accounts.roles import ROLES
from tests.people import Cast, make_user


def test_visitor_may_nothing() -> None:
    assert not any(may_somewhere(AnonymousUser(), permission) for permission in Permission)


def test_delegate_may_in_own_region_only(cast: Cast) -> None:
    assert may(cast.delegate, Permission.NEED_RECORD, region="09")
    assert not may(cast.delegate, Permission.NEED_RECORD, region="01")
    assert regions_where(cast.delegate, Permission.NEED_RECORD) == {"09"}


def test_national_role_may_everywhere(cast: Cast) -> None:
    assert regions_where(cast.secretariat, Permission.NEED_VIEW) is None
    assert may(cast.secretariat, Permission.NEED_VIEW, region="12")


def test_what_is_not_granted_is_refused_with_403_when_visible(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        require(cast.adviser, Permission.ITEM_ESCALATE, region="09", seen_with=Permission.ITEM_VIEW)


def test_what_may_not_be_seen_is_404(cast: Cast) -> None:
    with pytest.raises(Http404):
        require(
            cast.other_delegate, Permission.NEED_TRIAGE, region="09", seen_with=Permission.NEED_VIEW
        )


@pytest.mark.parametrize("days", [(-30, -1), (1, 30)])
def test_membership_counts_only_between_its_dates(db: None, days: tuple[int, int]) -> None:
    user = make_user("past", "delegate", "09")
    today = timezone.localdate()
    Membership.objects.update(
        starts_on=today + timedelta(days=days[0]), ends_on=today + timedelta(days=days[1])
    )
    assert not may(user, Permission.NEED_VIEW, region="09")


def test_disabled_account_may_nothing(cast: Cast) -> None:
    cast.secretariat.is_active = False
    assert not may_somewhere(cast.secretariat, Permission.NEED_VIEW)


def test_analyst_and_partner_see_no_firm_and_no_need() -> None:
    for key in ("analyst", "partner"):
        assert not ROLES[key].permissions & {Permission.FIRM_VIEW, Permission.NEED_VIEW}
