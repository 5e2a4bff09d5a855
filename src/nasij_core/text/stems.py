"""Light stemming: enough that a plural or an article does not hide a term.

Latin words lose the plural mark that French and English share; Arabic words lose one conjunction,
one article or preposition, and one plural or possessive ending (the "light10" idea of Larkey,
Ballesteros and Connell 2002). Words are expected folded by `normalise`.
"""

from __future__ import annotations

from functools import lru_cache

from nasij_core.text.normalise import word_set

ARABIC_HEADS = ("وال", "فال", "بال", "كال", "ولل", "لل", "ال")
ARABIC_TAILS = (
    "ياتها",
    "اتها",
    "اتنا",
    "يات",
    "ات",
    "تها",
    "تنا",
    "ون",
    "ين",
    "ان",
    "يه",
    "ها",
    "نا",
    "هم",
)
SHORT_ARABIC = 3
STOP_WORDS = word_set(
    "le la les un une des du de et est en au aux pour par sur avec dans que qui ce cette ces a l d "
    "the of to and is are in for by on with an our nos notre "
    "في من علي الي عن مع و هذا هذه التي الذي ان او بين ديال لي فالي"
)


def stems(normalised: str) -> list[str]:
    """Stems of the words of a folded text, articles and prepositions left out."""
    return [stem(word) for word in normalised.split() if word not in STOP_WORDS]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    return stem_arabic(word) if "\u0600" <= word[0] <= "\u06ff" else stem_latin(word)


def stem_latin(word: str) -> str:
    if len(word) <= 3 or word.isdigit():
        return word
    if word.endswith("aux"):
        return word[:-3] + ("au" if word.endswith("eaux") else "al")
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ss", "us", "is")):
        return word
    bare = word[:-1] if word.endswith(("s", "x")) else word
    if bare.endswith("ie") and len(bare) > 4:
        return bare[:-2] + "y"
    return bare[:-1] if bare.endswith("e") and len(bare) > 4 else bare


def stem_arabic(word: str) -> str:
    bare = without_head(word)
    for tail in ARABIC_TAILS:
        if bare.endswith(tail) and len(bare) - len(tail) >= SHORT_ARABIC:
            bare = bare[: -len(tail)]
            break
    return bare[:-1] if bare.endswith(("ه", "ي")) and len(bare) > SHORT_ARABIC else bare


def without_head(word: str) -> str:
    for head in ARABIC_HEADS:
        if word.startswith(head) and len(word) - len(head) >= 2:
            return word[len(head) :]
    if word.startswith("و") and len(word) > 4:
        return word[1:]
    return word
