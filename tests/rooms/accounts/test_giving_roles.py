"""Nobody gives a role with a right they lack, and administrators learn of every role given."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from nasij.accounts.acts import (
    accept_invitation,
    end_membership,
    grant_membership,
    invite_person,
)
from nasij.accounts.errors import GiverLacksRights, InvitationClosed
from nasij.accounts.models import Invitation, Membership
from nasij.accounts.permissions import regions_where
from nasij.accounts.roles import ROLES
from nasij.audit.models import Event
from tests.people import Cast, make_user

GIVERS = ["administrator", "secretariat", "delegate", "adviser", "partner", "analyst"]
# The whole table of who invites whom. Voters are named by who does not count the votes.
ALLOWED = {
    "administrator": set(ROLES),
    "secretariat": set(ROLES) - {"administrator", "delegate"},
}


def form_for(role: str, **given: str) -> dict[str, str]:
    region = "05" if ROLES[role].regional else ""
    asked = {"email": "n@example.org", "name": "N", "language": "fr", "role": role}
    return {**asked, "region": region, **given}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("giver", GIVERS)
def test_who_invites_whom(giver: str, role: str, cast: Cast) -> None:
    answer = cast.client(giver).post("/fr/people/invite/", form_for(role))
    made = Invitation.objects.filter(role=role).exists()
    assert made == (role in ALLOWED.get(giver, set()))
    assert answer.status_code == (200 if giver in ALLOWED else 403)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("giver", GIVERS)
def test_who_gives_whom_a_role(giver: str, role: str, cast: Cast) -> None:
    """Giving roles is the administrator's; the act refuses even where a page would let through."""
    receiver = cast.other_delegate
    url = f"/fr/people/{receiver.pk}/"
    asked = {"role": role, "region": form_for(role)["region"]}
    cast.client(giver).post(url, asked)
    given = receiver.memberships.filter(starts_on=timezone.localdate(), role=role).exists()
    assert given == (giver == "administrator")
    within_own = giver == "analyst" and role in {"analyst", "partner"}
    if role not in ALLOWED.get(giver, set()) and not within_own:
        with pytest.raises(GiverLacksRights):
            grant_membership(
                user=receiver, role=role, region_code=asked["region"], by=cast.users[giver]
            )


def test_a_right_held_in_one_region_is_not_given_in_another(cast: Cast) -> None:
    """The delegate of region 09 holds every right of an adviser there, and only there."""
    for region, allowed in (("09", True), ("01", False)):
        try:
            grant_membership(
                user=cast.partner, role="adviser", region_code=region, by=cast.delegate
            )
        except GiverLacksRights:
            assert not allowed
        else:
            assert allowed


def test_a_national_role_is_not_given_out_of_a_regional_right(cast: Cast) -> None:
    with pytest.raises(GiverLacksRights):
        grant_membership(user=cast.adviser, role="partner", region_code="", by=cast.delegate)


def test_nobody_makes_themselves_a_voter(cast: Cast) -> None:
    own = f"/fr/people/{cast.administrator.pk}/"
    page = cast.client("administrator").post(own, {"role": "delegate", "region": "05"})
    assert page.status_code == 200
    assert cast.administrator.memberships.count() == 1


@pytest.mark.parametrize(("giver", "role", "shown"), [
    ("administrator", "secretariat", True),
    ("administrator", "delegate", False),
    ("secretariat", "secretariat", True),
    ("secretariat", "adviser", True),
])  # fmt: skip
def test_the_link_of_a_role_with_other_rights_goes_by_mail_only(
    giver: str, role: str, shown: bool, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = cast.client(giver).post("/fr/people/invite/", form_for(role))
    sent = next(m.body for m in mail.outbox if m.to == ["n@example.org"])
    link = re.search(r"http://\S+/people/invitation/\S+", sent)
    assert link is not None
    assert (link[0] in page.content.decode()) == shown


def test_an_invitation_ends_with_the_right_to_make_it(cast: Cast) -> None:
    _, link = invite_person(
        email="n@example.org", name="N", role="secretariat", region_code="", language="fr",
        by=cast.secretariat,
    )  # fmt: skip
    Membership.objects.filter(user=cast.secretariat).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )
    with pytest.raises(InvitationClosed):
        accept_invitation(token=link.rstrip("/").rsplit("/", 1)[1], name="N", password="x" * 12)


def test_administrators_are_told_when_a_role_is_given(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    other = make_user("second", "administrator", None)
    with django_capture_on_commit_callbacks(execute=True):
        cast.client("secretariat").post("/fr/people/invite/", form_for("adviser"))
        cast.client("administrator").post(
            f"/fr/people/{cast.partner.pk}/", {"role": "adviser", "region": "09"}
        )
    told = [set(message.to) for message in mail.outbox if "n@example.org" not in message.to]
    assert told.count({other.email}) == 2
    assert told.count({cast.administrator.email}) == 1  # not of what they did themselves
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"accounts.invitation_sent", "accounts.membership_granted"} <= verbs


def test_the_command_line_gives_any_role(db: None) -> None:
    invitation, _ = invite_person(
        email="n@example.org", name="N", role="administrator", region_code="", language="fr",
        by=None,
    )  # fmt: skip
    assert invitation.role == "administrator"


def test_a_role_that_has_ended_gives_nothing(cast: Cast) -> None:
    Membership.objects.filter(user=cast.administrator).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )
    assert regions_where(cast.administrator, next(iter(ROLES["analyst"].permissions))) == set()
    client: Client = cast.client("administrator")
    assert client.post("/fr/people/invite/", form_for("analyst")).status_code == 403


def test_a_role_is_not_held_twice_in_one_place(cast: Cast) -> None:
    """Ended once, the second still gave its rights."""
    url, asked = f"/fr/people/{cast.partner.pk}/", {"role": "adviser", "region": "05"}
    page = cast.client("administrator").post(url, asked, follow=True).text
    assert "a déjà ce rôle" not in page
    page = cast.client("administrator").post(url, asked, follow=True).text
    assert "a déjà ce rôle" in page
    assert cast.partner.memberships.filter(role="adviser").count() == 1
    membership = cast.partner.memberships.get(role="adviser")
    end_membership(membership=membership, by=cast.administrator)
    cast.client("administrator").post(url, asked, follow=True)
    assert cast.partner.memberships.filter(role="adviser").count() == 1
