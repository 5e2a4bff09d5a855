"""Who sees what. A need of another region does not exist; its words are personal data."""

import re

import pytest
from django.test import Client

from nasij.audit.models import Event
from nasij.exporters.models import Firm
from nasij.needs import acts
from nasij.needs.models import Item, Need, Theme
from nasij.reference.firm_names import search_key
from tests.factories import make_firm, make_item, make_need, region
from tests.people import Cast

pytestmark = pytest.mark.django_db
SECRET = "Phrase que seul le Souss doit lire"
NEED_PAGES = ("{need}/", "{need}/link/", "{need}/reply/", "{need}/theme/")
ITEM_PAGES = ("items/{item}/", "items/{item}/escalate/", "items/{item}/remove/{need}/")
LISTS = ("", "items/", "group/", "group/compose/")


def _named_firm(name: str, code: str = "09", **fields: str) -> Firm:
    return make_firm(code, name=name, name_key=search_key(name), **fields)


@pytest.fixture
def item() -> Item:
    return make_item(title=SECRET)


@pytest.fixture
def need(item: Item) -> Need:
    return make_need(text=SECRET, item=item, firm=_named_firm("Firme du Souss"))


def _address(page: str, need: Need) -> str:
    return "/en/needs/" + page.format(need=need.pk, item=need.item_id)


