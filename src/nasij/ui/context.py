"""What every page knows of the site itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

NAMES = {"fr": "Français", "ar": "العربية", "en": "English"}
_names: list[Callable[[str], str]] = []


@dataclass(frozen=True, slots=True)
class LanguageLink:
    code: str
    name: str
    url: str
    current: bool


def register_organisation(name: Callable[[str], str]) -> None:
    """The room that reads the pack says whose site this is: `name(language) -> str`."""
    _names[:] = [name]


def site(request: HttpRequest) -> dict[str, Any]:
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return {
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "languages": language_links(request, language),
        "organisation": _names[0](language) if _names else "",
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
    carries = len(steps) > 1 and steps[1] in NAMES
    links = []
    for code, _label in settings.LANGUAGES:
        rest = "/".join(steps[2:]) if carries else ""
        url = f"/{code}/{rest}" + (f"?{query}" if query and carries else "")
        links.append(LanguageLink(code, NAMES.get(code, code), url, code == language))
    return links


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
