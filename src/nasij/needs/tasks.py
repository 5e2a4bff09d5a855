"""Mail of the listening room, after the act that caused it."""

from __future__ import annotations

import logging

from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task

from nasij.exporters.consent import may_reply
from nasij.needs.enums import ReplyChannel
from nasij.needs.models import Reply
from nasij.needs.words import subject_line

log = logging.getLogger(__name__)


@task()
def send_reply(reply_id: int) -> bool:
    """Send one reply by e-mail, once. When the mail server refuses, the reply stays on the
    tracking page and waits for `send_waiting_replies`."""
    found = Reply.objects.select_related("need__region", "need__item", "need__firm")
    reply = found.filter(pk=reply_id, channel=ReplyChannel.EMAIL, emailed_at=None).first()
    if reply is None or not reply.need.reply_email:
        return False
    if reply.need.firm and not may_reply(reply.need.firm, reply.need.reply_email):
        Reply.objects.filter(pk=reply_id).update(channel=ReplyChannel.LINK)  # objected meanwhile
        return False
    message = EmailMessage(
        subject=subject_line(reply.need, reply.station),
        body=reply.text,
        to=[reply.need.reply_email],
    )
    try:
        message.send()
    except OSError as error:  # mail servers fail as sockets do; the address is never logged
        log.warning("reply %s was not sent: %s", reply_id, type(error).__name__)
        return False
    Reply.objects.filter(pk=reply_id).update(emailed_at=timezone.now())
    return True


def waiting_replies() -> QuerySet[Reply]:
    return Reply.objects.filter(channel=ReplyChannel.EMAIL, emailed_at=None).order_by("id")


def send_waiting_replies() -> int:
    """Try again whatever the mail server refused; returns how many left."""
    return sum(send_reply.call(pk) for pk in waiting_replies().values_list("pk", flat=True))
