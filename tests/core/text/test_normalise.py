import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasij_core.errors import BadOption
from nasij_core.text import detect_language, normalise
from nasij_core.text.normalise import with_few_marks


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L'export, c'est CHER !", "export est cher"),
        ("Œuvre — coût élevé", "oeuvre cout eleve"),
        ("  Casablanca-Settat  ", "casablanca settat"),
        ("الجَمَارِكُ", "الجمارك"),
        ("تصديـــر", "تصدير"),
        ("أسواق إفريقيا وآسيا", "اسواق افريقيا واسيا"),
        ("مستشفى", "مستشفي"),
        ("شهادة", "شهاده"),
        ("سنة ٢٠٣٥", "سنه 2035"),
        ("Hajira\u200f حجيرة", "hajira حجيره"),
        ("", ""),
        ("…!?", ""),
    ],
)
def test_folding(text, folded):
    assert normalise(text) == folded


def test_elision_stays_where_the_language_is_english():
    assert normalise("don't d'Agadir", "en") == "don t d agadir"
    assert normalise("l'huile d'argan", "fr") == "huile argan"


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text):
    once = normalise(text, "en")
    assert normalise(once, "en") == once


def test_marks_without_end_on_one_letter_are_cut_before_they_are_put_in_order():
    marks = "\u0316\u0315" * 4
    assert with_few_marks(f"a{marks}b{marks}\u0301c") == f"a{marks}b{marks}c"
    assert normalise("a" + "\u0316\u0315" * 50_000) == "a"  # minutes, before
    assert with_few_marks("a" + "\u0f73" * 200_000) == "a" + "\u0f73" * 8
    assert normalise("مُصَدِّرٌ") == normalise("مصدر")


def test_an_unknown_language_lists_the_known_ones():
    with pytest.raises(BadOption, match="fr, ar, en"):
        normalise("x", "de")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le fret maritime est trop cher", "fr"),
        ("Besoin de crédit", "fr"),
        ("نقص الحاويات في ميناء أكادير", "ar"),
        ("الشركة SMAEX", "ar"),
        ("We need a cold room in the port", "en"),
        ("ACME SARL", None),
        ("12 345", None),
        ("", None),
    ],
)
def test_language(text, language):
    assert detect_language(text) == language
