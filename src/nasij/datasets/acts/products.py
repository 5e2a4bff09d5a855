"""Names of six-digit products from an official nomenclature, one language at a time.

Our own short names stay: only what has no name in that language takes the official one, which is
longer and written for customs officers. A line that we did not know is added under its heading.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.datasets.errors import LanguageUnknown, NoProductLines
from nasij.datasets.layouts import product_headings, product_names, read_small
from nasij.reference.enums import ReferenceVerb
from nasij.reference.folding import fold
from nasij.reference.models import Product
from nasij.reference.queries import country
from nasij.ui.languages import OWN_NAMES

_BATCH = 1000


def load_product_names(path: Path, *, language: str, by: User | None) -> dict[str, Any]:
    """Fill the names of six-digit lines in one language; how many were read, filled, added."""
    language = language[:2].lower()
    if language not in OWN_NAMES:
        raise LanguageUnknown(language=language, good=list(OWN_NAMES))
    headings = product_headings(language)
    found = product_names(read_small(path, headings, {"code": (), "description": ()}))
    if not found.names:
        raise NoProductLines(file=path.name)
    return {**_fill(found.names, language, path.name, by), "notes": found.notes}


@transaction.atomic
def _fill(names: dict[str, str], language: str, file: str, by: User | None) -> dict[str, int]:
    field = f"name_{language}"
    steps = {code[:length] for code in names for length in (2, 4)}
    above = {product.code: product for product in Product.objects.filter(code__in=steps)}
    known = {product.code: product for product in Product.objects.filter(level=6)}
    filled = [known[code] for code in sorted(names) if code in known and _lacks(known[code], field)]
    for product in filled:
        _name(product, field, names[product.code])
    added = [
        _new_line(code, field, names[code], above)
        for code in sorted(set(names) - set(known))
        if code[:4] in above
    ]
    Product.objects.bulk_update(filled, [field, "words"], batch_size=_BATCH)
    Product.objects.bulk_create(added, batch_size=_BATCH)
    answer = {
        "read": len(names),
        "filled": len(filled),
        "added": len(added),
        "kept": len(names) - len(filled) - len(added) - _strangers(names, known, above),
        "without_heading": _strangers(names, known, above),
    }
    _record(file, language, answer, by)
    return answer


def _record(file: str, language: str, answer: dict[str, int], by: User | None) -> None:
    """The act concerns thousands of lines: the event names the file, under the country."""
    record(
        ReferenceVerb.PRODUCTS_LOADED,
        subject=country(),
        by=by,
        label=f"{file} ({language})",
        after={"language": language, **answer},
    )


def _strangers(names: Iterable[str], known: Iterable[str], above: Iterable[str]) -> int:
    """Codes under a heading we do not have: services, national codes, another revision."""
    headings, lines = set(above), set(known)
    return sum(1 for code in names if code not in lines and code[:4] not in headings)


def _lacks(product: Product, field: str) -> bool:
    return not getattr(product, field)


def _name(product: Product, field: str, text: str) -> None:
    setattr(product, field, text)
    words = set(product.words.split(" | ")) if product.words else set()
    product.words = " | ".join(sorted((words | {fold(text)}) - {""}))


def _new_line(code: str, field: str, text: str, above: dict[str, Product]) -> Product:
    heading = above[code[:4]]
    line = Product(code=code, level=6, parent=heading, sector_id=heading.sector_id)
    _name(line, field, text)
    return line
