"""The entries of the navigation, as the rooms tell them.

A room never edits the base page, and the base page knows no room.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nasij.rooms import told

Label = str | Promise

# The order of the thread: hear, decide, act, measure. "account" and "footer" are other places.
SECTIONS: dict[str, Label] = {
    "": "",
    "listen": _("Listen"),
    "decide": _("Decide"),
    "act": _("Act"),
    "measure": _("Measure"),
    "publish": _("Publish"),
    "manage": _("Manage"),
    "account": "",
    "footer": "",
}
RAIL = ("", "listen", "decide", "act", "measure", "publish", "manage")


@dataclass(frozen=True, slots=True)
class NavEntry:
    key: str
    label: Label
    url_name: str
    order: int = 50
    permission: str | None = None
    section: str = ""
    members_only: bool = False

    def __post_init__(self) -> None:
        if self.section not in SECTIONS:
            raise ValueError(f"section {self.section!r}: choose one of {', '.join(SECTIONS)}")


@dataclass(frozen=True, slots=True)
class Link:
    label: Label
    url: str
    current: bool = False


@dataclass(slots=True)
class Section:
    label: Label
    links: list[Link] = field(default_factory=list)


def sections(
    request: HttpRequest, user_may: Callable[[str], bool], names: tuple[str, ...] = RAIL
) -> list[Section]:
    """The sections this person may open, each with its links; empty ones are left out."""
    entries = sorted(told(NavEntry), key=lambda entry: (entry.order, entry.key))
    shown = []
    for name in names:
        links = [
            link
            for entry in entries
            if entry.section == name and _is_open(entry, request, user_may)
            for link in _link(entry, request)
        ]
        if links:
            shown.append(Section(SECTIONS[name], links))
    _mark_current(shown, request.path)
    return shown


def _is_open(entry: NavEntry, request: HttpRequest, user_may: Callable[[str], bool]) -> bool:
    if entry.permission is not None:
        return user_may(entry.permission)
    user: Any = getattr(request, "user", None)
    return not entry.members_only or bool(user and user.is_authenticated)


def _link(entry: NavEntry, request: HttpRequest) -> list[Link]:
    try:
        return [Link(entry.label, reverse(entry.url_name))]
    except NoReverseMatch:  # a room that is not installed in this site
        return []


def _mark_current(shown: list[Section], path: str) -> None:
    """The longest address that begins the path is where the reader is."""
    everything = [link for section in shown for link in section.links]
    root = "/" + path.split("/")[1] + "/" if path.count("/") > 1 else path
    fitting = [
        link.url
        for link in everything
        if path == link.url or (link.url != root and path.startswith(link.url))
    ]
    best = max(fitting, key=len, default=None)
    for section in shown:
        section.links = [Link(link.label, link.url, link.url == best) for link in section.links]
