"""The layout of a registry file: which columns, under which headings people write them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from nasij.exporters.fields import COLUMNS, LABELS
from nasij.files.errors import FileUnreadable, UnitUnknown
from nasij.files.headings import Columns, Vocabulary
from nasij.files.opening import AT_UPLOAD, open_file
from nasij.files.tables import Part, Patience, Table, find_table
from nasij.files.units import unit_of
from nasij.sentences import in_every_language

# A person's name, a shop's, a town: they stand for a firm's only where nothing better does; a
# position of the nomenclature, which may be of four digits, for its products.
_WEAK = """nom|name|firm|firme|cooperative|societe|ville|localite|city|town|secteur|situation|
creation|الاسم|المدينة|مدينة|القطاع|الحالة|position sh|positions sh|position tarifaire|
position douaniere|ligne tarifaire|code ngp|position ngp|nomenclature ngp|nomenclature sh|
الموقع التعريفي|البند الجمركي|البند التعريفي"""

# Any column of ours beside the names: no file needs this one or that one.
_ANOTHER = "another"
_ANOTHER_LABEL = _("one more column of the template (place, products, sector …)")
_ON_PAGE = 2.0  # seconds, of our own process: what takes longer is done in the background


@cache
def vocabulary() -> Vocabulary:
    """Our keys, what people write, and what our own files say in each language."""
    known = {column.key: list(column.spellings) for column in COLUMNS}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for column in COLUMNS:
                known[column.key].append(str(column.label))
    single = [column.key for column in COLUMNS if column.is_single]
    return Vocabulary(known, weak=_WEAK.replace("\n", "").split("|"), single=single)


def open_table(
    path: Path,
    file_name: str = "",
    *,
    asks_region: bool = True,
    on_page: bool = False,
    named: Mapping[str, str] = {},
) -> Table:
    """Recognise a file and its headings, or say in one sentence why that is not possible.

    Where the region is not asked for, a file that has it in none of its sheets needs names alone.
    A page reads no more than what takes a few seconds, and does not wait for other readers: the
    rows of its table end when its patience does.
    `named` are headings, folded, that its person explained.
    """
    limits = AT_UPLOAD if on_page else None
    file = open_file(path, file_name, limits=limits, waits=not on_page)
    if file.unpacked is not None:
        raise FileUnreadable("parquet", file.name)
    table = find_table(
        file,
        vocabulary(),
        missing=[missing] if asks_region else [missing, missing_beside_region],
        needed=("region", "name", "name_ar"),
        labels={**LABELS, _ANOTHER: _ANOTHER_LABEL},
        named=named,
        patience=Patience(_ON_PAGE) if on_page else None,
    )
    for part in table.parts:
        _check_people(part)
    return table


def _check_people(part: Part) -> None:
    """“Effectif (milliers)”: three thousand people would be kept as three."""
    heading = part.heading("employees")
    if unit_of(heading).factor > 1:
        raise UnitUnknown(column=heading, unit=heading, good=[in_every_language(_("people"))])
    if any(unit is None or unit.factor > 1 for unit in part.counted("employees")):
        part.refuse_shown("employees")


def missing(found: Columns) -> list[str]:
    """The columns without which no row can be used."""
    wanted = [] if "name" in found or "name_ar" in found else ["name"]
    return wanted + ([] if "region" in found else ["region"])


def missing_beside_region(found: Columns) -> list[str]:
    """Names; of a line with other cells one at least is known too, or the line may be a firm."""
    if "name" not in found and "name_ar" not in found:
        return ["name"]
    return [_ANOTHER] if len(found.places) == 1 < sum(map(bool, found.headings)) else []
