"""The base page, the components and the gallery."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils.translation import override

from nasij.reference.models import Territory
from nasij.sentences import filled
from nasij.ui import navigation, parts, thread
from nasij.ui.context import language_links
from nasij.ui.navigation import NavEntry
from nasij.ui.ways import Address, Way, address_of, ways_from

HERE = Path(__file__).resolve()
UI = HERE.parents[3] / "src" / "nasij" / "ui"


def shown(source: str, language: str = "en", path: str = "/en/x/", **values: Any) -> str:
    request = RequestFactory().get(path)
    with override(language):
        return Template("{% load ui %}" + source).render(Context({"request": request, **values}))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
class TestGallery:
    def test_it_shows_everything_without_inline_style_or_script(
        self, client: Client, language: str
    ) -> None:
        page = client.get(f"/{language}/ui/gallery/")
        assert page.status_code == 200
        text = page.content.decode()
        assert not re.search(r"\sstyle=", text)
        assert not re.search(r"<style", text)
        assert not re.search(r"<script(?![^>]*\ssrc=)", text)
        assert not re.search(r"\son[a-z]+=", text)
        assert text.count("<h1") == 1

    def test_direction_and_languages(self, client: Client, language: str) -> None:
        text = client.get(f"/{language}/ui/gallery/?page=2").content.decode()
        direction = "rtl" if language == "ar" else "ltr"
        assert f'<html lang="{language}" dir="{direction}">' in text
        for other in ("fr", "ar", "en"):
            assert f'href="/{other}/ui/gallery/?page=2"' in text
        assert text.count('dir="ltr"') >= 9  # every chart box, in Arabic too

    def test_ids_are_unique(self, client: Client, language: str) -> None:
        text = client.get(f"/{language}/ui/gallery/").content.decode()
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), sorted({i for i in ids if ids.count(i) > 1})


def test_the_styles_know_start_and_end_only() -> None:
    physical = re.compile(
        r"(?<![-\w])(?:margin|padding|border)-(?:left|right)|(?<![-\w])(?:left|right)\s*:|"
        r"text-align:\s*(?:left|right)|float:"
    )
    for sheet in (UI / "static/ui/css").glob("*.css"):
        assert not physical.search(sheet.read_text()), sheet.name


def test_the_first_payload_stays_small() -> None:
    """Styles, first script and the two fonts of a first page, without the page itself."""
    import gzip

    static = UI / "static" / "ui"
    text = [*static.glob("css/*.css"), static / "js/theme.js", static / "js/menus.js"]
    compressed = sum(len(gzip.compress(path.read_bytes())) for path in text)
    fonts = sum(path.stat().st_size for path in static.glob("vendor/*.woff2"))
    assert compressed + fonts < 80_000


def test_shipped_fonts_are_the_listed_ones() -> None:
    import hashlib

    listed = (UI / "static/ui/vendor/CHECKSUMS").read_text().splitlines()
    assert len(listed) >= 7
    for line in listed:
        digest, name = line.split()
        assert hashlib.sha256((UI / name).read_bytes()).hexdigest() == digest, name


Tells = Callable[..., None]


@pytest.fixture
def tells(monkeypatch: pytest.MonkeyPatch) -> Tells:
    """A house in which the rooms tell these things and no others."""
    return lambda *things: monkeypatch.setattr("nasij.rooms.everything", lambda: things)


class TestWays:
    def test_links_of_a_place_are_shown_to_those_they_are_open_to(self, tells: Tells) -> None:
        tells(
            Way("firm.quick", "Visit", lambda firm: f"/visit/?firm={firm}"),
            Way("firm.quick", "Erase", lambda firm: "/", lambda user, firm: user == "admin"),
            Way("firm.record", "Rights", lambda firm: "/"),
        )
        shown = ways_from("firm.quick", "delegate", 7)
        assert [(link.label, link.url) for link in shown] == [("Visit", "/visit/?firm=7")]
        assert len(ways_from("firm.quick", "admin", 7)) == 2

    def test_an_address_is_known_by_what_it_is(self, tells: Tells) -> None:
        tells(Address("pictures", "ui:gallery"))
        with override("en"):
            assert address_of("pictures") == "/en/ui/gallery/"


class TestNavigation:
    def test_entries_are_shown_to_those_who_may(self, tells: Tells) -> None:
        tells(
            NavEntry("open", "Open", "ui:gallery", 1),
            NavEntry("closed", "Closed", "ui:gallery", 2, "need_view"),
        )
        request = RequestFactory().get("/en/")
        for answer, count in ((False, 1), (True, 2)):
            shown = navigation.sections(request, lambda _p, answer=answer: answer)  # type: ignore[misc]
            assert len(shown[0].links) == count

    def test_a_room_that_is_not_installed_leaves_no_dead_link(self, tells: Tells) -> None:
        tells(NavEntry("gone", "Gone", "nowhere:index"))
        assert navigation.sections(RequestFactory().get("/en/"), lambda _p: True) == []

    def test_an_unknown_section_lists_the_known_ones(self) -> None:
        with pytest.raises(ValueError, match="listen, decide"):
            NavEntry("a", "A", "ui:gallery", section="misc")

    def test_the_page_one_is_on_is_marked(self, tells: Tells) -> None:
        tells(NavEntry("g", "G", "ui:gallery"))
        with override("en"):
            request = RequestFactory().get("/en/ui/gallery/progress/")
            assert navigation.sections(request, lambda _p: True)[0].links[0].current


def test_the_language_switch_keeps_page_and_question() -> None:
    request = RequestFactory().get("/fr/needs/7/?tab=open")
    links = {link.code: link.url for link in language_links(request, "fr")}
    assert links["ar"] == "/ar/needs/7/?tab=open"


class TestThread:
    def test_stations_come_from_the_room_that_knows(self, tells: Tells) -> None:
        station = thread.Station("vote", "18 for", "/v", "current", date(2026, 4, 24), True)
        tells(thread.Thread(lambda thing, reader: [station] if thing == "x" and reader else []))
        text = shown("{% thread_strip thing %}", thing="x", user="the reader")
        assert 'aria-current="step"' in text
        assert "18 for" in text
        assert shown("{% thread_strip thing %}", thing="y", user="the reader").strip() == ""

    def test_a_station_that_does_not_exist_is_refused(self) -> None:
        with pytest.raises(ValueError, match="statement, theme"):
            thread.Station("wish")


class TestComponents:
    def test_a_figure_carries_its_origin(self) -> None:
        text = shown(
            "{% figure_card label='Firms' value='12' unit='firms' source='S' vintage='2025' %}"
        )
        for part in ("Firms", "12", "firms", "S", "2025"):
            assert part in text

    def test_a_figure_without_value_says_why(self) -> None:
        text = shown("{% figure_card label='Firms' reason='no file loaded' %}")
        assert "no file loaded" in text
        assert "figure-card__value" not in text

    def test_a_table_escapes_and_isolates(self) -> None:
        table = parts.Table(
            "C",
            [parts.Column("Name"), parts.Column("Value", "number")],
            [[parts.Cell("<b>شركة</b>", url="/f/1"), 1234567]],
        )
        text = shown("{% data_table t %}", t=table)
        assert "&lt;b&gt;" in text
        assert "1,234,567" in text
        assert 'data-label="Value"' in text

    def test_an_empty_table_says_so(self) -> None:
        table = parts.Table("C", [parts.Column("Name")], [], empty="No firm yet.")
        assert "No firm yet." in shown("{% data_table t %}", t=table)

    def test_a_row_of_another_length_is_refused(self) -> None:
        table = parts.Table("C", [parts.Column("Name")], [["a", "b"]])
        with pytest.raises(ValueError, match="zip"):
            shown("{% data_table t %}", t=table)

    def test_pages_keep_the_filter(self) -> None:
        page = Paginator(range(100), 10).get_page(2)
        text = shown("{% pagination p %}", path="/en/x/?q=a", p=page)
        assert "?q=a&amp;page=3" in text
        # “0 to 0 of 0” stood under a sentence that says the list is empty.
        assert not shown("{% pagination p %}", p=Paginator([], 10).get_page(1)).strip()

    def test_a_running_job_can_be_followed_without_script(self) -> None:
        job = parts.Progress("Reading", 3, 10, url="/job/1.json")
        text = shown("{% progress job %}", path="/en/x/?a=1", job=job)
        assert 'data-job="/job/1.json"' in text
        assert 'href="/en/x/?a=1"' in text

    def test_boxes_with_a_body(self) -> None:
        text = shown("{% panel title='T' %}<p>in</p>{% endpanel %}{% dialog 'D' %}x{% enddialog %}")
        assert "<p>in</p>" in text
        assert "<details" in text


class ExampleForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the register.")
    kind = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "A")])
    file = forms.FileField(required=False)


class TestForms:
    def test_errors_are_named_linked_and_described(self) -> None:
        text = str(ExampleForm({}))
        assert 'role="alert"' in text
        assert 'href="#id_name"' in text
        assert 'aria-invalid="true"' in text
        assert 'id="id_name_error"' in text
        assert 'id="id_name_helptext"' in text

    def test_choices_and_files_wear_our_markup(self) -> None:
        text = str(ExampleForm())
        assert 'class="choices"' in text
        assert "data-file-drop" in text
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids))

    def test_a_form_with_a_file_is_multipart(self) -> None:
        text = shown("{% form_box form submit='Send' %}", form=ExampleForm(), csrf_token="t")
        assert "multipart/form-data" in text
        assert "data-guard" in text


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_missing_page_says_what_to_do_next(client: Client, language: str) -> None:
    page = client.get(f"/{language}/no-such-page-at-all/")
    assert page.status_code in {302, 404}
    if page.status_code == 404:
        assert f'href="/{language}/"' in page.content.decode()


@pytest.mark.django_db
def test_the_policy_of_the_page_forbids_what_is_inline(client: Client) -> None:
    policy = client.get("/fr/ui/gallery/").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "default-src 'self'" in policy


def test_the_foot_of_a_table_keeps_its_labels_on_a_phone() -> None:
    """Cells of a stacked table are told by their own label, those of the foot too."""
    table = parts.Table(
        "T", [parts.Column("Lieu"), parts.Column("Valeur")], [["A", 1]], foot=["B", 2]
    )
    page = shown("{% data_table table %}", table=table)
    foot = page.split("<tfoot>")[1]
    assert 'data-label="Valeur"' in foot
    css = (UI / "static/ui/css/components.css").read_text()
    assert ".table--cards :is(tbody, tfoot) :is(td, th)::before { content: attr(data-label)" in css


@pytest.mark.parametrize(("required", "said"), [(True, "Choisissez…"), (False, "Non précisé")])
def test_the_first_answer_of_a_choice_is_a_word(db: None, required: bool, said: str) -> None:
    field = forms.ModelChoiceField(queryset=Territory.objects.none(), required=required)
    form = type("Asked", (forms.Form,), {"place": field})()
    with override("fr"):
        drawn = str(form)
    assert re.search(rf">\s*{said}\s*</option>", drawn)
    assert "-----" not in drawn


def test_a_sentence_of_ours_has_the_direction_of_the_page() -> None:
    """In Arabic one that began with a Latin value once ran from the left, full stop first."""
    with override("ar"):
        sentence = filled("«%(value)s» ليست جهة.", {"value": "Ailleurs"})
    assert sentence == "«\u2068Ailleurs\u2069» ليست جهة."
    columns = [parts.Column("A"), parts.Column("B", "sentence"), parts.Column("C")]
    doubtful = parts.Cell("-5", tone="warn")
    table = parts.Table("T", columns, [["Ailleurs", sentence, doubtful]])
    page = shown("{% data_table table %}", language="ar", table=table)
    assert "<bdi>Ailleurs</bdi>" in page
    assert "<bdi>-5</bdi>" in page
    assert f"<bdi>{sentence}" not in page
    assert sentence in page
    moments = [parts.Moment(sentence)]
    assert f"<bdi>{sentence}" not in shown("{% timeline m %}", language="ar", m=moments)


def test_words_that_run_with_the_sentence_bear_no_marks() -> None:
    values = {"name": "Argane", "arabic": "أركان", "count": 3}
    for language, apart in (("fr", "أركان"), ("ar", "Argane")):
        with override(language):
            told = filled("%(name)s %(arabic)s %(count)s", values)
        assert told == "Argane أركان 3".replace(apart, f"\u2068{apart}\u2069")


def alone(words: str) -> str:
    return f"\u2068{words}\u2069"


@pytest.mark.parametrize(
    ("language", "value", "said"),
    [
        ("ar", "-5", alone("-5")),  # it was drawn “5-”
        ("ar", "05/2024", alone("05/2024")),
        ("ar", -5, alone("-5")),
        ("ar", date(2024, 5, 1), alone("2024-05-01")),
        ("ar", "2024", "2024"),
        ("fr", "-5", "-5"),
        ("ar", ["ICE", "الاسم", "-5"], f"{alone('ICE')}، الاسم، {alone('-5')}"),
        ("fr", ["ICE", "الاسم"], f"ICE, {alone('الاسم')}"),
        ("ar", {"fr": "Fès", "ar": "فاس", "en": "Fez"}, "فاس"),
        ("en", [{"fr": "Fès", "ar": "فاس", "en": "Fez"}, "x"], "Fez, x"),
    ],
)
def test_values_of_a_sentence_keep_their_order(language: str, value: Any, said: str) -> None:
    with override(language):
        told = filled("%(value)s", {"value": value})
        assert told == said
        assert filled("%(value)s", {"value": told}) == told  # a sentence of ours stays as it is


def test_a_word_that_no_line_holds_is_broken_in_its_table() -> None:
    """A name of 400 letters once pushed the other columns off the screen."""
    table = parts.Table("T", [parts.Column("A"), parts.Column("B")], [["A" * 400, "court"]])
    page = shown("{% data_table table %}", table=table)
    assert page.count('class="table__long"') == 1
    css = (UI / "static/ui/css/components.css").read_text()
    assert "overflow-wrap: anywhere" in css.split(".table__long {")[1].split("}")[0]


def test_several_sentences_of_a_cell_stand_under_each_other() -> None:
    told = ("La ligne n’a pas de nom.", "La ligne n’a pas de région.")
    table = parts.Table("T", [parts.Column("A", "sentence")], [[told]])
    assert shown("{% data_table table %}", table=table).count("<li>") == 2
