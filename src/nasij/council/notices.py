"""Letters the council sends."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nasij.accounts.models import User
from nasij.council.models import Session
from nasij.council.queries import agenda, member_addresses, session_day
from nasij.work.outbox import LetterKind, post

CONVOCATION = LetterKind("council.convocation", gettext_lazy("Notice of meeting"))


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
