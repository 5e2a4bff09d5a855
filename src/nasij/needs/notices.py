"""Letters of the listening room: answers to exporters, and the weekly message to who calls them."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from nasij.exporters.consent import may_reply
from nasij.needs.answers import subject_line
from nasij.needs.models import Reply
from nasij.needs.reminders import Digest
from nasij.ui.ways import address_of
from nasij.work.models import Letter
from nasij.work.outbox import LetterKind, post


def _still_wanted(letter: Letter) -> bool:
    """The firm may have objected, or its words been taken back, while the letter waited."""
    reply = Reply.objects.select_related("need__firm").filter(pk=letter.about).first()
    if reply is None or reply.need.reply_email != letter.to:
        return False
    return reply.need.firm is None or may_reply(reply.need.firm, letter.to)


REPLY = LetterKind("needs.reply", _("Answer to an exporter"), still_wanted=_still_wanted)
DIGEST = LetterKind("needs.digest", _("Weekly message"))


def send_reply(reply: Reply) -> None:
    post(
        REPLY,
        to=reply.need.reply_email,
        about=reply,
        language=reply.language,
        subject=subject_line(reply.need, reply.station),
        text=reply.text,
    )


def send_digest(digest: Digest) -> None:
    """In the language of the person."""
    person = digest.person
    with translation.override(person.language):
        links = {
            name: f"{settings.SITE_URL}{reverse(f'needs:{name}')}"
            for name in ("silence", "reminders")
        }
        desk = f"{settings.SITE_URL}{address_of('desk')}"
        context = {"digest": digest, "links": links, "desk": desk}
        post(
            DIGEST,
            to=person.email,
            about=person,
            language=person.language,
            subject=translation.gettext("Firms to call this week"),
            text=render_to_string("needs/mail/digest.txt", context).strip() + "\n",
        )
