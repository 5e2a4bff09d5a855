"""Recording what one exporter said."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.exporters.errors import PlaceElsewhere
from nasij.exporters.models import Firm
from nasij.needs import analysis
from nasij.needs.acts.sending import key_of_sending, sent_before
from nasij.needs.enums import NeedVerb
from nasij.needs.errors import (
    AnonymousNeedNamesFirm,
    EmptyText,
)
from nasij.needs.models import Need, Theme, Visit
from nasij.reference.days import check_day
from nasij.reference.models import Territory


@transaction.atomic
def record_need(
    *,
    region: Territory,
    text: str,
    theme: Theme,
    language: str = "",
    firm: Firm | None = None,
    commune: Territory | None = None,
    heard_on: date | None = None,
    heard_at_place: str = "",
    reply_email: str = "",
    is_anonymous: bool = False,
    visit: Visit | None = None,
    client_key: str = "",
    is_demo: bool = False,
    by: User | None,
) -> Need:
    """Record one statement. The same words sent again with the same `client_key` give the need
    already recorded; other words are another need."""
    heard_on = heard_on or timezone.localdate()
    key = key_of_sending(
        client_key,
        *(text.strip(), theme.pk, region.pk, commune and commune.pk, firm and firm.pk),
        *(heard_on, heard_at_place, reply_email, is_anonymous, visit and visit.pk),
    )
    sendings = Need.objects.select_related("region", "theme")
    if earlier := sent_before(sendings, key, by):
        return earlier
    if not text.strip():
        raise EmptyText
    check_day(heard_on, latest=timezone.localdate())
    if is_anonymous and firm is not None:
        raise AnonymousNeedNamesFirm
    if commune is not None and commune.region_code != region.code:
        raise PlaceElsewhere(place=commune, region=region)
    need = Need(
        client_key=key,
        text=text.strip(),
        language=language or analysis.language_of(text, firm.language if firm else ""),
        theme=theme,
        region=region,
        commune=commune,
        firm=firm,
        is_anonymous=is_anonymous,
        visit=None if is_anonymous else visit,
        reply_email=reply_email,
        heard_on=heard_on,
        heard_at_place=heard_at_place,
        recorded_by=by,
        is_demo=is_demo,
    )
    try:
        with transaction.atomic():
            need.save()
    except IntegrityError:  # the two sendings crossed each other
        if earlier := sent_before(sendings, key, by):
            return earlier
        raise
    record(
        NeedVerb.NEED_RECORDED,
        subject=need,
        by=by,
        region_code=region.code,
        after={"theme": theme.pk, "language": need.language, "anonymous": is_anonymous},
        label=need.number,
    )
    return need


@transaction.atomic
def change_theme(*, need: Need, theme: Theme, by: User | None) -> None:
    before = need.theme_id
    need.theme = theme
    need.save(update_fields=["theme"])
    record(
        NeedVerb.NEED_THEMED,
        subject=need,
        by=by,
        region_code=need.region.code,
        before={"theme": before},
        after={"theme": theme.pk},
        label=need.number,
    )
