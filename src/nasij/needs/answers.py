"""What a station of the thread says to the exporter who spoke, in their language.

A reply is a row of sentences. Each place in the row has one wording or several, the fullest first;
the first whose values are all known is used, and a place without one is left out. So the room that
moves an item gives what it knows (`context`) and nothing is ever said half.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from nasij.kept import readable, unless_damaged
from nasij.needs.enums import ItemState, Proof, SessionNews, station_of
from nasij.needs.models import Need, Reply
from nasij.sentences import apart, side_by_side
from nasij.ui import formats
from nasij.ui.ways import address_of

Wordings = tuple[str | Promise, ...]

# Names that a caller of `move_item` or `tell_of_session` may give in `context`.
CONTEXT_NAMES = frozenset(
    {"session", "session_date", "day_before", "decision", "voted_text"}
    | {"action", "actions", "owner", "due", "result"}
)

_WORDS = 90  # characters of an exporter's own words, enough to know them again

_GREETING: Wordings = (_("Hello,"),)
_FOLLOW = _("Everything that follows is here, without an account:")

_SENTENCES: dict[ItemState | SessionNews, tuple[Wordings, ...]] = {
    ItemState.ESCALATED: (
        (
            _(
                "What you told us on %(heard_on)s was heard. Your region, %(region)s, "
                "has taken it to the council of regions as “%(item)s”."
            ),
        ),
    ),
    ItemState.ON_AGENDA: (
        (
            _(
                "What you told us on %(heard_on)s, “%(words)s”, is on the agenda of the council of "
                "regions: %(session)s, %(session_date)s."
            ),
            _(
                "What you told us on %(heard_on)s, “%(words)s”, is on the agenda of the council of "
                "regions: %(session)s."
            ),
            _(
                "What you told us on %(heard_on)s, “%(words)s”, is on the agenda of the council of "
                "regions."
            ),
        ),
    ),
    SessionNews.MOVED: (
        (
            _(
                "The session of the council of regions that is to take up what you told us, "
                "“%(words)s”, is on another day: %(session_date)s instead of %(day_before)s."
            ),
        ),
    ),
    SessionNews.NOT_TREATED: (
        (
            _(
                "The council of regions (%(session)s, %(session_date)s) did not deal with what you "
                "told us, “%(words)s”. It waits for another session."
            ),
        ),
    ),
    ItemState.DECIDED: (
        (
            _(
                "The council of regions (%(session)s, %(session_date)s) has decided on what you "
                "told us: “%(words)s”."
            ),
            _("The council of regions has decided on what you told us: “%(words)s”."),
        ),
        (_("The decision: “%(decision)s”."),),
    ),
    ItemState.IN_ACTION: (
        (
            _("What you told us, “%(words)s”, has become an action: “%(action)s”."),
            _("What you told us, “%(words)s”, has become an action."),
        ),
        (
            _("%(owner)s is in charge of it, to be done by %(due)s."),
            _("%(owner)s is in charge of it."),
            _("It is to be done by %(due)s."),
        ),
    ),
    ItemState.ABANDONED: (
        (
            _("The actions decided on what you told us, “%(words)s”, were abandoned: %(actions)s."),
            _(
                "The action decided on what you told us, “%(words)s”, is abandoned: “%(action)s”. "
                "The reason: %(reason)s."
            ),
            _("The action decided on what you told us, “%(words)s”, is abandoned."),
        ),
        (_("The decision of the council stands; no action follows from it for now."),),
    ),
    ItemState.DONE: (
        (
            _("What you asked for, “%(words)s”, is done: %(actions)s."),
            _("What you asked for, “%(words)s”, is done: “%(action)s”."),
            _("What you asked for, “%(words)s”, is done."),
        ),
        (_("The result, %(proof)s: %(result)s."), _("The result: %(result)s.")),
        (_("Thank you for having spoken. If it does not help you, tell your regional delegate."),),
    ),
    ItemState.DECLINED: (
        (
            _(
                "The council of regions (%(session)s, %(session_date)s) did not retain what you "
                "told us: “%(words)s”."
            ),
            _("What you told us, “%(words)s”, was not retained."),
        ),
        (_("The text put to the vote, “%(voted_text)s”, was not adopted."),),
        (_("The reason: %(reason)s."),),
        (_("Your words stay on record. Thank you for having spoken."),),
    ),
}

# Said in letters only: nobody is written to who has but the page.
_PROMISES: dict[ItemState | SessionNews, Wordings] = {
    ItemState.ESCALATED: (_("You will have a word from us at each step."),),
    ItemState.ON_AGENDA: (_("We will write to you as soon as it has decided."),),
    SessionNews.NOT_TREATED: (_("We will write to you when it is on an agenda again."),),
    ItemState.ABANDONED: (_("We will write to you if another action follows."),),
}

_SUBJECTS: dict[ItemState | SessionNews, str | Promise] = {
    ItemState.ESCALATED: _("What you told us has been taken to the council"),
    ItemState.ON_AGENDA: _("What you told us is on the council's agenda"),
    SessionNews.MOVED: _("The council's session on what you told us is on another day"),
    SessionNews.NOT_TREATED: _("The council's session did not deal with what you told us"),
    ItemState.DECIDED: _("The council has decided on what you told us"),
    ItemState.IN_ACTION: _("What you told us has become an action"),
    ItemState.ABANDONED: _("The action decided on what you told us is abandoned"),
    ItemState.DONE: _("What you asked for is done"),
    ItemState.DECLINED: _("An answer to what you told us"),
}


def station_text(
    need: Need,
    *,
    state: ItemState | SessionNews,
    is_mailed: bool,
    reason: str = "",
    context: Mapping[str, str | Sequence[str]] | None = None,
) -> str:
    """The reply of one station to one need; empty for a state that says nothing (open)."""
    if state not in _SENTENCES:
        return ""
    places = [*_SENTENCES[state], _PROMISES.get(state, ()) if is_mailed else ()]
    with override(need.language):
        values = _values(need, reason, context or {})
        body = " ".join(filter(None, (_fullest(wordings, values) for wordings in places)))
        return "\n\n".join([_fullest(_GREETING, values), body, _follow(need)])


def subject_line(need: Need, station: str) -> str:
    with override(need.language):
        known = unless_damaged(lambda: station_of(station))
        if known:
            return str(_SUBJECTS[known])
        return gettext("An answer to what you told us")


def tracking_link(need: Need) -> str:
    """The exporter's page in their language, whole, to be pasted anywhere."""
    with override(need.language):
        return str(settings.SITE_URL) + address_of("track", need.token)


