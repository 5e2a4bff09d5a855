"""`nasij invite`: the way into an empty site for its first person."""

from __future__ import annotations

from typing import Annotated

import typer
from django.utils import timezone

from nasij.cli.console import Json, Language, answer, choose, fail, with_site
from nasij.ui import formats


def add_to(app: typer.Typer) -> None:
    app.command("invite")(invite)


@with_site
def invite(
    email: Annotated[str, typer.Argument(help="Address of the person.")],
    role: Annotated[str, typer.Option(help="Role, for example administrator.")],
    name: Annotated[str, typer.Option(help="Name of the person.")] = "",
    region: Annotated[str, typer.Option(help="Region code, for a regional role.")] = "",
    lang: Language = "",
    as_json: Json = False,
) -> None:
    """Make an invitation link: the way into an empty site for its first person."""
    from nasij.accounts.acts import invite_person
    from nasij.accounts.roles import ROLES
    from nasij.reference.queries import regions

    if role not in ROLES:
        fail(choose("--role", role, ROLES), as_json=as_json)
    codes = [place.code for place in regions()]
    if region and region not in codes:
        fail(choose("--region", region, codes), as_json=as_json)
    invitation, link = invite_person(
        email=email,
        name=name or email,
        role=role,
        region_code=region,
        language=lang or formats.language(),
        by=None,
    )
    until = timezone.localtime(invitation.expires_at)
    answer({"invited": invitation.email, "link": link, "until": until}, as_json=as_json)
