"""One voice: how the French and Arabic of the product are written, and one word per concept."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/nasij"
PACK = SOURCE / "packs/morocco"
TABLES = [*sorted(PACK.glob("*.csv")), *sorted((SOURCE / "reference/hs").glob("[chl]*.csv"))]

# A text and the place where it stands; the error of a test is the list of the wrong ones.
Text = tuple[str, str]

FRENCH = {
    "straight apostrophe": r"\w'\w",
    "ordinary space before a mark": r"[ \u202f](?:[:;?!»]|%(?![(\w]))(?!\))",
    "no space before a mark": r"[\w»)][;?!](?=\s|$)|[\w»)]:(?=\s|$)|\d%(?![(\w])",
    "ordinary space after «": r"«(?!\u00a0)",
    "de or que before a name that may begin with a vowel": (
        r"\b(?:[Dd]e|[Qq]ue|[Jj]usque)[ \u00a0]%\((?:subject|name|firm|region|seat|person|actor"
        r"|holder|place|other|market|sector|product|exporter|owner|country)\)s"
    ),
    "gender or number in brackets": r"\w\((?:e|s|es|ne|nes|trice)\)",
}
_A = "\u0620-\u0652\u0670-\u06d3"  # letters and signs, without the marks of punctuation
ARABIC = {
    "exporter without shadda: it reads “source”": (rf"مصدر(?:ون|ين|و|ي|ة|وها|يها)(?![{_A}])|مصدِّر"),
    "to export without shadda: it reads “to be issued”": (
        rf"(?<![{_A}])[وفسل]*[يتن]صدر(?:ون|وا|ها|ه|ين)?(?![{_A}])"
        rf"|(?<![{_A}])صدر(?:ت|وا)(?![{_A}])"
    ),
    "another word for a row or a product": (
        rf"(?<![{_A}])(?:ال)?(?:صف|صفا|صفان|صفين|صفوف|منتج|منتجا|منتجان|منتجات)(?![{_A}])"
    ),
    "marked tanwin": "[\u064b-\u064d]",
    "other digits than Western ones": "[\u0660-\u0669\u06f0-\u06f9]",
    "letter of no Arabic keyboard": "[گپچڤ]",
}
# Passives that read as orders when a sentence begins with them: «سجل السبب.» is “record it!”.
PASSIVES = frozenset(
    word
    for line in (
        "سجل سجلت حفظ حفظت أدرج أدرجت سحبت ألغي أضيف أضيفت أرسلت أغلق أغلقت أنجز أنجزت حملت حسبت",
        "احتسبت اختتمت افتتحت أسند أنهي أعيد حذفت أعطي صودق نشرت بنيت قرئت أسندت أنهيت وجهت",
    )
    for word in line.split()
)
# Orders to one man; people are spoken to in the plural: «اكتبوا». Only words that are no past tense
# as well, or that begin no sentence as one.
_ORDERS = "|".join(
    (
        "اكتب|اختر|اذكر|احذف|اترك|احفظ|افتح|اسحب|اطلب|اقرأ|انقر|اضغط|ابحث|أضف|أبق|أزل|أجب|أعط",
        "حدد|صحح|تحقق|تأكد|جرب|راجع|انظر|انسخ|ارجع|اجعل|اجمع|انقل|ادمج|امسح|اطبع|اعرض|ارفع|ارفض",
        "ابدأ|اقبل|اسأل|ابق|اقسم",
    )
)
ORDER_TO_ONE = (
    rf"(?:^|[.:؛،؟!«(] *|\n|(?<![{_A}])(?:أو |ثم |[وف]))(?:{_ORDERS})(?:ه|ها|هم|هما)?(?![{_A}])"
)
_MARKS = re.compile("[\u064b-\u0652]")

# An English text with a number before a noun in the plural: “1 customs rows”. It has two forms, or
# the number stands behind (“Rows refused: 1”).
COUNTED = re.compile(
    r"%\((?:count|aimed|done|extra|gap|markets|products|read|registered|saved|total|value)\)s "
    r"(?:more |new |other )*(?!was\b|is\b|has\b|holds\b|stands\b)(?:[a-z]+s|people)\b"
)
NEVER_ONE = {
    "%(count)s firms of this region bear this name in the registry.",
    "%(file)s holds %(count)s files and not one table: %(names)s.",
    "The target is %(value)s exporters in %(year)s %(mark)s. The counts below are side by side: "
    "none continues another.",
    "Line %(line)s of %(thing)s has %(count)s cells under %(wanted)s headings.",
}


def words_of(language: str) -> Iterator[Text]:
    """Every translation of the catalog."""
    path = SOURCE / "locale" / language / "LC_MESSAGES/django.po"
    with path.open("rb") as file:
        for message in read_po(file, locale=language):
            forms = [message.string] if isinstance(message.string, str) else message.string
            if message.id:
                yield from ((str(message.id), form) for form in forms)


def pack_texts(language: str) -> Iterator[Text]:
    """Every text of the pack and of the nomenclature in one language."""
    for path in TABLES:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for name, text in row.items():
                    if name == language or name.endswith(f"_{language}"):
                        yield f"{path.name} {next(iter(row.values()))} {name}", text
    for path in sorted(PACK.glob("*.toml")):
        yield from _leaves(tomllib.loads(path.read_text(encoding="utf-8")), path.name, language)


def _leaves(value: Any, where: str, language: str) -> Iterator[Text]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str) and name.endswith(f"_{language}"):
                yield f"{where} {name}", inner
            else:
                yield from _leaves(inner, where, language)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, where, language)


def demo_texts(language: str) -> Iterator[Text]:
    """What the demonstration's people say and write, and the page that needs no catalog."""
    for path in sorted((PACK / "demo").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                foreign = row.get("language", language) != language
                texts = [] if foreign else [text for text in row.values() if _is(text, language)]
                yield from ((path.name, text) for text in texts)
    told = (PACK / "demo" / "demo.toml").read_text(encoding="utf-8")
    texts = [text for text in _strings(tomllib.loads(told)) if _is(text, language)]
    yield from (("demo.toml", text) for text in texts)
    page = (SOURCE / "home/broken.py").read_text(encoding="utf-8")
    section = re.search(rf'<section lang="{language}".*?</section>', page, re.DOTALL)
    assert section is not None
    yield "home/broken.py", re.sub(r"<[^>]*>", "", section[0])


def _is(text: str, language: str) -> bool:
    arabic = bool(re.search(f"[{_A}]", text))
    return arabic if language == "ar" else not arabic and " " in text


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def texts(language: str) -> list[Text]:
    return [*words_of(language), *pack_texts(language), *demo_texts(language)]


def breaches(found: list[Text], pattern: str) -> list[Text]:
    return [(where, text) for where, text in found if re.search(pattern, text)]


def test_what_is_counted_has_a_form_for_one() -> None:
    with (SOURCE / "locale/fr/LC_MESSAGES/django.po").open("rb") as file:
        alone = [message.id for message in read_po(file) if isinstance(message.id, str)]
    assert {text for text in alone if COUNTED.search(text)} <= NEVER_ONE


@pytest.mark.parametrize("rule", FRENCH)
def test_french_is_typeset_one_way(rule: str) -> None:
    assert not breaches(texts("fr"), FRENCH[rule])


@pytest.mark.parametrize("rule", ARABIC)
def test_arabic_is_spelled_one_way(rule: str) -> None:
    assert not breaches(texts("ar"), ARABIC[rule])


def test_no_arabic_confirmation_reads_as_an_order() -> None:
    found = [text for text in words_of("ar") if text[1].rstrip().endswith(".")]
    assert not [text for text in found if text[1].split()[0] in PASSIVES]


def test_arabic_speaks_to_its_readers_in_the_plural() -> None:
    assert not breaches(
        [(where, _MARKS.sub("", text)) for where, text in texts("ar")], ORDER_TO_ONE
    )


def test_a_cell_of_a_table_has_one_word_in_arabic() -> None:
    """«خلية»; «خانة» is a field of a form, or a box to tick."""
    of_cells = [text for text in words_of("ar") if re.search(r"(?i)\bcells?\b", text[0])]
    assert not breaches(of_cells, rf"(?<![{_A}])[وفبلك]*(?:ال)?خان(?:ة|ات)")


def glossary() -> list[dict[str, str]]:
    with (PACK / "glossary.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def avoided(language: str) -> list[tuple[str, str]]:
    """(word not to be said, concept it is said for) of one language."""
    return [
        (word, row["key"])
        for row in glossary()
        for word in filter(None, row["avoid"].split(" / "))
        if bool(re.search(f"[{_A}]", word)) == (language == "ar")
    ]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_concept_has_one_word_in_the_catalog_and_the_pack(language: str) -> None:
    letter = f"{_A}\\w" if language == "ar" else "\\w"
    found = texts(language)
    assert not {
        (word, concept): wrong
        for word, concept in avoided(language)
        if (wrong := breaches(found, rf"(?i)(?<![{letter}]){re.escape(word)}(?![{letter}])"))
    }


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_word_of_the_glossary_is_told_in_a_sentence(language: str) -> None:
    assert not [
        row["key"] for row in glossary() if not row[f"meaning_{language}"].endswith((".", "…"))
    ]


# Numbers that change: a noun beside one goes through the plural forms, or stands after a colon.
NUMBERS = "count|n|days|total|shown|rows|limit|seats|voted|entries|exits|gap|extra|jobs|markets"
_FRENCH_AFTER = "sur|à|et|ou|de|du|des|par|pour|dans|est|en|ko|mo|max"
_ARABIC_AFTER = "من|في|على|أو|إلى|حسب|و.*|كيلوبايت|ميغابايت|مليون|%.*|سنة|زيادة|عن"


@pytest.mark.parametrize(
    ("language", "noun"),
    [
        ("fr", rf"%\((?:{NUMBERS})\)s[ \u00a0](?!(?:{_FRENCH_AFTER})\b)[a-zéèàê]{{3,}}s\b"),
        ("ar", rf"%\((?:{NUMBERS})\)s (?!(?:{_ARABIC_AFTER})(?![{_A}]))[{_A}]{{3,}}"),
    ],
)
def test_a_noun_beside_a_changing_number_agrees_with_it(language: str, noun: str) -> None:
    """Messages of one form only; a fixed number of the rules (80%, ten jobs) is no placeholder."""
    path = SOURCE / "locale" / language / "LC_MESSAGES/django.po"
    with path.open("rb") as file:
        single = [one for one in read_po(file, locale=language) if isinstance(one.string, str)]
    found = [(str(message.id), str(message.string)) for message in single if message.id]
    assert not breaches(found, noun)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_two_numbers_do_not_stand_side_by_side(language: str) -> None:
    """“2024 2 of 12” is read as one number."""
    number = rf"%\((?:{NUMBERS}|year)\)s"
    assert not breaches(list(words_of(language)), f"{number}[ \u00a0]{number}")


def test_templates_join_a_label_and_its_text_by_the_filter() -> None:
    """A colon after a value has the space that French asks for (`labelled`)."""
    found = []
    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        if path.name == "closing.html":
            continue
        text = re.sub(
            r"{% blocktrans.*?{% endblocktrans\w* %}", "", path.read_text("utf-8"), flags=re.DOTALL
        )
        for join in (r"[^\n]*(?:}}|%}|>):(?=[\s<]|$)", r"[^\n]*\w:(?: {{| ?<)[^\n]*"):
            found += [(path.name, line) for line in re.findall(join, text)]
    assert not found
