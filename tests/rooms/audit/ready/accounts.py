"""Accounts: invitations, roles, one's own details, letters that did not leave."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core import signing

from nasij.accounts import acts
from nasij.accounts.models import Membership
from nasij.accounts.notices import ROLE
from nasij.work.enums import LetterState
from nasij.work.models import Letter
from tests.people import Cast

_INVITED = {
    "email": "new@example.org", "name": "N", "role": "delegate", "region_code": "09",
    "language": "fr",
}  # fmt: skip


def invite_person(cast: Cast) -> dict[str, Any]:
    return {**_INVITED, "by": cast.administrator}


def withdraw_invitation(cast: Cast) -> dict[str, Any]:
    invitation, _link = acts.invite_person(**_INVITED, by=cast.administrator)
    return {"invitation": invitation, "by": cast.administrator}


def accept_invitation(cast: Cast) -> dict[str, Any]:
    _invitation, link = acts.invite_person(**_INVITED, by=cast.administrator)
    token = link.rstrip("/").rpartition("/")[2]
    return {"token": token, "name": "N", "password": "a-long-test-password"}


def grant_membership(cast: Cast) -> dict[str, Any]:
    given = {"role": "delegate", "region_code": "01"}
    return {"user": cast.partner, **given, "by": cast.administrator}


def end_membership(cast: Cast) -> dict[str, Any]:
    membership = Membership.objects.create(
        user=cast.partner, role="analyst", starts_on=date(2020, 1, 1)
    )
    return {"membership": membership, "by": cast.administrator}


def change_profile(cast: Cast) -> dict[str, Any]:
    cast.analyst.name = "A"  # and not that of a role
    return {"name": "N", "language": "ar", "by": cast.analyst}


def change_address(cast: Cast) -> dict[str, Any]:
    user = cast.analyst
    proof = {"user": user.pk, "from": user.email, "to": "elsewhere@example.org"}
    return {"proof": signing.dumps(proof, salt="nasij.accounts.address"), "by": user}


def _failed_letter() -> Letter:
    return Letter.objects.create(
        kind=ROLE.key, to="n@example.org", language="fr", text="T", state=LetterState.FAILED
    )


def send_letter_again(cast: Cast) -> dict[str, Any]:
    return {"letter": _failed_letter(), "by": cast.administrator}


def withdraw_letter(cast: Cast) -> dict[str, Any]:
    return {"letter": _failed_letter(), "by": cast.administrator}
