"""What the tests of the rooms do not let pass (tests/rooms/conftest.py)."""

from __future__ import annotations

import pytest
from django.template import Context, Template

from nasij.exporters.models import Firm
from tests.factories import make_firm


@pytest.mark.parametrize(
    "text", ["{{ firm.nickname }}", "{{ firm }}", "{% for one in firms %}{{ one }}{% endfor %}"]
)
def test_what_nobody_gave_a_template_fails(text: str) -> None:
    with pytest.raises(AssertionError, match="undefined in a template: firm"):
        Template(text).render(Context())


def test_what_a_tag_only_asks_for_may_be_left_out() -> None:
    assert Template("{% if firm %}a{% else %}b{% endif %}").render(Context()) == "b"


@pytest.mark.django_db
def test_ties_come_last_first_and_an_order_stays() -> None:
    first, second = make_firm(name="Atlas"), make_firm(name="Atlas")
    assert list(Firm.objects.order_by("name")) == [second, first]
    assert list(Firm.objects.order_by("name", "pk")) == [first, second]
    assert list(Firm.objects.order_by("name").values_list("pk")[:1]) == [(second.pk,)]
