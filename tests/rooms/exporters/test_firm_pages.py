"""The registry's pages: who sees which firm, finding, adding, changing, downloading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import WARNING
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from nasij.audit.models import Event
from nasij.exporters.acts import create_firm
from nasij.exporters.models import Firm
from nasij.intake.acts import import_file
from tests.factories import make_firm, region
from tests.people import Cast
from tests.rooms.intake.files import make_ice

pytestmark = pytest.mark.django_db


def url(name: str, *args: Any) -> str:
    with translation.override("fr"):
        return reverse(f"exporters:{name}", args=args)


def firm(code: str = "09", **values: Any) -> Firm:
    given = {"name": "Coopérative Tissaliwine", "region": region(code), **values}
    return create_firm(values=given, by=None)


def body(response: Any) -> bytes:
    """All of an answer; a file that was sent is closed."""
    whole = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return bytes(whole)


def content(response: Any) -> str:
    return body(response).decode()


def form_data(**values: Any) -> dict[str, Any]:
    given = {"name": "Argane du Sud", "region": "09", "status": "existing", "language": "fr"}
    return {**given, **values}


def test_a_delegate_sees_the_firms_of_the_region_only(as_delegate: Client) -> None:
    firm(name="Visible")
    firm("01", name="Cachee")
    page = content(as_delegate.get(url("list")))
    assert "Visible" in page
    assert "Cachee" not in page


@pytest.mark.parametrize(
    ("page", "typed", "spoken"),
    [
        ("ar", {"language": "ar", "name": "", "name_ar": "تعاونية الوادي"}, "ar"),
        ("ar", {"language": "ar"}, "ar"),
        ("ar", {"language": "fr", "name": "", "name_ar": "تعاونية الوادي"}, "fr"),  # chosen
        ("fr", {"language": "fr", "name": "", "name_ar": "تعاونية الوادي"}, "ar"),
        ("fr", {"language": "fr", "name_ar": "تعاونية الوادي"}, "fr"),
    ],
)
def test_a_new_firm_speaks_as_the_page_or_its_only_name(
    cast: Cast, page: str, typed: dict[str, str], spoken: str
) -> None:
    client = cast.client("delegate")
    shown = client.get(f"/{page}/exporters/create/")
    assert shown.context["form"]["language"].value() == page
    assert client.post(f"/{page}/exporters/create/", form_data(**typed)).status_code == 302
    assert Firm.objects.get().language == spoken


@pytest.mark.parametrize("name", ["detail", "edit"])
def test_a_firm_of_another_region_is_not_found(as_other_delegate: Client, name: str) -> None:
    assert as_other_delegate.get(url(name, firm().pk)).status_code == 404


def test_another_region_is_not_found_by_search_suggestion_filter_or_download(
    as_other_delegate: Client,
) -> None:
    firm(identifier="001792926000012")
    for query in ("?text=tissaliwine", "?text=001792926000012", "?region=09", ""):
        assert "Tissaliwine" not in content(as_other_delegate.get(url("list") + query))
        assert "Tissaliwine" not in content(
            as_other_delegate.get(url("download") + "?format=csv&" + query[1:])
        )
    found = as_other_delegate.get(url("suggestions") + "?q=tissal").json()
    assert found == {"options": [], "text": "0 résultat"}


@pytest.mark.parametrize("person", ["analyst", "partner"])
@pytest.mark.parametrize("name", ["list", "create", "download", "suggestions"])
def test_who_sees_no_firm_is_refused(cast: Cast, person: str, name: str) -> None:
    assert cast.client(person).get(url(name)).status_code == 403


@pytest.mark.parametrize("person", ["analyst", "partner"])
def test_who_sees_no_firm_does_not_find_one(cast: Cast, person: str) -> None:
    assert cast.client(person).get(url("detail", firm().pk)).status_code == 404


def test_an_adviser_edits_and_does_not_import(cast: Cast) -> None:
    client = cast.client("adviser")
    assert client.get(url("edit", firm().pk)).status_code == 200
    assert client.get(reverse("intake:upload")).status_code == 403


def test_a_visitor_is_asked_to_sign_in(cast: Cast) -> None:
    assert cast.visitor.get(url("list")).status_code == 302


@pytest.mark.parametrize(
    "text",
    [
        "AÏT melloul",
        "melloul ait",
        "ait mell",
        "ايت ملول",
        "آيت ملّول",
        "ملول آيت",
        "001 792926 0000 12",
        "1792926000012",
        "ICE 001792926000012",
    ],
)
def test_search_forgives(as_delegate: Client, text: str) -> None:
    firm(
        name="Sté Aït Melloul Export SARL", name_ar="آيت ملول للتصدير", identifier="001792926000012"
    )
    firm(name="Autre")
    page = as_delegate.get(url("list"), {"text": text}).context["page"].firms
    assert [one.name for one in page] == ["Sté Aït Melloul Export SARL"]


def test_search_finds_trade_names_and_forgives_the_article(as_delegate: Client) -> None:
    firm(name="Zarbia SA", trade_names="Tapis d'Or\nنسيج الجنوب")
    for text in ("tapis or", "النسيج", "جنوب"):
        assert "Zarbia" in content(as_delegate.get(url("list"), {"text": text}))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "past"}, {"Trois"}),
        ({"product": "1515"}, {"Un"}),
        ({"product": "huile d'argan"}, {"Un"}),
        ({"product": "زيت أركان"}, {"Un"}),
        ({"place": "09.001"}, {"Deux"}),
        ({"status": "nonsense"}, {"Un", "Deux", "Trois"}),
    ],
)
def test_filters(as_delegate: Client, query: dict[str, str], expected: set[str]) -> None:
    from nasij.files.places import Places

    agadir = Places.load().commune("Agadir", region("09"))
    firm(name="Un", products=["151590"])
    firm(name="Deux", commune=agadir)
    firm(name="Trois", status="past")
    if "place" in query and agadir.parent is not None:
        query = {"place": agadir.parent.code}
    page = as_delegate.get(url("list"), query).context["page"].firms
    assert {one.name for one in page} == expected


def test_sector_filter(as_delegate: Client) -> None:
    sold = firm(name="Un", products=["151590"])
    firm(name="Deux")
    sector = sold.products.get().sector
    assert sector is not None
    page = as_delegate.get(url("list"), {"sector": sector.key}).context["page"].firms
    assert [one.name for one in page] == ["Un"]


def test_the_list_asks_a_constant_number_of_queries(
    as_secretariat: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        firm(name=f"Firme {number}", products=["151590", "080410"])
    with django_assert_max_num_queries(16):
        assert as_secretariat.get(url("list"), {"text": "firme"}).status_code == 200


def test_every_status_of_the_pages_reads_in_three_languages(as_secretariat: Client) -> None:
    one = firm(identifier="123", founded_on=None, employees=12, products=["151590"])
    for language in ("fr", "ar", "en"):
        for path in ("", f"{one.pk}/", f"{one.pk}/edit/", "create/"):
            response = as_secretariat.get(f"/{language}/exporters/{path}")
            assert response.status_code == 200, path


def test_adding_a_firm_finds_products_by_words_and_place_by_name(as_delegate: Client) -> None:
    data = form_data(
        products="huile d'argan; 0804.10", commune="agadir", founded_on="2009", employees="1 200",
        identifier="1792926000012",
    )  # fmt: skip
    response = as_delegate.post(url("create"), data)
    assert response.status_code == 302
    added = Firm.objects.get()
    assert (added.identifier, added.employees, added.founded_year_only) == (
        "001792926000012",
        1200,
        True,
    )
    assert added.commune is not None
    assert added.commune.name_fr == "Agadir"
    assert added.products.count() == 2
    assert added.name_key == "argane du sud"
    assert Event.objects.filter(verb="exporters.firm_created").count() == 1


def test_words_that_mean_several_products_offer_them(as_delegate: Client) -> None:
    page = content(as_delegate.post(url("create"), form_data(products="huile")))
    assert "15" in page
    assert not Firm.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"region": "01"}, {"commune": "Qsar Ghayb"}, {"employees": "beaucoup"},
        {"founded_on": "bientôt"}, {"products": "xyzzy"}, {"identifier": "1.23E+14"},
        {"email": "x"},
    ],
)  # fmt: skip
def test_a_wrong_form_says_so_and_writes_nothing(
    as_delegate: Client, wrong: dict[str, str]
) -> None:
    response = as_delegate.post(url("create"), form_data(**wrong))
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Firm.objects.exists()


def test_a_doubtful_ice_is_kept_with_a_warning(as_delegate: Client) -> None:
    response = as_delegate.post(url("create"), form_data(identifier="00144258120091"), follow=True)
    kept = Firm.objects.get()
    assert (kept.identifier, kept.identifier_doubtful) == ("00144258120091", True)
    assert [message.level for message in response.context["messages"]] == [WARNING]


def test_an_ice_of_another_firm_is_refused(as_delegate: Client) -> None:
    firm("01", identifier=make_ice(3))
    response = as_delegate.post(url("create"), form_data(identifier=make_ice(3)))
    assert "identifier" in response.context["form"].errors
    assert Firm.objects.count() == 1


def test_editing_records_what_changed_and_the_timeline_shows_it(as_delegate: Client) -> None:
    one = firm(activity="Huiles")
    path = url("edit", one.pk)
    initial = as_delegate.get(path).context["form"].initial
    response = as_delegate.post(path, {**initial, "activity": "Cosmétiques", "employees": ""})
    assert response.status_code == 302
    event = Event.objects.get(verb="exporters.firm_changed")
    assert (event.before, event.after) == ({"activity": "Huiles"}, {"activity": "Cosmétiques"})
    assert "Cosmétiques" in content(as_delegate.get(url("detail", one.pk)))


def test_saving_without_a_change_records_nothing(as_delegate: Client) -> None:
    one = firm(products=["151590"], founded_on=None, identifier=make_ice(4), employees=5)
    path = url("edit", one.pk)
    form = as_delegate.get(path).context["form"]
    data = {name: form.initial.get(name) or "" for name in form.fields}
    assert as_delegate.post(path, data).status_code == 302
    assert not Event.objects.filter(verb="exporters.firm_changed").exists()


def test_the_page_of_a_merged_firm_leads_on(as_delegate: Client) -> None:
    kept = firm(name="Gardée")
    gone = make_firm(merged_into=kept)
    assert as_delegate.get(url("detail", gone.pk)).headers["Location"] == url("detail", kept.pk)
    assert gone.name not in content(as_delegate.get(url("list")))


def some_firms() -> None:
    from nasij.files.places import Places

    agadir = Places.load().commune("Agadir", region("09"))
    firm(
        identifier="001792926000012", name_ar="تعاونية تيسليوين", commune=agadir, activity="=1+1",
        products=["080410", "151590"], employees=12, status="existing", email="a@example.org",
        phone="+212500000000", legal_form="cooperative",
        founded_on="2009-01-01", founded_year_only=True,
    )  # fmt: skip
    firm("01", name='-Étoile; du "Nord"', activity="@x", identifier="123", founded_on="2010-05-06")
    firm("02", name="تعاونية الوادي", name_ar="تعاونية الوادي", language="ar")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_downloaded_can_be_brought_back_and_changes_nothing(
    as_secretariat: Client, data_folder: Path, tmp_path: Path, kind: str
) -> None:
    some_firms()
    response = as_secretariat.get(url("download"), {"format": kind})
    assert response["X-Row-Count"] == "3"
    assert "-3-rows." in response["Content-Disposition"]
    path = tmp_path / f"firms.{kind}"
    path.write_bytes(body(response))
    run = import_file(path, by=None)
    assert (run.rows_read, run.unchanged) == (3, 3)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_downloaded_fills_an_empty_registry_alike(
    as_secretariat: Client, data_folder: Path, tmp_path: Path, kind: str
) -> None:
    some_firms()
    answer = as_secretariat.get(url("download"), {"format": kind})
    first = body(answer)
    path = tmp_path / f"firms.{kind}"
    path.write_bytes(first)
    Firm.objects.all().delete()
    import_file(path, by=None)
    again = as_secretariat.get(url("download"), {"format": "csv"})
    lines = body(again).decode("utf-8-sig")
    some = lines.splitlines()
    assert len(some) == 4
    known = ("001792926000012", "Coopérative Tissaliwine", "تعاونية تيسليوين", "Coopérative")
    assert ";".join((*known, "Souss-Massa", "Agadir", "")) in lines
    assert ";2009;" in lines
    assert "'=1+1" in lines


def test_the_csv_begins_with_a_byte_order_mark(as_secretariat: Client) -> None:
    some_firms()
    response = as_secretariat.get(url("download"), {"format": "csv"})
    assert body(response).startswith(b"\xef\xbb\xbf")


def test_the_search_offers_firms_while_one_types(as_delegate: Client) -> None:
    one = firm(identifier="001792926000012", name_ar="تعاونية تيسليوين")
    with translation.override("fr"):
        page = reverse("exporters:detail", args=[one.pk])
    for words in ("tissal", "تيسليوين", "0017 9292 6000 012", "tissaliwine cooperative"):
        answer = as_delegate.get(url("suggestions"), {"q": words}).json()
        assert answer["text"] == "1 résultat"
        assert answer["options"] == [
            {
                "name": "Coopérative Tissaliwine",
                "hint": "تعاونية تيسليوين · Souss-Massa · 001792926000012",
                "url": page,
            }
        ]


def form_of(one: Firm, **changed: Any) -> dict[str, Any]:
    given = {"name": one.name, "region": one.region.code, "status": one.status, "language": "fr"}
    return {**given, **changed}


def test_a_firm_is_named_in_the_script_of_the_reader(as_delegate: Client) -> None:
    firm = make_firm("09", name="Tissage Anzi", name_ar="نسيج أنزي")
    for language, first, second in (
        ("fr", "Tissage Anzi", "نسيج أنزي"),
        ("ar", "نسيج أنزي", "Tissage Anzi"),
    ):
        with translation.override(language):
            page = as_delegate.get(reverse("exporters:detail", args=[firm.pk])).content.decode()
        assert f"<h1><bdi>{first}</bdi></h1>" in page
        assert page.index(first) < page.index(second)
