"""Letters that were lost before a file came here: seen, never guessed at.

Every detector of encodings answers something; whether its answer can be true is told by the text.
"""

from __future__ import annotations

import re

MARK = "\ufffd"  # a cell that begins with it was damaged

_HIGH = re.compile(r"[^\x00-\x7f]{2,}")
# Letters and signs that a true text may hold where UTF-8 was read as another page.
_MEANT = re.compile(
    r"[\u00a0«»°²³·€’‘“”…–—•ŒœàâäçèéêëîïôöùûüÿñÀÂÄÇÈÉÊËÎÏÔÖÙÛÜÑáíóúãõß]+|[\u060c\u061b\u061f\u0621-\u0652]{2,}"
)
_READABLE = re.compile(r"[\u00a0-\u017f\u0600-\u06ff\u2010-\u2026\u20ac\ufeff]+")
_PAGES = ("cp1252", "cp1256", "cp850", "mac_roman", "latin-1")
_LATIN = "A-Za-zÀ-ÖØ-öø-ÿ"
_LEADS = "ÃÂÅØÙâآأإطظ┬├┼Ï┘Ô¬√≈ÿŸ‚"  # first bytes of UTF-8 as those pages show them
_LOST = re.compile(
    rf"\ufffd|[\u0080-\u009f]"  # the replacement letter; controls of a wrong page
    rf"|\?{{3,}}|(?<![^\s;,|\t\x1f]) *\?\?(?: \?+)+|[{_LATIN}\u0600-\u06ff]\?[a-zà-ÿ\u0600-\u06ff]"
    rf"|[{_LATIN}][‚„†‡ˆ‰‹›¤¦¨¬±¶¸¿×÷ƒ•\u2500-\u259f√∞≈∂∑∏π∫Ω˜˘˙˚˝˛ˇ][{_LATIN}]"
    rf"|[a-zà-öø-ÿ][ŠŽŸ]|[a-zà-öø-ÿ][À-ÖØ-Þ](?:[a-zà-öø-ÿ]|\b(?![A-Z]))"  # CrÈation: of Mac pages
    r"|[À-ÖØ-öø-ÿ]{4,}"  # Arabic letters as the Western page shows them
    rf"|[{_LEADS}][^\x00-\x7f]"
)
_ADDRESS = re.compile(r"https?://|www\.|\w\?\w+=")


def may_be_damaged(text: str) -> bool:
    """Whether any cell of some lines is worth a closer look."""
    return _LOST.search(text) is not None


def is_damaged(cell: str) -> bool:
    found = _LOST.search(cell)
    if found is None or "\ufffd" in cell:
        return found is not None
    if "?" in found[0]:
        return not _ADDRESS.search(cell)
    if any(map(_is_double, _HIGH.findall(cell))):
        return True
    return any(match[0][0] not in _LEADS or len(match[0]) > 3 for match in _LOST.finditer(cell))


def _is_double(run: str) -> bool:
    """Whether some letters are the bytes of others: Ã© for é, Ø§Ù„ for ال."""
    for page in _PAGES:
        try:
            meant = run.encode(page, errors="strict").decode("utf-8")
        except UnicodeError:
            continue
        if _MEANT.fullmatch(meant):
            return True
    return False


def is_readable(text: str) -> bool:
    """Whether what stands beyond ASCII is of the scripts that people write here."""
    return all(map(_READABLE.fullmatch, re.findall(r"[^\x00-\x7f]+", text)))


def strangeness(text: str) -> float:
    """How unlike words the letters beyond ASCII are, from 0; to choose between code pages."""
    high = [letter for letter in text if letter > "\x7f"]
    if not high:
        return 0.0
    strange = 2 * len(_LOST.findall(text)) + len(_ODD.findall(text))
    arabic = len(re.findall("[\u0621-\u064a]", text))
    usual = len(re.findall(r"\b(?:ال|لل)[\u0621-\u064a]{2}", text)) + len(_USUAL.findall(text))
    return (strange - 0.3 * min(usual, arabic + len(high))) / len(high)


_USUAL = re.compile(r"[a-z]é|é[a-z]|[A-Z]É|É[A-Z]|\bÉ[a-z]|[a-z][èêàâîôûç]|[àç][a-z ]|[N]°")
_ODD = re.compile(
    rf"[\u0600-\u06ff][{_LATIN}]|[{_LATIN}][\u0600-\u06ff]"  # two scripts in one word
    rf"|(?<![\u0600-\u06ff])[\u0621-\u064a](?![\u0600-\u06ff])"  # an Arabic letter alone
    rf"|[À-ÖØ-Þ]{{2}}[a-zà-öø-ÿ]|[a-zà-öø-ÿ][À-ÖØ-Þ]|[A-Za-z](?:[ŠŽŸ]|(?<=[A-Z])[À-ÖØ-Þ])[a-z]|[ß-öø-ÿ]{{3,}}|[ðþýÿÐÞÝãõñ×÷]"
    r"|[\u2500-\u25ff\u0370-\u03ff\u2200-\u22ff⌐⌠⌡ⁿ]|[¡-¦¨ª¬-¯±-¶¸-º¼-¾¿]|[\u0671-\u06d3]|[\u00c0-\u00d6][a-z]{0,1}[\u00c0-\u00d6][a-z]"
)
