"""Files like those people bring: fictitious firms, with everything that goes wrong in files."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from nasij.exporters.fields import KEYS
from nasij.files.places import Places

HEADINGS_FR = (
    "N° ICE", "Raison sociale", "Raison sociale (arabe)", "Forme juridique", "Région", "Ville",
    "Secteur d'activité", "Codes SH", "Effectif", "Date de création", "E-mail",
    "Téléphone", "Statut",
)  # fmt: skip
_FIRST = (
    "Zarbia",
    "Tifawin",
    "Azilal",
    "Nakhil",
    "Rimal",
    "Oued",
    "Sahel",
    "Atlasia",
    "Bahia",
    "Targa",
    "Imlil",
    "Tamdat",
)
_SECOND = (
    "Agrumes",
    "Conserves",
    "Textile",
    "Câblage",
    "Argane",
    "Primeurs",
    "Poterie",
    "Cuir",
    "Olives",
    "Miel",
)
_THIRD = ("Export", "Trading", "Industrie", "Négoce", "Production")
_FORMS = ("SARL", "S.A.R.L", "SA", "Sté", "SARL AU", "Coopérative", "")
_ARABIC = ("واحة", "نخيل", "أركان", "زيتون", "زربية", "فخار", "جلد", "عسل", "حناء", "ورد")
_PRODUCTS = ("151590", "080410;080510", "1509.10", "5701", "420221 / 640399", "")
_STATUSES = ("existing", "exportateur", "potentiel", "past", "", "مصدر")


@dataclass(frozen=True)
class Expected:
    """What an import of the file must answer."""

    read: int
    rejected: int
    duplicates: int
    doubtful_ices: int
    unknown_communes: int
    arabic_only: int
    scientific: int


def make_ice(number: int) -> str:
    """A well-formed identifier that belongs to nobody: the firm part starts with 9."""
    head = f"9{number:08d}0000"
    return head + f"{97 - int(head) * 100 % 97:02d}"


def known_places() -> list[tuple[str, str]]:
    """(region, commune) by French names that mean one place only."""
    places = Places.load()
    found = []
    for region in places.regions.values():
        named = [
            place.name_fr
            for group in places.by_place_name.values()
            for place in group
            if len(group) == 1 and place.region_code == region.code
        ]
        found.extend((region.name_fr, name) for name in sorted(set(named))[:40])
    return found


def plain_row(number: int, places: list[tuple[str, str]], rng: random.Random) -> dict[str, Any]:
    region, commune = places[number % len(places)]
    form = rng.choice(_FORMS)
    name = f"{rng.choice(_FIRST)} {rng.choice(_SECOND)} {rng.choice(_THIRD)} {number}"
    founded = date(1960 + number % 60, 1 + number % 12, 1 + number % 28)
    return {
        "identifier": make_ice(number),
        "name": f"{name} {form}" if form not in {"Sté", "Coopérative"} else f"{form} {name}",
        "legal_form": ("", "SARL", "Coopérative")[number % 3],
        "name_ar": f"شركة {rng.choice(_ARABIC)} {number}" if number % 4 == 0 else "",
        "region": region,
        "commune": commune,
        "activity": rng.choice(_SECOND),
        "hs_products": rng.choice(_PRODUCTS),
        "employees": rng.randint(1, 900),
        "founded_on": founded.isoformat(),
        "email": f"contact{number}@example.org" if number % 3 == 0 else "",
        "phone": f"+212 5 00 {number % 100:02d} {number // 100 % 100:02d} 00",
        "status": rng.choice(_STATUSES),
    }


def messy_rows(
    count: int, places: list[tuple[str, str]], seed: int = 1
) -> tuple[list[dict[str, Any]], Expected]:
    """`count` rows with the mistakes of real files, in the proportions of twelve thousand."""
    rng = random.Random(seed)
    share = count / 12_000
    duplicates = round(400 * share)
    rows = [plain_row(number, places, rng) for number in range(1, count - duplicates + 1)]
    order = list(range(len(rows)))
    rng.shuffle(order)
    take = iter(order)

    def some(number: int) -> list[dict[str, Any]]:
        return [rows[next(take)] for _ in range(round(number * share))]

    doubtful = some(250)
    for index, row in enumerate(doubtful):
        row["identifier"] = _malformed(row["identifier"], index)
    unknown = some(60)
    for row in unknown:
        row["commune"] = "Qsar Ghayb"
    arabic = some(30)
    for index, row in enumerate(arabic):
        row["name"], row["name_ar"] = "", f"تعاونية {_ARABIC[index % 10]} الوادي {index + 70_000}"
    scientific = some(20)
    for index, row in enumerate(scientific):
        row["identifier"] = (1.23e14, "1.23E+14", "1,23E+14")[index % 3]
    for row in some(200):
        row["identifier"] = int(row["identifier"])  # typed as a number
    for row in some(100):
        row["identifier"] = " ".join(
            (row["identifier"][:9], row["identifier"][9:13], row["identifier"][13:])
        )
    for row in some(100):
        row["name"], row["region"] = f"  {row['name']}   ", f"{row['region']}  "
    for row in some(150):
        row["founded_on"] = 39_814  # 1 January 2009, as a spreadsheet counts
    for row in some(100):
        row["employees"] = "=10+15"
    originals = some(400)
    copies = [_copy(row, index) for index, row in enumerate(originals)]
    rows.extend(copies)
    return rows, Expected(
        read=count,
        rejected=len(copies) + len(scientific),
        duplicates=len(copies),
        doubtful_ices=len(doubtful),
        unknown_communes=len(unknown),
        arabic_only=len(arabic),
        scientific=len(scientific),
    )


def _malformed(ice: str, index: int) -> str:
    """A wrong last digit, a lost end, or a letter; never a number that is right by chance."""
    shorter = ice[:-2] if int(ice[:-2]) % 97 else f"{ice[:-3]}1"
    return (ice[:-1] + str((int(ice[-1]) + 1) % 10), shorter, "A" + ice[1:])[index % 3]


def _copy(row: dict[str, Any], index: int) -> dict[str, Any]:
    """The same firm again: by its identifier, or by its name in other clothes without one."""
    if index % 2:
        return {**row, "name": f"Autre nom {index}", "name_ar": ""}
    return {
        **row,
        "identifier": "",
        "name": row["name"].upper().replace("EXPORT", "Éxport") + " SARL",
    }


def write_xlsx(path: Path, rows: list[dict[str, Any]], headings: tuple[str, ...] = KEYS) -> Path:
    """A workbook with a merged title above the headings, formulas, and regions merged downwards."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Adhérents")
    sheet.merge_range(0, 0, 0, 5, "Liste des entreprises — données fictives")
    for column, heading in enumerate(headings):
        sheet.write_string(2, column, heading)
    for number, row in enumerate(rows, start=3):
        for column, key in enumerate(KEYS):
            _write_cell(sheet, number, column, row[key])
    _merge_equal_regions(sheet, rows)
    book.close()
    return path


def _write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    if value == "=10+15":
        sheet.write_formula(row, column, value, None, 25)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, value)


def _merge_equal_regions(sheet: Any, rows: list[dict[str, Any]]) -> None:
    """The first runs of three equal regions are one tall cell, as people like to draw it."""
    column, done, index = KEYS.index("region"), 0, 0
    while index + 2 < len(rows) and done < 20:
        if len({rows[index + step]["region"] for step in range(3)}) == 1:
            sheet.merge_range(index + 3, column, index + 5, column, rows[index]["region"])
            done, index = done + 1, index + 3
        else:
            index += 1


def write_csv(
    path: Path,
    rows: list[dict[str, Any]],
    *,
    delimiter: str = ";",
    encoding: str = "utf-8",
    headings: tuple[str, ...] = KEYS,
) -> Path:
    lines = [headings, *([str(row[key]) for key in KEYS] for row in rows)]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    path.write_bytes(text.encode(encoding, errors="replace"))
    return path


def simple_row(**cells: Any) -> dict[str, Any]:
    """One good row of region 09, with other cells where given."""
    row = dict.fromkeys(KEYS, "")
    return {**row, "name": "Coopérative Tissaliwine", "region": "Souss-Massa", **cells}
