"""What this room holds of a firm, as parts of its record: what it said, and who met it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nasij.exporters.holdings.cleaning import clean_rows
from nasij.exporters.holdings.parts import Entry, Part
from nasij.exporters.identity.redaction import Words
from nasij.exporters.models import Firm
from nasij.needs.models import Item, Need, Reply, Snooze, Visit, tracking_token
from nasij.needs.notices import REPLY
from nasij.ui import formats
from nasij.ui.ways import address_of
from nasij.work.outbox import withdraw_letters


def _held(firm: Firm) -> list[Entry]:
    needs = firm.needs.select_related("theme", "item").order_by("-heard_on", "-id")
    return [
        Entry(
            formats.day_for_reader(need.heard_on),
            need.text,
            _station(need),
            address_of("track", need.token),
        )
        for need in needs
    ]


def _station(need: Need) -> str:
    """Where the words have got to: the state of the item they are part of, else their own."""
    state = need.item.get_state_display() if need.item else need.get_state_display()
    told = need.reply_email and _("replies to %(email)s") % {"email": need.reply_email}
    return " · ".join(filter(None, (str(state), told)))


def _said_by(firms: Sequence[Firm]) -> QuerySet[Need]:
    return Need.objects.filter(firm__in=firms).order_by("id")


def _count(firms: Sequence[Firm], words: Words) -> int:
    return _said_by(firms).count()


def _erase(firms: Sequence[Firm], words: Words) -> int:
    """The words stay, for the thread they are on, without who said them. Links to them end."""
    own = list(_said_by(firms))
    for need in own:
        need.text = words.clean_own(need.text)
        need.reply_email = need.heard_at_place = need.client_key = ""
        need.token = tracking_token()
        need.save()
    replies = list(Reply.objects.filter(need__in=own).order_by("id"))
    withdraw_letters(REPLY, replies)
    for reply in replies:
        reply.text = words.clean_own(reply.text)
        reply.save(update_fields=["text"])
    _erase_elsewhere(words)
    return len(own)


def _erase_elsewhere(words: Words) -> None:
    """Where others named the firm: their statements, what was answered, the titles of items."""
    clean_rows(Need.objects.all(), words, "text")
    clean_rows(Reply.objects.all(), words, "text")
    clean_rows(Item.objects.all(), words, "title", "summary", "reason")


def _alive(since: date) -> set[int]:
    heard = Need.objects.filter(firm__isnull=False, heard_on__gt=since)
    return {pk for pk in heard.order_by().values_list("firm_id", flat=True) if pk is not None}


SAID = Part(
    "needs",
    gettext_lazy("What you said"),
    gettext_lazy("Its name beside needs"),
    _held,
    _count,
    _erase,
    _alive,
)


def _contacts(firm: Firm) -> list[Entry]:
    return [
        Entry(
            formats.day_for_reader(visit.happened_on),
            " · ".join(filter(None, (visit.people, visit.note, visit.next_step))) or "–",
            str(visit.get_kind_display()),
        )
        for visit in Visit.objects.filter(firm=firm).order_by("-happened_on", "-id")
    ]


def _count_contacts(firms: Sequence[Firm], words: Words) -> int:
    return sum(table._default_manager.filter(firm__in=firms).count() for table in (Visit, Snooze))


def _empty_contacts(firms: Sequence[Firm], words: Words) -> int:
    """That there was a contact stays, for the figures of the region; its words go, and its name
    from those on other firms."""
    done = Visit.objects.filter(firm__in=firms).update(
        people="", note="", next_step="", next_step_on=None, client_key=""
    )
    done += Snooze.objects.filter(firm__in=firms).delete()[0]
    clean_rows(Visit.objects.all(), words, "people", "note", "next_step")
    clean_rows(Snooze.objects.all(), words, "reason")
    return done


def _met(since: date) -> set[int]:
    return set(Visit.objects.filter(happened_on__gt=since).values_list("firm_id", flat=True))


MET = Part(
    "visits",
    gettext_lazy("Contacts with the team"),
    gettext_lazy("Contacts with the team"),
    _contacts,
    _count_contacts,
    _empty_contacts,
    _met,
)
