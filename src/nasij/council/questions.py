"""What is asked before something unusual is done in the council: refused until it is confirmed."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from nasij.work.errors import Refusal


class Question(Refusal):
    """Refused until the person has read what is unusual, and confirms it."""

    confirm: ClassVar[Any]  # what the button says
    passing: ClassVar[frozenset[str]] = frozenset()  # values that move on while one reads

    @property
    def mark(self) -> str:
        """Of this very question, with what it says: the answer carries it."""
        said = {name: str(said) for name, said in self.values.items() if name not in self.passing}
        text = json.dumps([type(self).__name__, said], sort_keys=True)
        return salted_hmac("nasij.council.question", text).hexdigest()

    def ask(self, confirmed: bool | str) -> None:
        """Refuse, unless all is confirmed, or this very question was answered."""
        if confirmed is not True and confirmed != self.mark:
            raise self


class NoticeTooShort(Question):
    template = _(
        "The session is on %(day)s: days of notice from today: %(days)s; days of notice that the "
        "rules ask for: %(asked)s."
    )
    remedy_template = _("If you convene all the same, the minutes will say so.")
    confirm = _("Convene all the same")


class HourPast(Question):
    template = _("The hour of the session is past: it was planned for %(moment)s.")
    remedy_template = _(
        "Change the hour of the session. If it did take place and you convene all the same, nobody "
        "is written to, and the minutes will say so."
    )
    confirm = _("Convene all the same")


class NotAsAnnounced(Question):
    template = _("The members were called for %(planned)s, and it is now %(now)s.")
    remedy_template = _("If you open all the same, the minutes will say so.")
    passing = frozenset({"now"})
    confirm = _("Open all the same")


class SessionAnnounced(Question):
    template = _("The session was convened on %(day)s. What changes: %(changes)s.")
    remedy_template = _(
        "If you change it all the same, every member who has an account is written to, and the "
        "minutes will say so."
    )
    confirm = _("Change it all the same")


class SessionMoved(SessionAnnounced):
    template = _(
        "The session was convened on %(day)s. What changes: %(changes)s. Days of notice from "
        "today: %(days)s; days of notice that the rules ask for: %(asked)s."
    )


class AgendaSent(Question):
    template = _("The session was convened on %(day)s, with its agenda; “%(title)s” is not on it.")
    remedy_template = _(
        "If you add this point all the same, agenda and minutes will say that it came after, and "
        "every member who has an account is written to."
    )
    confirm = _("Add the point all the same")
