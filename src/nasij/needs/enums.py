"""Closed lists of the listening room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nasij.audit.sentences import Verbs


class NeedState(TextChoices):
    """Where one statement stands. Later states belong to its item (see `ItemState`)."""

    RECEIVED = "received", _("Received")
    GROUPED = "grouped", _("Grouped with similar needs")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


class ItemState(TextChoices):
    """Where a regional item stands on its way to a result."""

    OPEN = "open", _("Regional item")
    ESCALATED = "escalated", _("Escalated to the council")
    ON_AGENDA = "on_agenda", _("On the agenda")
    DECIDED = "decided", _("Decided")
    IN_ACTION = "in_action", _("In action")
    DONE = "done", _("Done, result checked")
    DECLINED = "declined", _("Not retained")


class ReplyChannel(TextChoices):
    EMAIL = "email", _("E-mail")
    LINK = "link", _("Tracking page")
    PHONE = "phone", _("Told by phone or in person")


class NeedVerb(Verbs):
    NEED_RECORDED = "needs.need_recorded", _("%(actor)s recorded the need “%(subject)s”")
    NEED_THEMED = "needs.need_themed", _("%(actor)s set the theme of “%(subject)s”")
    NEEDS_GROUPED = "needs.needs_grouped", _("%(actor)s grouped needs as the item “%(subject)s”")
    NEED_UNGROUPED = "needs.need_ungrouped", _("%(actor)s took “%(subject)s” out of its item")
    ITEM_ESCALATED = "needs.item_escalated", _("%(actor)s escalated the item “%(subject)s”")
    ITEM_MOVED = "needs.item_moved", _("The item “%(subject)s” moved on")
    REPLY_SENT = "needs.reply_sent", _("%(actor)s replied to “%(subject)s”")
    NEED_CLOSED = "needs.need_closed", _("%(actor)s closed the need “%(subject)s”")
