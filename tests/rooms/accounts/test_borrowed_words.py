"""The pages of the sign-in library speak our French: its own has straight apostrophes."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

PAGES = ("account/2fa/", "account/logout/", "account/password/change/", "people/me/")


@pytest.mark.parametrize("path", PAGES)
def test_no_straight_apostrophe_in_french(path: str, as_secretariat: Client) -> None:
    page = unescape(as_secretariat.get(f"/fr/{path}", follow=True).content.decode())
    words = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)
    assert re.findall(r"\w+'\w+", words) == []
