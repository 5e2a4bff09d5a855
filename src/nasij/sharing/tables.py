"""Referrals, as records of the ui."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nasij.sharing.models import Referral
from nasij.ui.parts import Cell, Column, Table


def referrals_table(rows: Iterable[Referral], *, received: bool, caption: str) -> Table:
    other = _("From") if received else _("To")
    return Table(
        caption=caption,
        caption_hidden=True,
        columns=[
            Column(_("Firm")),
            Column(other),
            Column(_("Sent on"), kind="date"),
            Column(_("State")),
        ],
        rows=[
            [
                Cell(
                    referral.firm.shown_name,
                    reverse("sharing:referral", args=[referral.pk]),
                    hint=referral.firm.region.name,
                ),
                str(referral.sender or "–") if received else str(referral.recipient),
                timezone.localdate(referral.sent_at),
                referral_cell(referral),
            ]
            for referral in rows
        ],
        empty=_("None."),
    )


def referral_cell(referral: Referral) -> Cell:
    if referral.has_run_out:
        return Cell(_("Ran out without an answer"), tone="neutral")
    return Cell(referral.get_state_display(), tone=referral.state_tone)