def first_message(need: Need) -> str:
    """What the person who heard sends at once (WhatsApp, SMS), in the exporter's language."""
    with override(need.language):
        heard = gettext(
            "Hello, thank you for speaking to us on %(heard_on)s. What you said is recorded "
            "and stays yours to follow."
        )
        values = _values(need, "", {})
        return f"{heard % values}\n\n{_follow(need)}"


def _follow(need: Need) -> str:
    """The link on a line of its own: nothing sticks to it, and Arabic does not turn it."""
    return f"{_FOLLOW}\n{tracking_link(need)}"


def text_on_page(reply: Reply) -> str:
    """Without the way to the page on which it is read: only letters need it."""
    with override(reply.language):
        return reply.text.partition(f"\n\n{_FOLLOW}\n")[0]


def _values(need: Need, reason: str, context: Mapping[str, str | Sequence[str]]) -> dict[str, str]:
    values = {name: _shown(text) for name, text in context.items() if name in CONTEXT_NAMES}
    values["reason"] = _shown(reason)
    if need.item is not None:
        values["item"] = _shown(need.item.title)
        proof = readable(Proof, need.item.proof)
        values["proof"] = proof.in_letter if proof else ""
    values["words"] = _shown(Truncator(need.text).chars(_WORDS))
    values["region"] = _shown(need.region.name)
    values["heard_on"] = formats.day_for_reader(need.heard_on)
    return {name: text for name, text in values.items() if text}


def _fullest(wordings: Wordings, values: Mapping[str, str]) -> str:
    for wording in wordings:
        try:
            return str(wording) % values
        except KeyError:
            continue
    return ""


def _shown(text: str | Sequence[str]) -> str:
    """A value inside a sentence: dates in words, no doubled full stop, its own direction."""
    if not isinstance(text, str):
        return side_by_side(text)
    clean = text.strip().rstrip(".。")
    try:
        return formats.day_for_reader(date.fromisoformat(clean))
    except ValueError:
        pass
    return apart(clean)
