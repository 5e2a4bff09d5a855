"""Messages to a firm about its own record, after the act that causes them.

They answer what the law gives the firm a right to: an objection does not stop them.
"""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nasij.exporters.enums import Consent
from nasij.exporters.models import Erasure, Firm
from nasij.rights.law.codes import link_of
from nasij.rights.law.policy import policy
from nasij.rights.models import AccessLink, RightsRequest
from nasij.work.outbox import LetterKind, post

LINK = LetterKind("rights.link", gettext_lazy("Link of a firm to its record"), is_secret=True)
ANSWER = LetterKind("rights.answer", gettext_lazy("Answer to the request of a firm"))
ERASED = LetterKind("rights.erased", gettext_lazy("News of an erasure, to the firm"))


def address_of(firm: Firm) -> str:
    """Where the firm can be reached: the address in its record, else that of its first contact.

    Not of one whose consent was withdrawn: who left the firm must not be sent its record.
    """
    if firm.email:
        return firm.email
    reached = firm.contacts.exclude(email="").exclude(consent=Consent.WITHDRAWN)
    first = reached.order_by("id").first()
    return first.email if first is not None else ""


def send_link(link: AccessLink, code: str) -> None:
    context = {
        "firm": link.firm,
        "code": code,
        "link": link_of(code, link.language),
        "policy": policy(),
        "until": link.expires_at,
    }
    with translation.override(link.language):
        post(
            LINK,
            to=address_of(link.firm),
            about=link,
            language=link.language,
            subject=_("What is held about you"),
            text=render_to_string("rights/mail/link.txt", context),
        )


def send_answer(request: RightsRequest, to: str) -> None:
    """Tells that there is an answer, not which: the record says that, to who may open it."""
    firm = request.firm
    if not to:
        return
    with translation.override(firm.language):
        address = f"{settings.SITE_URL}{reverse('rights:record')}"
        context = {"firm": firm, "request": request, "address": address, "policy": policy()}
        post(
            ANSWER,
            to=to,
            about=request,
            language=firm.language,
            subject=_("Your request about your record is answered"),
            text=render_to_string("rights/mail/answer.txt", context),
        )


def send_erased(erasure: Erasure, to: str, language: str) -> None:
    """The last letter to a firm that asked to be erased: its address is nowhere else by then, and
    here until the letter has left."""
    if not to:
        return
    with translation.override(language):
        context = {"number": erasure.pk, "day": timezone.localdate(erasure.erased_at)}
        post(
            ERASED,
            to=to,
            about=erasure,
            language=language,
            subject=_("Your record is erased"),
            text=render_to_string("rights/mail/erased.txt", context),
        )