@pytest.mark.parametrize("page", NEED_PAGES + ITEM_PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_region_gets_404(
    as_other_delegate: Client, need: Need, page: str, method: str
) -> None:
    if method == "get" and page.endswith(("theme/", "remove/{need}/")):
        pytest.skip("written to only")
    answer = getattr(as_other_delegate, method)(_address(page, need))
    assert answer.status_code == 404


@pytest.mark.parametrize("page", LISTS)
@pytest.mark.parametrize("query", ["", "?region=09", "?text=phrase", "?theme=logistics&item=1"])
def test_another_region_lists_nothing(
    as_other_delegate: Client, need: Need, page: str, query: str
) -> None:
    response = as_other_delegate.get(f"/en/needs/{page}{query}")
    assert SECRET not in response.content.decode()
    assert "Firme du Souss" not in response.content.decode()


def test_another_region_cannot_group_the_need(as_other_delegate: Client) -> None:
    free = make_need(text=SECRET)
    given = {"need": free.pk, "title": "x", "theme": "logistics"}
    assert as_other_delegate.get(f"/en/needs/group/compose/?need={free.pk}").status_code == 404
    assert as_other_delegate.post("/en/needs/group/compose/", given).status_code == 404


def test_a_need_does_not_join_an_item_of_another_region(
    as_other_delegate: Client, item: Item
) -> None:
    own = make_need("01")
    given = {"need": own.pk, "item": item.pk}
    assert as_other_delegate.post("/en/needs/group/compose/", given).status_code == 200
    own.refresh_from_db()
    assert own.item is None


def test_suggestions_name_no_firm_of_another_region(as_other_delegate: Client, need: Need) -> None:
    answer = as_other_delegate.get("/en/needs/suggestions/firms/?q=souss")
    assert answer.json() == {"results": []}


def test_suggestions_name_own_firms(as_delegate: Client, need: Need) -> None:
    answer = as_delegate.get("/en/needs/suggestions/firms/?q=souss")
    assert answer.json() == {"results": [f"Firme du Souss [{need.firm_id}]"]}


def test_suggested_communes_are_of_own_regions(as_delegate: Client) -> None:
    answer = as_delegate.get("/en/needs/suggestions/places/?q=agadir").json()["results"]
    assert answer
    assert all("[09." in name for name in answer)
    assert as_delegate.get("/en/needs/suggestions/places/?q=tanger").json() == {"results": []}


@pytest.mark.parametrize(
    ("language", "about", "few"),
    [
        ("fr", "environ 5", "moins de 3"),
        ("ar", "حوالي 5", "أقل من 3"),
        ("en", "about 5", "fewer than 3"),
    ],
)
def test_who_sees_no_need_reads_about_how_many_there_are(
    language: str, about: str, few: str, cast: Cast
) -> None:
    """As in the roadmap: “1 need”, of a known item and region, is somebody."""
    many, one = make_item("09", title="Fret"), make_item("09", title="Guichet")
    for item in (*[many] * 6, one):
        make_need("09", item=item)
    pages = [f"needs/items/{many.pk}/", f"needs/items/{one.pk}/", "needs/items/", "regions/09/"]
    for page, told in zip(pages, [{about}, {few}, {about, few}, {about, few}], strict=True):
        text = cast.client("partner").get(f"/{language}/{page}").content.decode()
        found = {word for word in (about, few) if word in text.replace("\u00a0", " ")}
        assert found == told, page
        assert not re.search(r">\s*6\s*<|\b6 (needs|besoins|حاجات)", text), page
        own = cast.client("delegate").get(f"/{language}/{page}").content.decode()
        assert not {word for word in (about, few) if word in own}, page


@pytest.mark.parametrize("who", ["analyst", "partner"])
def test_roles_without_needs_see_items_but_no_words(cast: Cast, who: str, need: Need) -> None:
    need.text = "Mots de l'exportateur"
    need.save()
    client = cast.client(who)
    assert client.get("/en/needs/").status_code == 403
    assert client.get(f"/en/needs/{need.pk}/").status_code == 404
    page = client.get(f"/en/needs/items/{need.item_id}/")
    assert page.status_code == 200
    assert "exportateur" not in page.content.decode()
    assert "Firme du Souss" not in page.content.decode()


@pytest.mark.parametrize("who", ["analyst", "partner"])
@pytest.mark.parametrize(
    "path", ["record/", "group/", "group/compose/", "suggestions/firms/", "suggestions/places/"]
)
def test_roles_without_needs_do_not_work_on_them(cast: Cast, who: str, path: str) -> None:
    assert cast.client(who).get(f"/en/needs/{path}").status_code == 403


def test_an_adviser_reads_and_replies_but_does_not_group(cast: Cast, need: Need) -> None:
    client = cast.client("adviser")
    assert client.get(f"/en/needs/{need.pk}/").status_code == 200
    assert client.get(f"/en/needs/items/{need.item_id}/escalate/").status_code == 403
    assert client.get("/en/needs/group/").status_code == 403
    assert client.post(f"/en/needs/{need.pk}/theme/", {"theme": "customs"}).status_code == 403


def test_a_visitor_is_sent_to_sign_in(cast: Cast, need: Need) -> None:
    for page in (*LISTS, f"{need.pk}/", f"items/{need.item_id}/"):
        assert cast.visitor.get(f"/en/needs/{page}").status_code == 302


@pytest.mark.parametrize("page", ["{need}/theme/", "items/{item}/remove/{need}/"])
def test_a_get_changes_nothing(as_delegate: Client, need: Need, page: str) -> None:
    assert as_delegate.get(_address(page, need)).status_code == 405


# --- Anonymity ----------------------------------------------------------------------------------


def test_an_anonymous_need_never_shows_who_spoke(cast: Cast) -> None:
    firm = _named_firm("Firme Silencieuse", email="contact@silence.example")
    silent = acts.record_need(
        region=region(),
        text="Le fret est trop cher",
        theme=Theme.objects.get(pk="logistics"),
        reply_email="contact@silence.example",
        is_anonymous=True,
        by=cast.delegate,
    )
    item = acts.group_needs(needs=[silent], title="Fret", theme=silent.theme, by=cast.delegate)
    acts.escalate_item(item=item, reason="Fret", by=cast.delegate)
    client = cast.client("secretariat")
    for page in (
        "",
        "?text=silencieuse",
        f"{silent.pk}/",
        f"{silent.pk}/link/",
        "group/",
        f"items/{item.pk}/",
    ):
        shown = client.get(f"/en/needs/{page}").content.decode()
        assert firm.name not in shown
        assert "silence.example" not in shown
    assert "Anonymous" in client.get("/en/needs/").content.decode()
    for event in Event.objects.all():
        trace = f"{event.subject_label}{event.before}{event.after}"
        assert firm.name not in trace
        assert "silence.example" not in trace


def test_a_search_for_the_firm_does_not_find_the_anonymous_need(as_delegate: Client) -> None:
    named = make_need(firm=_named_firm("Firme Visible"))
    make_need(is_anonymous=True, reply_email="visible@example.org")
    found = as_delegate.get("/en/needs/?text=visible").context["page"].needs.object_list
    assert list(found) == [named]
