"""Letters the council sends."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nasij.accounts.models import User
from nasij.council.models import AgendaItem, Session
from nasij.council.queries import agenda, member_addresses, session_day
from nasij.council.results import Change
from nasij.council.words import change_sentences, share_name
from nasij.work.outbox import LetterKind, post

CONVOCATION = LetterKind("council.convocation", gettext_lazy("Notice of meeting"))
SESSION_CHANGED = LetterKind("council.session_changed", gettext_lazy("Change after convening"))
LATE_POINT = LetterKind("council.late_point", gettext_lazy("Point added after convening"))


def send_late_point(point: AgendaItem) -> None:
    """To all who were convened: the agenda they hold has grown."""
    session = point.session
    for member in member_addresses(session_day(session)):
        with translation.override(member.language):
            values = {
                "session": session,
                "member": member,
                "point": point,
                "address": settings.SITE_URL + reverse("council:session", args=[session.pk]),
            }
            post(
                LATE_POINT,
                to=member.email,
                about=session,
                language=member.language,
                subject=_("Point added to the agenda of session %(number)s, %(title)s")
                % {"number": session.number, "title": session.title},
                text=render_to_string("council/mail/late_point.txt", values),
            )


def send_changes(session: Session, change: Change, day_told: date) -> None:
    """To all who were convened, and to those convened by the new day alone: once each."""
    days = (day_told, session_day(session))
    members = {member.pk: member for day in days for member in member_addresses(day)}
    for member in members.values():
        with translation.override(member.language):
            values = {
                "session": session,
                "member": member,
                "changes": change_sentences(change),
                "address": settings.SITE_URL + reverse("council:session", args=[session.pk]),
            }
            post(
                SESSION_CHANGED,
                to=member.email,
                about=session,
                language=member.language,
                subject=_("Change to session %(number)s, %(title)s")
                % {"number": session.number, "title": session.title},
                text=render_to_string("council/mail/session_changed.txt", values),
            )


def send_convocations(session: Session) -> None:
    """One letter per member with an account, in their language."""
    for member in member_addresses(session_day(session)):
        _convoke(session, member)


def _convoke(session: Session, member: User) -> None:
    with translation.override(member.language):
        values = {
            "session": session,
            "member": member,
            "points": list(agenda(session)),
            "quorum": share_name(session.quorum_share),
            "address": settings.SITE_URL + reverse("council:session", args=[session.pk]),
        }
        post(
            CONVOCATION,
            to=member.email,
            about=session,
            language=member.language,
            subject=_("Notice of meeting: session %(number)s, %(title)s")
            % {"number": session.number, "title": session.title},
            text=render_to_string("council/mail/convocation.txt", values),
        )
