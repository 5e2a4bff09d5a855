"""Giving a firm the link to its own record, opening it, taking it back."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.exporters.errors import RecordClosed
from nasij.exporters.models import Firm
from nasij.rights import notices
from nasij.rights.enums import LinkChannel, RightsVerb
from nasij.rights.errors import LinkClosed, NoAddress
from nasij.rights.law.codes import code_hash, new_code
from nasij.rights.law.policy import policy
from nasij.rights.models import AccessLink

# A firm that asks again within the hour has a message on its way.
_ASKED_ONCE_IN = timedelta(hours=1)


@transaction.atomic
def give_link(
    *, firm: Firm, channel: LinkChannel, language: str = "", by: User | None
) -> tuple[AccessLink, str]:
    """Make a link to the firm's record: mailed, or returned to be shown. Only its hash stays."""
    if channel != LinkChannel.SHOWN and not notices.address_of(firm):
        raise NoAddress
    link, code = _make(firm, channel, language or firm.language, by)
    record(
        RightsVerb.LINK_MADE,
        subject=firm,
        by=by,
        region_code=firm.region.code,
        after={"channel": channel.value, "language": link.language},
    )
    return link, code


@transaction.atomic
def ask_link(*, firm: Firm, language: str, by: None = None) -> None:
    """The firm asks from the page of one of its needs, and is answered in the language of that
    page: mailed to the address in the registry only.

    Who asks learns nothing from the answer: not whether there is an address, nor which.
    """
    since = timezone.now() - _ASKED_ONCE_IN
    asked = firm.access_links.filter(channel=LinkChannel.ASKED, created_at__gt=since)
    if firm.merged_into_id or firm.erased_at or asked.exists() or not notices.address_of(firm):
        return
    _make(firm, LinkChannel.ASKED, language, None)
    record(
        RightsVerb.LINK_ASKED, subject=firm, by=by, actor=firm.name, region_code=firm.region.code
    )


def _make(
    firm: Firm, channel: LinkChannel, language: str, by: User | None
) -> tuple[AccessLink, str]:
    if firm.merged_into_id or firm.erased_at:
        raise RecordClosed
    code = new_code()
    link = AccessLink.objects.create(
        firm=firm,
        code_hash=code_hash(code),
        channel=channel,
        language=language,
        created_by=by,
        expires_at=timezone.now() + timedelta(days=policy().link_days),
    )
    if channel != LinkChannel.SHOWN:
        notices.send_link(link, code)
    return link, code


@transaction.atomic
def open_record(*, code: str, by: None = None) -> AccessLink:
    """The firm opens its record. A code that is unknown, run out or revoked is refused alike."""
    found = AccessLink.objects.select_related("firm__region").filter(code_hash=code_hash(code))
    link = found.first()
    if link is None or not link.is_open:
        raise LinkClosed
    if link.opened_at is None:
        link.opened_at = timezone.now()
        link.save(update_fields=["opened_at"])
    firm = link.firm
    record(
        RightsVerb.RECORD_OPENED, subject=firm, by=by, actor=firm.name, region_code=firm.region.code
    )
    return link


@transaction.atomic
def revoke_link(*, link: AccessLink, by: User | None) -> None:
    """Close a link at once; a second time changes nothing."""
    if link.revoked_at is not None:
        return
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    firm = link.firm
    record(RightsVerb.LINK_REVOKED, subject=firm, by=by, region_code=firm.region.code)
