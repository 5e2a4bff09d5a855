"""The pages, through the door: what each person can do, in three languages."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from nasij.exporters.models import Firm
from nasij.needs.models import Item, Need
from nasij.reference.firm_names import search_key
from nasij.reference.models import Territory
from tests.factories import make_firm, make_item, make_need
from tests.people import Cast

pytestmark = pytest.mark.django_db
LEAST = {"client_key": "k1", "region": "09", "text": "Le fret est trop cher", "theme": "logistics"}


def _named_firm(name: str, code: str = "09", **fields: str) -> Firm:
    return make_firm(code, name=name, name_key=search_key(name), **fields)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize(
    "path", ["", "record/", "group/", "items/", "group/compose/", "?waiting_days=5&text=fret"]
)
def test_pages_open_in_each_language(as_secretariat: Client, language: str, path: str) -> None:
    make_need()
    response = as_secretariat.get(f"/{language}/needs/{path}")
    assert response.status_code == 200
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in response.content.decode()


@pytest.mark.parametrize("path", ["", "items/", "group/"])
def test_empty_rooms_say_what_to_do_next(as_delegate: Client, path: str) -> None:
    assert "empty__title" in as_delegate.get(f"/en/needs/{path}").content.decode()


# --- Recording ----------------------------------------------------------------------------------


def test_a_delegate_of_one_region_has_no_region_to_choose(as_delegate: Client) -> None:
    page = as_delegate.get("/en/needs/record/").content.decode()
    assert '<input type="hidden" name="region" value="09"' in page
    assert page.count("(required)") == 2  # words and theme


def test_region_words_and_theme_record_a_need(as_delegate: Client) -> None:
    response = as_delegate.post("/en/needs/record/", LEAST)
    need = Need.objects.get()
    assert response.url == f"/en/needs/{need.pk}/link/"
    assert need.heard_on == timezone.localdate()
    page = as_delegate.get(response.url).content.decode()
    assert need.token in page
    assert "/fr/" in page  # the link opens in the exporter's language


def test_sending_five_times_records_once(as_delegate: Client) -> None:
    answers = {as_delegate.post("/en/needs/record/", LEAST).url for _press in range(5)}
    assert Need.objects.count() == len(answers) == 1


def test_other_words_from_the_same_form_are_another_need(as_delegate: Client) -> None:
    """A page gone back to keeps its key: what is said in it then must not vanish."""
    second = {**LEAST, "text": "Les visas tardent"}
    answers = [as_delegate.post("/en/needs/record/", sent).url for sent in (LEAST, second, second)]
    assert set(Need.objects.values_list("text", flat=True)) == {LEAST["text"], second["text"]}
    assert answers[0] != answers[1] == answers[2]


def test_each_form_has_a_key_of_its_own(as_delegate: Client) -> None:
    keys = {
        as_delegate.get("/en/needs/record/").context["form"]["client_key"].value()
        for _turn in range(2)
    }
    assert len(keys) == 2


def test_all_that_is_known_is_kept(as_delegate: Client) -> None:
    firm = _named_firm("Coopérative Exemple")
    commune = Territory.objects.filter(level="commune", region_code="09").order_by("code").first()
    assert commune is not None
    extra = {
        "firm": "cooperative exemple",
        "commune": f"{commune.name} [{commune.code}]",
        "heard_at_place": "Salon",
        "heard_on": "2026-03-02",
        "language": "ar",
        "reply_email": "firm@example.org",
    }
    as_delegate.post("/en/needs/record/", {**LEAST, **extra})
    need = Need.objects.get()
    assert (need.firm, need.commune, need.language) == (firm, commune, "ar")
    assert (need.heard_on, need.heard_at_place) == (date(2026, 3, 2), "Salon")


@pytest.mark.parametrize(
    ("language", "shown"),
    [("ar", "حوامض سوس · Agrumes Souss"), ("fr", "Agrumes Souss · حوامض سوس")],
)
def test_a_choice_of_firms_has_the_name_of_the_reader_first(
    as_delegate: Client, language: str, shown: str
) -> None:
    """Who had written in Arabic was to choose among French names."""
    for name, arabic in (("Agrumes Souss", "حوامض سوس"), ("Agrumes Massa", "حوامض ماسة")):
        make_firm(name=name, name_ar=arabic, name_key=search_key(name, arabic))
    page = as_delegate.post(f"/{language}/needs/record/", {**LEAST, "firm": "حوامض"})
    assert shown in page.content.decode()
    assert not Need.objects.exists()


def test_several_firms_of_a_name_become_a_choice(as_delegate: Client) -> None:
    firms = [_named_firm(f"Agrumes Exemple {city}") for city in ("Agadir", "Tiznit")]
    page = as_delegate.post("/en/needs/record/", {**LEAST, "firm": "agrumes"}).content.decode()
    assert not Need.objects.exists()
    for firm in firms:
        assert f'<option value="{firm.name} [{firm.pk}]"' in page


def test_a_firm_of_another_region_is_not_found(as_delegate: Client) -> None:
    firm = _named_firm("Textile Exemple", code="01")
    for written in ("Textile Exemple", f"Textile Exemple [{firm.pk}]"):
        page = as_delegate.post("/en/needs/record/", {**LEAST, "firm": written}).content.decode()
        assert "None found" in page
    assert not Need.objects.exists()


def test_the_choice_not_to_be_named_stands_in_the_open(as_delegate: Client) -> None:
    """It lay in a closed panel: whoever spoke was recorded without being asked."""
    page = as_delegate.get("/en/needs/record/").text
    assert 0 < page.index('name="is_anonymous"') < page.index("More, if it is at hand")


def test_an_anonymous_need_with_a_firm_is_refused(as_delegate: Client) -> None:
    firm = _named_firm("Firme Visible")
    wrong = {**LEAST, "firm": firm.name, "is_anonymous": "on"}
    response = as_delegate.post("/en/needs/record/", wrong)
    assert "cannot name a firm" in response.content.decode()
    assert not Need.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"region": "01"},
        {"region": "99"},
        {"text": "  "},
        {"theme": "no-such-theme"},
        {"heard_on": (timezone.localdate() + timedelta(days=2)).isoformat()},
        {"heard_on": "yesterday"},
        {"heard_on": "1890-01-01"},
        {"reply_email": "not-an-address"},
        {"language": "es"},
        {"commune": "nowhere at all"},
    ],
)
def test_a_wrong_field_records_nothing_and_says_so(
    as_delegate: Client, wrong: dict[str, str]
) -> None:
    response = as_delegate.post("/en/needs/record/", {**LEAST, **wrong})
    assert response.status_code == 200
    assert "field__errors" in response.content.decode() or "region" in wrong
    assert not Need.objects.exists()


def test_after_a_refusal_the_theme_is_still_one_tap(as_delegate: Client) -> None:
    """It once became a text of three lines, which said the theme and could not be taken."""
    given = {**LEAST, "text": "Le fret maritime et les conteneurs sont chers", "theme": ""}
    page = as_delegate.post("/en/needs/record/", given).content.decode()
    button = re.search(r"<button[^>]*data-theme-use[^>]*>[^<]*", page)
    assert button is not None
    assert 'data-theme="logistics"' in button[0]
    assert button[0].split(">")[1].strip() == "Logistics"
    box = re.search(r"<p[^>]*data-theme-proposal[^>]*>", page)
    assert box is not None
    assert "hidden" not in box[0]


def test_with_script_the_theme_is_proposed_or_not(as_delegate: Client) -> None:
    address = "/en/needs/suggestions/theme/"
    clear = as_delegate.post(address, {"text": "Le fret maritime et les conteneurs sont chers"})
    assert clear.json()["theme"] == "logistics"
    assert as_delegate.post(address, {"text": "Bonjour"}).json() == {"theme": None}


# --- List ---------------------------------------------------------------------------------------


def _listed(client: Client, query: str) -> set[int]:
    return {need.pk for need in client.get(f"/en/needs/?{query}").context["page"].needs.object_list}


def test_filters_narrow_the_list(as_secretariat: Client) -> None:
    old = make_need(heard_on=date(2025, 1, 6), theme_id="customs")
    finer = make_need(theme_id="sea_lines")
    grouped = make_need(item=make_item(), state="grouped")
    other = make_need("01", text="الشحن البحري مكلف", language="ar")
    everything = {old.pk, finer.pk, grouped.pk, other.pk}
    assert _listed(as_secretariat, "") == everything
    assert _listed(as_secretariat, "theme=logistics") == everything - {old.pk}
    assert _listed(as_secretariat, "theme=logistics&theme_only=1") == {grouped.pk, other.pk}
    assert _listed(as_secretariat, "region=01") == {other.pk}
    assert _listed(as_secretariat, "state=grouped") == {grouped.pk}
    assert _listed(as_secretariat, "ungrouped=on") == everything - {grouped.pk}
    assert _listed(as_secretariat, "heard_until=2025-12-31") == {old.pk}
    assert _listed(as_secretariat, "heard_from=2026-01-01") == everything - {old.pk}
    assert _listed(as_secretariat, "text=الشحن البحرى") == {other.pk}
    assert _listed(as_secretariat, f"item={grouped.item_id}") == {grouped.pk}


def test_what_cannot_be_read_is_not_asked(as_secretariat: Client) -> None:
    need = make_need()
    for wrong in ("heard_from=x", "theme=zz", "waiting_days=-3", "item=x", "page=99", "region=77"):
        assert _listed(as_secretariat, wrong) == {need.pk}


def test_every_count_opens_the_list_that_sums_to_it(as_secretariat: Client) -> None:
    for code, theme in [("09", "logistics"), ("09", "sea_lines"), ("01", "customs")]:
        make_need(code, theme_id=theme)
    for query in ("", "region=09", "theme=logistics"):
        context = as_secretariat.get(f"/en/needs/?{query}").context
        for table in (context["page"].by_theme, context["page"].by_region):
            assert table.foot[1] == context["page"].needs.paginator.count
            for cell, count in table.rows:
                opened = as_secretariat.get(cell.url).context["page"].needs.paginator.count
                assert opened == count


def test_a_place_lists_what_was_said_inside_it(as_secretariat: Client) -> None:
    commune = Territory.objects.filter(level="commune", region_code="09").order_by("code").first()
    assert commune is not None
    assert commune.parent is not None
    need = make_need(commune=commune)
    make_need()
    for code in (commune.code, commune.parent.code):
        assert _listed(as_secretariat, f"place={code}") == {need.pk}


# --- Clock --------------------------------------------------------------------------------------


def test_a_need_waits_in_working_days_of_the_country() -> None:
    from nasij.needs.clock import WorkingDays

    calendar = WorkingDays()
    # Friday to Tuesday: Saturday and Sunday do not count.
    assert calendar.between(date(2026, 3, 6), date(2026, 3, 10)) == 2
    # 1 May is a holiday, and a Friday in 2026.
    assert calendar.between(date(2026, 4, 30), date(2026, 5, 4)) == 1
    assert calendar.between(date(2026, 5, 4), date(2026, 4, 30)) == 0


@pytest.mark.parametrize("days", [0, 1, 5, 10, 60])
def test_the_filter_of_waiting_agrees_with_the_clock(days: int) -> None:
    from nasij.needs.clock import WorkingDays

    calendar, today = WorkingDays(), date(2026, 5, 12)
    last = calendar.latest_start_waiting_more_than(days, today)
    assert calendar.between(last, today) > days
    assert calendar.between(last + timedelta(days=1), today) <= days


def test_waiting_needs_are_those_nobody_answered(as_secretariat: Client) -> None:
    long_ago, today = date(2025, 1, 6), timezone.localdate()
    waits = make_need(heard_on=long_ago)
    make_need(heard_on=long_ago, state="answered")
    make_need(heard_on=today)
    assert _listed(as_secretariat, "waiting_days=10") == {waits.pk}
    page = as_secretariat.get("/en/needs/").content.decode()
    assert page.count("pill--warn") == 1


# --- Grouping, escalating, replying ---------------------------------------------------------------


def test_a_delegate_groups_what_was_proposed_and_escalates_it(as_delegate: Client) -> None:
    text = "Le fret maritime vers Dakar est trop cher pour nos coopératives"
    needs = [make_need(text=text), make_need(text=text + " d'argan")]
    (proposal,) = as_delegate.get("/en/needs/group/").context["page"].proposals
    assert proposal.count == 2
    chosen = {"need": [need.pk for need in needs]}
    page = as_delegate.get("/en/needs/group/compose/", chosen).content.decode()
    assert page.count("checked") == 2
    given = {**chosen, "title": "Fret Dakar", "theme": "logistics"}
    response = as_delegate.post("/en/needs/group/compose/", given)
    item = Item.objects.get()
    assert response.url == f"/en/needs/items/{item.pk}/"
    assert item.needs.count() == 2
    as_delegate.post(f"/en/needs/items/{item.pk}/escalate/", {"reason": "Trois provinces"})
    item.refresh_from_db()
    assert item.state == "escalated"
    assert "Trois provinces" in as_delegate.get(response.url).content.decode()


def test_needs_join_an_open_item(as_delegate: Client) -> None:
    item, need = make_item(), make_need()
    as_delegate.post("/en/needs/group/compose/", {"need": need.pk, "item": item.pk})
    assert item.needs.get() == need


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"theme": "logistics"}, "Give the new item a title."),
        ({"title": "Froid partagé", "theme": ""}, "Choose the theme of the new item."),
    ],
)
def test_an_item_without_title_or_theme_is_not_made(
    as_delegate: Client, given: dict[str, str], told: str
) -> None:
    page = as_delegate.post("/en/needs/group/compose/", {"need": make_need().pk, **given})
    errors = [error for errors in page.context["form"].errors.values() for error in errors]
    assert errors == [told]
    assert not Item.objects.exists()


def test_a_list_opens_though_a_state_was_damaged(as_delegate: Client) -> None:
    make_need(item=make_item())
    Item.objects.update(state="lost")
    Need.objects.update(state="lost")
    for path in ("", "items/"):
        assert "lost" in as_delegate.get(f"/en/needs/{path}").content.decode()


def test_a_need_is_taken_out_of_its_item(as_delegate: Client) -> None:
    item = make_item()
    need = make_need(item=item, state="grouped")
    as_delegate.post(f"/en/needs/items/{item.pk}/remove/{need.pk}/")
    need.refresh_from_db()
    assert need.item is None


def test_escalating_an_item_without_need_says_why_not(as_delegate: Client) -> None:
    item = make_item()
    page = as_delegate.post(f"/en/needs/items/{item.pk}/escalate/", {"reason": "x"})
    assert "add one before" in page.content.decode()


def test_item_page_counts_by_province_open_their_lists(as_delegate: Client) -> None:
    communes = Territory.objects.filter(level="commune", region_code="09").order_by("code")
    item = make_item()
    for commune in (communes[0], communes[1], communes[100], None):
        make_need(item=item, commune=commune)
    page = as_delegate.get(f"/en/needs/items/{item.pk}/").context["page"]
    assert page.placed == 3
    for cell, count in page.by_place.rows:
        assert as_delegate.get(cell.url).context["page"].needs.paginator.count == count


def test_an_adviser_replies_and_the_page_shows_it(cast: Cast) -> None:
    need = make_need(language="ar")
    client = cast.client("adviser")
    client.post(f"/en/needs/{need.pk}/reply/", {"text": "سنتصل بكم"})
    client.post(f"/en/needs/{need.pk}/reply/", {"text": "قيل لكم", "channel": "phone"})
    assert "سنتصل بكم" in client.get(f"/en/needs/{need.pk}/").content.decode()
    assert list(need.replies.order_by("id").values_list("channel", flat=True)) == ["link", "phone"]


def test_the_theme_is_changed_by_a_person(as_delegate: Client) -> None:
    need = make_need()
    as_delegate.post(f"/en/needs/{need.pk}/theme/", {"theme": "customs"})
    need.refresh_from_db()
    assert need.theme_id == "customs"


def test_words_of_exporters_are_escaped(as_delegate: Client) -> None:
    need = make_need(text="<script>alert(1)</script>", item=make_item())
    for address in (f"/en/needs/{need.pk}/", "/en/needs/", f"/en/needs/items/{need.item_id}/"):
        assert "<script>alert" not in as_delegate.get(address).content.decode()


def test_a_firm_stands_under_its_arabic_name_in_arabic(as_delegate: Client) -> None:
    make_need(firm=make_firm(name="Agrumes du Souss", name_ar="حوامض سوس"))
    make_need(firm=make_firm(name="Argan Tiznit"))
    arabic = as_delegate.get("/ar/needs/").text
    assert "حوامض سوس" in arabic
    assert "Agrumes du Souss" not in arabic
    assert "Argan Tiznit" in arabic
    assert "Agrumes du Souss" in as_delegate.get("/fr/needs/").text


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "ne s’ouvre que sur cette machine"), ("ar", "لا يُفتح هذا الرابط إلا على هذا الجهاز")],
)
def test_a_link_that_opens_here_only_is_not_handed_over_without_a_word(
    language: str, said: str, as_delegate: Client, settings: Any
) -> None:
    path = f"/{language}/needs/{make_need().pk}/link/"
    settings.SITE_URL = "http://127.0.0.1:8000"
    assert said in as_delegate.get(path).text
    settings.SITE_URL = "https://nasij.example"
    assert said not in as_delegate.get(path).text
