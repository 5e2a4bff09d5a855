"""Letters the council sends."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from nasij.accounts.models import User
from nasij.council.models import Session
from nasij.council.queries import agenda, member_addresses, session_day


def send_convocations(session_pk: int) -> int:
    """One letter per member with an account, in their language. Returns how many were sent."""
    session = Session.objects.get(pk=session_pk)
    members = member_addresses(session_day(session))
    if not members:
        return 0
    letters = [_convocation(session, member) for member in members]
    return get_connection().send_messages(letters) or 0


def _convocation(session: Session, member: User) -> EmailMessage:
    with translation.override(member.language):
        address = settings.SITE_URL + reverse("council:session", args=[session.pk])
        values = {
            "session": session,
            "member": member,
            "points": list(agenda(session)),
            "address": address,
        }
        return EmailMessage(
            subject=_("Notice of meeting: session %(number)s, %(title)s")
            % {"number": session.number, "title": session.title},
            body=render_to_string("council/mail/convocation.txt", values),
            to=[member.email],
        )
