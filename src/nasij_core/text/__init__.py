"""Short texts in French, Arabic and English: folding, near-duplicates, themes, glossary."""

from nasij_core.text.duplicates import Group, Member, Reason, near_duplicates
from nasij_core.text.glossary import Concept, Found, Glossary, default_glossary
from nasij_core.text.normalise import Language, detect_language, normalise
from nasij_core.text.themes import THEMES, Abstention, Suggestion, suggest_theme

__all__ = [
    "THEMES",
    "Abstention",
    "Concept",
    "Found",
    "Glossary",
    "Group",
    "Language",
    "Member",
    "Reason",
    "Suggestion",
    "default_glossary",
    "detect_language",
    "near_duplicates",
    "normalise",
    "suggest_theme",
]
