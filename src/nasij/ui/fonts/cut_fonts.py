"""Cut the shipped fonts from IBM Plex Sans Arabic (run by hand, when the family is renewed).

    npm pack @ibm/plex-sans-arabic
    uv run --with fonttools --with brotli src/nasij/ui/fonts/cut_fonts.py FOLDER_OF_WOFF2

Whole files become TTF, for documents and charts: a change of container, so they keep their name.
The pages get two small pieces a weight, by script. A piece is a modified version, and the licence
(OFL 1.1, reserved name "Plex") asks that it is called otherwise: it is named "Nasij Sans".
"""

import hashlib
import sys
from pathlib import Path

from fontTools import subset  # type: ignore[import-not-found, import-untyped, unused-ignore]
from fontTools.ttLib import TTFont  # type: ignore[import-not-found, import-untyped, unused-ignore]

FONTS = Path(__file__).resolve().parent
VENDOR = FONTS.parent / "static" / "ui" / "vendor"
WEIGHTS = {"Regular": 400, "SemiBold": 600}
# Western letters with the accents of French and of Amazigh place names; digits serve both scripts.
LATIN = "U+0020-007E,00A0-00FF,0131,0152-0153,0178,2002-200A,2010-2015,2018-201E,2020-2022,2026,"
LATIN += "202F,2030,2032-2033,2039-203A,2044,20AC,2122,2190-2193,2212,2248,2260,2264-2265,25CC"
# Arabic of Morocco, with the letters for p, g, v and ch that names of firms use; no Persian, Urdu.
ARABIC = "U+060C,061B,061F,0621-063A,0640-0652,0660-066C,0670-0671,0679,067E,0686,06A4,06A5,06A9,"
ARABIC += "06AD,06AF,06CC,0763,200C-200F,2066-2069,FD3E-FD3F"


def rename(font: TTFont, family: str) -> None:
    for record in list(font["name"].names):
        if record.nameID in (1, 4, 16):
            record.string = family
        elif record.nameID in (3, 6):
            record.string = family.replace(" ", "")


def cut(source: Path, unicodes: str, target: Path) -> None:
    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "rlig", "calt"]
    options.layout_features += ["init", "medi", "fina", "isol", "tnum", "lnum"]
    font = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(unicodes))
    cutter.subset(font)
    rename(font, "Nasij Sans")
    subset.save_font(font, target, options)


def whole(source: Path, target: Path) -> None:
    font = TTFont(source)
    font.flavor = None
    font.save(target)


def checksums() -> str:
    files = sorted([*VENDOR.glob("*.woff2"), *VENDOR.glob("*.txt"), *FONTS.glob("*.ttf")])
    lines = []
    for file in files:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        lines.append(f"{digest}  {file.relative_to(FONTS.parent).as_posix()}\n")
    return "".join(lines)


def main(folder: Path) -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name, weight in WEIGHTS.items():
        source = folder / f"IBMPlexSansArabic-{name}.woff2"
        whole(source, FONTS / f"IBMPlexSansArabic-{name}.ttf")
        cut(source, LATIN, VENDOR / f"nasij-sans-latin-{weight}.woff2")
        cut(source, ARABIC, VENDOR / f"nasij-sans-arabic-{weight}.woff2")
    (VENDOR / "CHECKSUMS").write_text(checksums(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
