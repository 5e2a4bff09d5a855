"""A document says the same in three languages, the same way twice."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import gettext, override

from nasij.ui import formats, parts
from nasij.ui.charts import Bar, Words, bars, for_document
from nasij.ui.documents import blocks, render_pdf

WORDS = {
    "fr": ("Plan des régions", "La décision engage deux régions.", "Entreprise"),
    "ar": ("مخطط الجهات", "يلتزم المجلس بهذه المهمة.", "مقاولة"),
    "en": ("Plan of the regions", "The decision binds two regions.", "Firm"),
}


def content(language: str) -> dict[str, Any]:
    title, text, firm = WORDS[language]
    chart = bars([Bar(firm, 12)], Words(title, text, "2026"), unit=firm, language=language)
    table = parts.Table(title, [parts.Column(firm), parts.Column("MAD", "number")], [["A", 1200]])
    return {
        "title": title,
        "date": date(2026, 4, 24),
        "organisation": title,
        "seal": "sha256:" + "0f" * 32,
        "sections": [
            blocks.section(
                title,
                blocks.paragraphs(text),
                blocks.bullet_list([text, firm]),
                blocks.note(text, title),
                blocks.figures([parts.Figure(firm, "12"), parts.Figure(firm, reason=text)]),
                blocks.facts([(firm, "12")]),
                blocks.table(table, language, "2026"),
                for_document(chart),
                blocks.page_break(),
            )
        ],
        "definitions": [{"term": firm, "text": text}],
        "sources": [{"name": "X", "vintage": "2026", "url": "https://example.org"}],
    }


def text_of(pdf: bytes, folder: Path, *options: str) -> str:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed: the text of documents is not read back")
    path = folder / "document.pdf"
    path.write_bytes(pdf)
    done = subprocess.run([program, *options, str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("template", ["report", "note"])
def test_the_text_can_be_read_back(template: str, language: str, tmp_path: Path) -> None:
    pdf = render_pdf(template, content(language), language)
    text = text_of(pdf, tmp_path)
    # Ligatures of two Arabic letters are read back differently by different readers: words
    # without them are looked for.
    for word in WORDS[language][1].rstrip(".").split()[-2:]:
        assert word in text


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_same_input_gives_the_same_bytes(language: str) -> None:
    assert render_pdf("note", content(language), language) == render_pdf(
        "note", content(language), language
    )


def test_the_file_is_tagged_archivable_and_names_its_title() -> None:
    pdf = render_pdf("report", content("fr"), "fr")
    assert b"pdfaid:part" in pdf
    assert b"pdfuaid:part" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"(fr-MA)" in pdf or b"(fr)" in pdf


def test_a_misspelt_field_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="sectoins"):
        render_pdf("note", {**content("fr"), "sectoins": []}, "fr")


def test_an_unknown_template_or_language_lists_the_known_ones() -> None:
    with pytest.raises(ValueError, match="report, note"):
        render_pdf("poster", content("fr"), "fr")
    with pytest.raises(ValueError, match="fr, ar, en"):
        render_pdf("note", content("fr"), "de")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_word_without_end_is_printed(language: str) -> None:
    """PDF/A allows no string over 32,767 letters: a text already held must print all the same."""
    endless = "a" * 40_000
    data = {
        **content(language),
        "sections": [
            blocks.section(
                endless[:300],
                blocks.paragraphs(endless),
                blocks.bullet_list([endless]),
                blocks.note(endless),
                blocks.facts([("A", endless)]),
            )
        ],
    }
    assert render_pdf("note", data, language).startswith(b"%PDF")


def test_drawings_and_addresses_are_left_whole() -> None:
    address = "https://example.org/" + "a" * 200
    data = content("fr") | {"sources": [{"name": "X", "vintage": "2026", "url": address}]}
    assert address.encode() in render_pdf("note", data, "fr")


def test_french_in_an_arabic_table_ends_with_its_full_stop(tmp_path: Path) -> None:
    """Set from the left, the stop follows the last letter instead of standing before the first."""
    french = "Dans les six mois."
    table = parts.Table("جدول", [parts.Column("نص")], [[french]])
    section = blocks.section("جدول", blocks.table(table, "ar"), blocks.bullet_list([french]))
    pdf = render_pdf("note", content("ar") | {"sections": [section]}, "ar")
    assert text_of(pdf, tmp_path).count(french) == 2


def test_a_fact_that_is_not_known_is_a_dash() -> None:
    assert blocks.facts([("Lieu", ""), ("Date", "3 mai")])["facts"] == [
        ["Lieu", formats.NOTHING],
        ["Date", "3 mai"],
    ]


def test_the_sums_of_a_table_are_its_last_row(tmp_path: Path) -> None:
    columns = [parts.Column("Région"), parts.Column("Entrées", "number")]
    summed = parts.Table(
        "Entrées", columns, [["Souss", 700], ["Oriental", 534]], foot=["En tout", 1234]
    )
    table = blocks.table(summed, "fr")
    assert table["rows"][-1] == ["En tout", formats.number(1234, "fr")]
    pdf = render_pdf("note", content("fr") | {"sections": [blocks.section("S", table)]}, "fr")
    assert "En tout" in text_of(pdf, tmp_path)


def test_a_name_in_a_narrow_column_is_not_divided(tmp_path: Path) -> None:
    """“Tan-ger”, it printed, and “Ca-sablanca”."""
    names = "Tanger-Tétouan-Al Hoceïma, Casablanca-Settat, Rabat-Salé-Kénitra, Fès-Meknès, Guelmim"
    columns = [parts.Column(name) for name in ("Siège", "Personne", "État", "Détails")]
    row = [names, f"voix donnée à {names}", "", names]
    table = blocks.table(parts.Table("Présences", columns, [row]), "fr")
    section = blocks.section("S", table, blocks.facts([("Lieu", f"{names}, {names}")]))
    printed = text_of(render_pdf("note", content("fr") | {"sections": [section]}, "fr"), tmp_path)
    for name in re.findall(r"\w{4,}", names):
        assert printed.count(name) == names.count(name) * 5, name


def test_a_table_of_under_half_a_page_stays_whole_under_its_heading(tmp_path: Path) -> None:
    """A region alone stood on a page of the roadmap, eleven on the page before."""
    rows = [[f"Région {number}", number] for number in range(1, 13)]
    columns = [parts.Column("Région"), parts.Column("Actions", "number")]
    table = blocks.table(parts.Table("Les régions", columns, rows), "fr")
    before = blocks.section("Avant", *[blocks.paragraphs(f"Ligne {n}.") for n in range(1, 25)])
    sections = [before, blocks.section("Titre suivant", table)]
    printed = text_of(render_pdf("note", content("fr") | {"sections": sections}, "fr"), tmp_path)
    first, second = printed.split("\f")[:2]
    assert "Ligne 24." in first
    assert "Titre suivant" not in first
    assert all(name in second for name in ("Titre suivant", "Les régions", "Région 1", "Région 12"))


def test_the_number_of_a_page_is_told_in_words_in_arabic() -> None:
    """“3 / 1”, one read: a figure, a slash and a figure are drawn from the right."""
    with override("ar"):
        assert gettext("Page %(page)s of %(pages)s") == "الصفحة %(page)s من %(pages)s"


@pytest.mark.parametrize(("language", "said"), [("fr", "Page 1 sur 2"), ("en", "Page 1 of 2")])
def test_the_foot_of_a_page_says_which_of_how_many(
    language: str, said: str, tmp_path: Path
) -> None:
    printed = text_of(render_pdf("note", content(language), language), tmp_path)
    assert said in printed


SENTENCES = " ".join(
    f"La phrase n{number} du vote engage les deux régions et leurs bureaux dans tous les ports."
    for number in range(1, 109)
)


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize(
    "block",
    [
        blocks.note(SENTENCES, "Vote"),
        blocks.bullet_list([SENTENCES]),
        blocks.facts([("Texte", SENTENCES)]),
        blocks.figures([parts.Figure("Vote", reason=SENTENCES), parts.Figure("Voix", "12")]),
        blocks.table(
            parts.Table("V", [parts.Column("T"), parts.Column("N")], [[SENTENCES, 1]]), "fr"
        ),
    ],
    ids=lambda block: block["kind"],
)
def test_a_text_longer_than_a_page_goes_on_over_the_next(
    block: dict[str, Any], language: str, tmp_path: Path
) -> None:
    """Ten thousand letters of a vote ran through the foot of the page, and half were lost."""
    data = content(language) | {"sections": [blocks.section("Vote", block)]}
    printed = text_of(render_pdf("note", data, language), tmp_path)
    found = {int(number) for number in re.findall(r"\bn(\d+)\b", printed)}
    assert found == set(range(1, 109))


def test_a_box_of_under_half_a_page_stays_whole(tmp_path: Path) -> None:
    """In Arabic minutes the text of a decision began at the foot of a page and ended on the next,
    wherever it was as long as what was left."""
    note = blocks.note("\n".join(f"Alinéa {number}" for number in range(1, 9)), "Décision")
    for lines in (27, 29, 31):
        before = [blocks.paragraphs(f"Ligne {number}.") for number in range(lines)]
        data = content("ar") | {"sections": [blocks.section("Avant", *before, note)]}
        pages = text_of(render_pdf("note", data, "ar"), tmp_path).split("\f")
        assert sum("Alinéa" in page for page in pages) == 1


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize(
    "word", ["W" * 400, "0f1d" * 16, "مستشفى" * 30], ids=["w", "hash", "arabic"]
)
def test_a_word_wider_than_its_line_is_divided(word: str, language: str, tmp_path: Path) -> None:
    """An address of four hundred capitals ran off the page."""
    columns = [parts.Column(f"C{number}") for number in range(6)]
    table = blocks.table(parts.Table("T", columns, [[word, "W" * 20, "x", "x", "x", word]]), "fr")
    told = [blocks.note(word), blocks.paragraphs(f"https://{word}"), blocks.facts([("Lieu", word)])]
    section = blocks.section(word, *told, blocks.bullet_list([word]), table)
    pdf = render_pdf("note", content(language) | {"sections": [section]}, language)
    boxes = text_of(pdf, tmp_path, "-bbox")
    lefts = [float(left) for left in re.findall(r'<word xMin="([\d.-]+)', boxes)]
    rights = [float(right) for right in re.findall(r'xMax="([\d.-]+)', boxes)]
    assert min(lefts) > 60
    assert max(rights) < 535
    if word.isascii():  # nothing stands between the letters: a seal is copied as it is
        assert text_of(pdf, tmp_path).replace("\n", "").count(word) >= 3
