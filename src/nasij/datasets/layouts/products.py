"""Names of products from an official nomenclature, in one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from nasij.datasets.errors import ProductsUnreadable
from nasij.datasets.headings import PRODUCTS
from nasij.datasets.layouts.reading import SmallTable
from nasij.files.cells import without_fraction
from nasij.files.goods import product_code
from nasij.files.headings import Vocabulary
from nasij.files.remarks import Note, listed, note
from nasij.reference.folding import fold

LONGEST = 500
_DIGITS = 6
_BARE = {fold(word) for word in ("autre", "autres", "other", "others", "أخرى", "غيرها")}


@dataclass(frozen=True, slots=True)
class ProductNames:
    """The text of each line of six digits, and what must be said of the others."""

    names: dict[str, str]
    notes: list[Note]


_TOLD = {
    "product_unknown": gettext_noop(
        "Product codes that are not in the nomenclature, and were kept as they are: %(count)s "
        "(%(examples)s)."
    ),
    "product_cut": gettext_noop(
        "Product codes of more than six digits, cut at the sixth: %(count)s (%(examples)s)."
    ),
    "product_zero": gettext_noop(
        "Product codes that had lost their first zero, which was put back: %(count)s "
        "(%(examples)s)."
    ),
}


def six_digits(
    column: str, written: Iterable[str], known: frozenset[str]
) -> tuple[dict[str, str], list[Note]]:
    """The code that each distinct text of a column is, and what must be said; a refusal where one
    is none of six digits, for no flow or tariff of another level is found again by product."""
    read = {text: product_code(text, known) for text in sorted(written)}
    odd = [text for text, found in read.items() if len(found.code) < _DIGITS]
    if odd:
        raise ProductsUnreadable(column=column, count=len(odd), examples=listed(odd))
    notes = []
    for remark, told in _TOLD.items():
        if texts := [text for text, found in read.items() if found.remark == remark]:
            notes.append(note(remark, told, count=len(texts), examples=listed(texts)))
    return {text: found.code for text, found in read.items()}, notes


_TEXTS = {
    "fr": ("désignation", "désignation du produit", "libellé", "libellé du produit"),
    "ar": ("الوصف", "وصف المنتوج", "البيان", "التسمية"),
    "en": ("label", "product description"),
}


_CODES = (
    *("hscode", "hs code", "hs6", "k", "cn8", "goods_code", "code sh"),
    *("الرمز", "رمز المنتوج", "رمز النظام المنسق"),
)
_OF_TEXTS = ("produit", "product", "commodity", "المنتوج", "المنتج")  # as often of a name
_CODES_TOO = tuple(heading for heading in PRODUCTS if heading not in (*_CODES, *_OF_TEXTS))


def product_headings(language: str) -> Vocabulary:
    """A text under a heading of another language counts where none of this one stands."""
    others = [text for theirs, texts in _TEXTS.items() if theirs != language for text in texts]
    own = (f"description_{language}", f"name_{language}", *_TEXTS[language])
    return Vocabulary(
        {
            "code": (*_CODES, *_CODES_TOO),
            "description": (*own, *others),
        },
        weak=("description", *_CODES_TOO, *others),
        single=("code", "description"),
    )


def product_names(given: SmallTable) -> ProductNames:
    """Each line's own text; one that only says "other" takes its heading's text before it.

    Lines of more digits are national ones, and no products here.
    """
    codes = [_digits(text or "") for text in given.frame["code"]]
    texts = [(text or "").strip() for text in given.frame["description"]]
    said = {code: text for code, text in zip(codes, texts, strict=True) if text}
    names = {
        code: _readable(text, said.get(code[:4], ""))
        for code, text in said.items()
        if len(code) == 6 and code.isdigit()
    }
    return ProductNames(names, [*given.notes, *_notes(codes)])


def _digits(written: str) -> str:
    """A code without points; a spreadsheet takes the zero of the first chapters."""
    bare = without_fraction(written).replace(".", "").replace(" ", "").strip()
    return f"0{bare}" if bare.isdigit() and len(bare) % 2 else bare


def _notes(codes: list[str]) -> list[Note]:
    odd = [code for code in codes if code and not code.isdigit()]
    if not odd:
        return []
    text = gettext_noop("Lines without a product code were left out (%(count)s): %(examples)s.")
    return [note("codes_odd", text, count=len(odd), examples=listed(odd))]


def _readable(said: str, heading: str) -> str:
    """“autres” alone tells nobody anything: the heading comes first."""
    short = fold(said) in _BARE or said[:1].islower()
    whole = f"{heading} — {said}" if short and heading and fold(said) != fold(heading) else said
    return whole[: LONGEST - 1] + "…" if len(whole) > LONGEST else whole
