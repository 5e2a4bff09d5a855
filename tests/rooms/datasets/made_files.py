"""Small made files with figures known by hand.

The world: Morocco (504) and Brazil (76) sell phosphoric acid (280920) and cars (870321) to India
(699) and Italy (380). Every share is one half and every ease of trade 1, so each potential is
20,000 dollars; Morocco sells 30, 10, 10 and 30 thousand, hence 20,000 of 80,000 unrealised.
"""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

FLOWS = {
    (504, 699, 280920): 30,
    (504, 699, 870321): 10,
    (504, 380, 280920): 10,
    (504, 380, 870321): 30,
    (76, 699, 280920): 10,
    (76, 699, 870321): 30,
    (76, 380, 280920): 30,
    (76, 380, 870321): 10,
}
HEADER = "t,i,j,k,v,q\n"


def flow_lines(year: int = 2024, factor: float = 1.0) -> str:
    return "".join(
        f"{year},{i},{j},{k},{value * factor:.3f},1.0\n" for (i, j, k), value in FLOWS.items()
    )


def make_csv(folder: Path, year: int = 2024, factor: float = 1.0, more: str = "") -> Path:
    path = folder / f"BACI_HS17_Y{year}_V202601.csv"
    path.write_text(HEADER + flow_lines(year, factor) + more, encoding="utf-8")
    return path


def make_zip(folder: Path, years: tuple[int, ...] = (2023, 2024)) -> Path:
    path = folder / "BACI_HS17_V202601.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for year in years:
            archive.writestr(f"BACI_HS17_Y{year}_V202601.csv", HEADER + flow_lines(year))
        archive.writestr("Readme.txt", "made for tests")
    return path


def make_text(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return path


def make_distances(folder: Path) -> Path:
    rows = [("MAR", "IND", 8000), ("MAR", "ITA", 2000), ("BRA", "IND", 14000), ("ROM", "ITA", 1100)]
    text = "iso_o,iso_d,distw\n" + "".join(f"{o},{d},{km}\n" for o, d, km in rows)
    return make_text(folder, "dist_cepii.csv", text)


def make_growth(folder: Path) -> Path:
    lines = [
        f"{country},{year},{rate}\n"
        for country, rate in (("MAR", 0.03), ("BRA", 0.03), ("IND", 0.06), ("ITA", 0.01))
        for year in range(2024, 2030)
    ]
    return make_text(folder, "weo.csv", "iso3,year,real_gdp_growth\n" + "".join(lines))


def make_regional(folder: Path, text: str = "") -> Path:
    given = text or (
        "Région;Secteur;Année;Valeur\n"
        "Souss-Massa;phosphates;2023;100,5\n"
        "الدار البيضاء-سطات;automotive;2023;300\n"
        "1;automotive;2023;100\n"
        "Non déclaré;automotive;2023;100\n"
    )
    return make_text(folder, "regions.csv", given)
