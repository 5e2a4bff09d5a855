"""What this room adds to the page of a firm: the last contact, next steps, what the firm said."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may
from nasij.exporters.consent import may_be_called
from nasij.exporters.models import Firm
from nasij.exporters.sections import Glance, Section
from nasij.needs.forms.visits import PutOffForm
from nasij.needs.models import Snooze, Visit
from nasij.needs.models.visits import SILENT_AFTER
from nasij.needs.queries.needs import WAITING
from nasij.needs.queries.visits import last_contacts, needs_beside, steps_of
from nasij.ui import formats


def contact_section(firm: Firm, user: Person) -> Section:
    """When somebody last spoke with the firm, and what was promised. Who works for its region is
    told as their list of calls tells it, whoever heard the firm."""
    own = may(user, Permission.NEED_RECORD, region=firm.region.code)
    last = last_contacts([firm.pk], None if own else user).get(firm.pk)
    steps = steps_of(firm, user)
    today, language = timezone.localdate(), formats.language()
    # Of a firm nobody ever spoke with, the clock counts from its registration.
    since = last or timezone.localdate(firm.created_at)
    in_peace = not may_be_called(firm)
    silent = own and (today - since).days > SILENT_AFTER and not in_peace
    put_off = Snooze.objects.filter(firm=firm, until__gt=today).order_by("-until", "-id").first()
    contact = Glance(
        _("Last contact"),
        formats.day(last, language) if last else _("never"),
        _ago((today - last).days) if last else "",
        tone="warn" if silent else "good" if last else "neutral",
    )
    glances = [
        *([contact] if own or last else []),  # others may read of no word that there was
        *([] if in_peace else _step_glance(steps, language)),
    ]
    return Section(
        "contact",
        _("Next steps"),
        "needs/parts/contact.html",
        {
            "steps": [{"visit": visit, "late": _is_late(visit)} for visit in steps],
            "in_peace": in_peace,
            "unmet": own and last is None,
            "put_off": put_off,
            "put_off_form": PutOffForm() if silent and not put_off else None,
        },
        tuple(glances),
        is_empty=not (steps or put_off or silent or (own and last is None)),
    )


def _ago(days: int) -> str:
    if days == 0:
        return _("today")
    return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}


def _is_late(visit: Visit) -> bool:
    return visit.next_step_on is not None and visit.next_step_on < timezone.localdate()


def _step_glance(steps: list[Visit], language: str) -> list[Glance]:
    dated = [visit for visit in steps if visit.next_step_on]
    if not dated:
        return []
    first = dated[0]
    return [
        Glance(
            _("Next step"),
            formats.day(first.next_step_on, language),
            first.next_step,
            url="#contact",
            tone="bad" if _is_late(first) else "info",
        )
    ]


def said_section(firm: Firm, user: Person) -> Section | None:
    """The firm's own words, those without a reply first; nothing for who may not read needs."""
    if not may(user, Permission.NEED_VIEW, region=firm.region.code):
        return None
    needs = needs_beside([firm.pk], user).select_related("theme").order_by("-heard_on", "-id")
    waiting = [need for need in needs if need.state in WAITING]
    shown = [*waiting, *(need for need in needs if need.state not in WAITING)][:5]
    glance = Glance(
        _("Needs without any news"),
        formats.number(len(waiting), formats.language()),
        url="#said",
        tone="warn" if waiting else "neutral",
    )
    return Section(
        "said",
        _("What it said"),
        "needs/parts/said.html",
        {
            "needs": shown,
            "more": max(len(needs) - len(shown), 0),
            "all_url": reverse("needs:list") + f"?firm={firm.pk}",
        },
        (glance,),
    )
