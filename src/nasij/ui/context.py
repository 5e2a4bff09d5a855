"""What every page knows of the site itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from nasij.rooms import told
from nasij.ui import formats
from nasij.ui.languages import OWN_NAMES


@dataclass(frozen=True, slots=True)
class LanguageLink:
    code: str
    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Organisation:
    """Whose site this is, told by the room that reads the pack: `name(language)`."""

    name: Callable[[str], str]


def organisation(language: str) -> str:
    return next((organisation.name(language) for organisation in told(Organisation)), "")


def site(request: HttpRequest) -> dict[str, Any]:
    language = formats.language()
    return {
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "languages": language_links(request, language),
        "organisation": organisation(language),
        "contact_email": settings.CONTACT_EMAIL,
        "demo": getattr(settings, "DEMO", False),
        "version": getattr(settings, "VERSION", ""),
        "home_url": f"/{language}/",
        "login_url": _url(settings.LOGIN_URL),
        "logout_url": _url("account_logout"),
    }


def language_links(request: HttpRequest, language: str) -> list[LanguageLink]:
    """The same page in each language: only the first step of the path changes."""
    path, _, query = request.get_full_path().partition("?")
    steps = path.split("/")
    carries = len(steps) > 1 and steps[1] in OWN_NAMES
    links = []
    for code, _label in settings.LANGUAGES:
        rest = "/".join(steps[2:]) if carries else ""
        url = f"/{code}/{rest}" + (f"?{query}" if query and carries else "")
        links.append(LanguageLink(code, OWN_NAMES.get(code, code), url, code == language))
    return links


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
