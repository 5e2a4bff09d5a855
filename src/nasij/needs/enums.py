"""Closed lists of the listening room."""

from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nasij.audit.words import Verbs
from nasij.kept import label_of, read
from nasij.ui.enums import Toned


class NeedState(Toned):
    """Where one statement stands. Later states belong to its item (see `ItemState`)."""

    RECEIVED = "received", _("Received")
    GROUPED = "grouped", _("Grouped with similar needs")
    ANSWERED = "answered", _("Its author has had news")
    CLOSED = "closed", pgettext_lazy("need", "Closed")

    @property
    def tone(self) -> str:
        return {
            NeedState.GROUPED: "info",
            NeedState.ANSWERED: "good",
            NeedState.CLOSED: "good",
        }.get(self, "neutral")


class ItemState(Toned):
    """Where a regional item stands on its way to a result."""

    OPEN = "open", pgettext_lazy("item", "Open")
    ESCALATED = "escalated", _("Escalated to the council")
    ON_AGENDA = "on_agenda", _("On the agenda")
    DECIDED = "decided", _("Decided")
    IN_ACTION = "in_action", _("In action")
    ABANDONED = "abandoned", _("Action abandoned")  # the last one: its decision stands
    DONE = "done", pgettext_lazy("item", "Carried out")
    DECLINED = "declined", _("Not retained")

    @property
    def is_final(self) -> bool:
        return self in (ItemState.DONE, ItemState.DECLINED)

    @property
    def tone(self) -> str:
        return {
            ItemState.OPEN: "neutral",
            ItemState.IN_ACTION: "warn",
            ItemState.ABANDONED: "bad",
            ItemState.DONE: "good",
            ItemState.DECLINED: "bad",
        }.get(self, "info")


class Proof(TextChoices):
    """What shows the result of an item that is done: the weakest first, never more than it is."""

    DECLARED = "declared", _("Result declared")
    CONFIRMED = "confirmed", _("Result confirmed by the firm")
    MATCHED = "matched", _("Result found in the data")

    @property
    def state(self) -> str:
        return {
            Proof.DECLARED: gettext("Carried out, result declared"),
            Proof.CONFIRMED: gettext("Carried out, result confirmed by the firm"),
            Proof.MATCHED: gettext("Carried out, result found in the data"),
        }[self]

    @property
    def in_letter(self) -> str:
        return {
            Proof.DECLARED: gettext("declared by who is in charge of the action"),
            Proof.CONFIRMED: gettext("confirmed by the firm"),
            Proof.MATCHED: gettext("found in the data"),
        }[self]


class SessionNews(TextChoices):
    """What becomes of a session on whose agenda an item stands, told to who spoke of it."""

    MOVED = "session_moved", _("Session on another day")
    NOT_TREATED = "not_treated", _("Not treated by the session")


# Stations a thread may pass several times, each time with news.
COMES_AGAIN = (ItemState.ON_AGENDA, ItemState.IN_ACTION, ItemState.ABANDONED)
TOLD_AGAIN = (*COMES_AGAIN, *SessionNews)


def station_of(word: str) -> ItemState | SessionNews:
    return read(SessionNews, word) if word in SessionNews.values else read(ItemState, word)


def station_name(word: str) -> str:
    return label_of(SessionNews if word in SessionNews.values else ItemState, word)


class ReplyChannel(TextChoices):
    EMAIL = "email", _("E-mail")
    LINK = "link", _("Tracking page")
    PHONE = "phone", _("Told by phone or in person")


class Likeness(TextChoices):
    """Why two needs seem to say the same."""

    IDENTICAL = "identical", _("the same words")
    WORDING = "wording", _("nearly the same wording")
    WORDS = "words", _("the words of one are in the other")
    MEANING = "meaning", _("the same terms in another language")


class NeedVerb(Verbs):
    """Needs are named by number in the record: their words are personal data."""

    NEED_RECORDED = "needs.need_recorded", _("%(actor)s recorded the need %(subject)s")
    NEED_THEMED = "needs.need_themed", _("%(actor)s changed the theme of the need %(subject)s")
    NEEDS_GROUPED = "needs.needs_grouped", _("%(actor)s grouped needs as the item “%(subject)s”")
    NEEDS_ADDED = "needs.needs_added", _("%(actor)s added needs to the item “%(subject)s”")
    NEED_UNGROUPED = "needs.need_ungrouped", _("%(actor)s took a need out of “%(subject)s”")
    ITEM_ESCALATED = "needs.item_escalated", _("%(actor)s escalated the item “%(subject)s”")
    ITEM_ON_AGENDA = (
        "needs.item_on_agenda",
        _("%(actor)s put the item “%(subject)s” on the agenda of the council"),
    )
    ITEM_DECIDED = "needs.item_decided", _("%(actor)s recorded a decision on “%(subject)s”")
    ITEM_IN_ACTION = "needs.item_in_action", _("%(actor)s turned “%(subject)s” into an action")
    ITEM_ABANDONED = (
        "needs.item_abandoned",
        _("%(actor)s abandoned the last action of “%(subject)s”"),
    )
    ITEM_DONE = "needs.item_done", _("%(actor)s marked the item “%(subject)s” as done")
    ITEM_DECLINED = "needs.item_declined", _("%(actor)s did not retain “%(subject)s”")
    REPLY_SENT = "needs.reply_sent", _("%(actor)s replied to the need %(subject)s")


class VisitKind(TextChoices):
    VISIT = "visit", _("Visit")
    CALL = "call", _("Phone call")
    EMAIL = "email", _("E-mail or message")
    MEETING = "meeting", _("Meeting")
    EVENT = "event", _("Fair or event")


class VisitVerb(Verbs):
    """Contacts are named by number in the record: their words are personal data."""

    VISIT_RECORDED = "needs.visit_recorded", _("%(actor)s recorded the contact %(subject)s")
    VISIT_CHANGED = "needs.visit_changed", _("%(actor)s changed the contact %(subject)s")
    STEP_DONE = "needs.step_done", _("%(actor)s did the next step of the contact %(subject)s")
    FIRM_PUT_OFF = "needs.firm_put_off", _("%(actor)s put off the silent firm %(subject)s")
    REMINDER_CHOSEN = "needs.reminder_chosen", _("%(actor)s chose how to be reminded")
    REMINDERS_SENT = "needs.reminders_sent", _("%(actor)s sent the weekly reminder to %(subject)s")
