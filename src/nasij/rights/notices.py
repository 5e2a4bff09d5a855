"""Messages to a firm about its own record, after the act that causes them.

They answer what the law gives the firm a right to: an objection does not stop them.
"""

from __future__ import annotations

import logging
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from nasij.exporters.enums import Consent
from nasij.exporters.models import Firm
from nasij.rights.law.codes import link_of
from nasij.rights.law.policy import policy
from nasij.rights.models import AccessLink, RightsRequest

log = logging.getLogger(__name__)


def address_of(firm: Firm) -> str:
    """Where the firm can be reached: the address in its record, else that of its first contact.

    Not of one whose consent was withdrawn: who left the firm must not be sent its record.
    """
    if firm.email:
        return firm.email
    reached = firm.contacts.exclude(email="").exclude(consent=Consent.WITHDRAWN)
    first = reached.order_by("id").first()
    return first.email if first is not None else ""


def send_link(link: AccessLink, code: str) -> bool:
    context = {
        "firm": link.firm,
        "code": code,
        "link": link_of(code, link.language),
        "policy": policy(),
        "until": link.expires_at,
    }
    with translation.override(link.language):
        subject = _("What is held about you")
        return _send(address_of(link.firm), subject, "rights/mail/link.txt", context)


def send_answer(request: RightsRequest, to: str) -> bool:
    """Tells that there is an answer, not which: the record says that, to who may open it."""
    firm = request.firm
    with translation.override(firm.language):
        address = f"{settings.SITE_URL}{reverse('rights:record')}"
        context = {"firm": firm, "request": request, "address": address, "policy": policy()}
        subject = _("Your request about your record is answered")
        return _send(to, subject, "rights/mail/answer.txt", context)


def send_erased(to: str, language: str, number: int, day: date) -> bool:
    """The last message to a firm that asked to be erased: its address is already nowhere else."""
    with translation.override(language):
        context: dict[str, object] = {"number": number, "day": day}
        return _send(to, _("Your record is erased"), "rights/mail/erased.txt", context)


def _send(address: str, subject: str, template: str, context: dict[str, object]) -> bool:
    if not address:
        return False
    body = render_to_string(template, context)
    try:
        EmailMessage(subject=subject, body=body, to=[address]).send()
    except OSError as error:  # mail servers fail as sockets do; the address is never logged
        log.warning("a message to a firm was not sent: %s", type(error).__name__)
        return False
    return True
