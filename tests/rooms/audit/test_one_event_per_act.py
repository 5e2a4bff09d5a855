"""An act writes exactly one event, and what cannot be recorded is not done.

An act that sets one of another room going (placing an item moves it along) leaves that one's too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps

from nasij.accounts import acts as accounts
from nasij.audit.models import Event
from nasij.council import acts as council
from nasij.exporters import acts as registry
from nasij.needs import acts as needs
from nasij.needs.models import Theme
from tests import factories
from tests.people import Cast

pytestmark = pytest.mark.django_db
Call = Callable[[], object]


def _case(name: str, cast: Cast) -> Call:
    """The act, ready to be called; what it needs is made here."""
    firm = factories.make_firm()
    need, item = factories.make_need(), factories.make_item()
    factories.make_need(item=item)
    session = factories.make_session()
    theme = Theme.objects.exclude(pk=need.theme_id).order_by("pk").first()
    assert theme is not None
    calls: dict[str, Call] = {
        "accounts.change_profile": lambda: accounts.change_profile(
            name="N", language="ar", by=cast.analyst
        ),
        "accounts.grant_membership": lambda: accounts.grant_membership(
            user=cast.partner, role="delegate", region_code="01", by=cast.administrator
        ),
        "council.add_point": lambda: council.add_point(
            session=session, title="P", note="", by=cast.secretariat
        ),
        "exporters.create_list": lambda: registry.create_list(name="L", by=cast.delegate),
        "exporters.follow_firm": lambda: registry.follow_firm(firm=firm, by=cast.delegate),
        "needs.change_theme": lambda: needs.change_theme(need=need, theme=theme, by=cast.delegate),
        "needs.escalate_item": lambda: needs.escalate_item(item=item, reason="R", by=cast.delegate),
        "needs.group_needs": lambda: needs.group_needs(
            needs=[need], title="T", theme=need.theme, by=cast.delegate
        ),
        "needs.reply_to_need": lambda: needs.reply_to_need(
            need=need, text="R", told_by_phone=True, by=cast.delegate
        ),
    }
    return calls[name]


ACTS = (
    "accounts.change_profile",
    "accounts.grant_membership",
    "council.add_point",
    "exporters.create_list",
    "exporters.follow_firm",
    "needs.change_theme",
    "needs.escalate_item",
    "needs.group_needs",
    "needs.reply_to_need",
)


def _all_rows() -> dict[str, list[Any]]:
    models = [model for model in apps.get_models() if model.__module__.startswith("nasij.")]
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=repr) for model in models
    }


@pytest.mark.parametrize("name", ACTS)
def test_an_act_writes_one_event(cast: Cast, name: str) -> None:
    act = _case(name, cast)
    before = Event.objects.count()
    act()
    assert Event.objects.count() == before + 1


@pytest.mark.parametrize("name", ACTS)
def test_an_act_whose_event_fails_leaves_no_trace(
    cast: Cast, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = _case(name, cast)
    before = _all_rows()

    def fail(*_given: object, **_named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Event, "save", fail)
    with pytest.raises(ZeroDivisionError):
        act()
    assert _all_rows() == before
