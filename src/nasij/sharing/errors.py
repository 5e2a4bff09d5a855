"""Why a firm is not shown, or a referral not moved."""

from django.utils.translation import gettext_lazy as _

from nasij.reference.days import DayOutOfReach
from nasij.work.errors import Refusal


class CannotReceive(Refusal):
    template = _("%(person)s may not read firms, so nothing can be sent to them. Choose another.")


class ReasonNeeded(Refusal):
    template = _("Say why: the other person reads only this.")


class ReferralSettled(Refusal):
    template = _("This referral is closed; send a new one if something is left to ask.")


class ReferralWaits(Refusal):
    template = _("%(person)s already has this firm and has not answered yet.")


class FirmObjects(Refusal):
    template = _(
        "This firm objected to being shown to others than those who follow it: ask it first."
    )


class LastDayOutOfReach(DayOutOfReach):
    field = "ends_on"
