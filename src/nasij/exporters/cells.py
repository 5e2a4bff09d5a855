"""Cells of a firm: what people type of its identifier, its first day, its address, its status."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, TypeVar
from unicodedata import normalize

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import override

from nasij.exporters.enums import FirmStatus, LegalForm
from nasij.files.cells import text, whole_number, without_fraction
from nasij.files.dates import NotADate, read_moment
from nasij.files.phones import Phones, read_own_phones
from nasij.files.problems import CellRefused, RowProblem
from nasij.reference.folding import DIGITS, fold
from nasij.reference.identifiers import is_shortened, main_rule
from nasij.sentences import in_every_language
from nasij.ui import formats

Choice = TypeVar("Choice", FirmStatus, LegalForm)
# A number typed from a rounded display ends in zeros.
_LOST_ZEROS = 8


@dataclass(frozen=True, slots=True)
class Identifier:
    number: str
    doubt: RowProblem | None = None
    details: dict[str, Any] = field(default_factory=dict)


def identifier(cell: str) -> Identifier:
    """In its full form where that is certain, else as it was written, with the doubt."""
    rule = main_rule()
    written = without_fraction(text(cell).translate(DIGITS))
    if is_shortened(written):
        raise CellRefused(RowProblem.IDENTIFIER_SCIENTIFIC)
    bare = rule.bare(written)
    if not bare.strip("0"):
        return Identifier("")
    if rule.is_good(rule.padded(bare)):
        return Identifier(rule.padded(bare))
    if bare.isdigit() and bare.endswith("0" * _LOST_ZEROS):
        raise CellRefused(RowProblem.IDENTIFIER_SCIENTIFIC)
    kept = bare if bare.isdigit() else written
    if bare.isdigit() and rule.has_length(bare):
        return Identifier(kept[:40], RowProblem.IDENTIFIER_KEY)
    details = {"length": rule.length}
    return Identifier(kept[:40], RowProblem.IDENTIFIER_LENGTH, details)


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    year_only: bool = False
    doubt: RowProblem | None = None
    details: dict[str, Any] = field(default_factory=dict)
    two_ways: bool = False  # the month might have stood first


_DOUBTS = {"year_as_day": RowProblem.YEAR_AS_DAY, "serial": RowProblem.DAY_COUNTED}


def day(cell: str) -> Day | None:
    """A date, a year, or the number by which spreadsheets count days."""
    written = text(cell)
    if not written:
        return None
    try:
        found = read_moment(written)
    except NotADate as error:
        raise CellRefused(RowProblem.DATE_UNREADABLE) from error
    if found.first_day > timezone.localdate():
        raise CellRefused(RowProblem.DATE_FUTURE)
    first, doubt = found.first_day, _DOUBTS.get(found.doubt)
    told: dict[str, Any] = {}
    if doubt:  # kept with the row of a file, for readers of any language
        told = {"year": found.year, "day": formats.day_short(first)}
    return Day(first, not found.month, doubt, told, two_ways=found.two_ways)


def phones(cell: str) -> Phones:
    """The numbers of a cell; those without a prefix are of the country of the pack."""
    return read_own_phones(text(cell))


def email(cell: str) -> str:
    written = text(cell).removeprefix("mailto:").strip(" ;,<>").lower()
    if len(written) > 254:
        raise CellRefused(RowProblem.EMAIL_UNREADABLE)
    if written:
        try:
            validate_email(written)
        except ValidationError as error:
            raise CellRefused(RowProblem.EMAIL_UNREADABLE) from error
    return written


_FORM_WORDS = {
    LegalForm.COMPANY: (
        "company societe sarl s.a.r.l sarlau sa s.a sas s.a.s sasu snc scs sca ltd llc plc inc "
        "corporation partnership شركة ش.م.م ش.م ش.ذ.م.م"
    ),
    LegalForm.COOPERATIVE: (
        "cooperative coop co-operative societe_cooperative union_de_cooperatives تعاونية "
        "شركة_تعاونية اتحاد_تعاونيات"
    ),
    LegalForm.SOLE: (
        "sole_trader sole_proprietor individual self-employed personne_physique "
        "entreprise_individuelle entrepreneur_individuel auto-entrepreneur auto_entrepreneur "
        "autoentrepreneur شخص_ذاتي شخص_طبيعي مقاول_ذاتي مقاولة_فردية"
    ),
    LegalForm.GROUP: (
        "gie g.i.e groupement groupement_d'interet_economique economic_interest_group "
        "مجموعة_ذات_نفع_اقتصادي مجموعة_النفع_الاقتصادي"
    ),
    LegalForm.UNKNOWN: "unknown inconnu inconnue non_connu not_known غير_معروف مجهول",
}
_STATUS_WORDS = {
    FirmStatus.EXISTING: (
        "existing exporte exportateur exportatrice existant existante oui yes exports actuel "
        "actuelle actuellement currently exportateur_actif exportatrice_active active_exporter "
        "مصدر مصدره تصدر يصدر نعم حالي حاليا مصدر_نشيط"
    ),
    FirmStatus.PAST: (
        "past ancien ancienne ex exportait passe former n'exporte_plus exportait_avant "
        "exportait_par_le_passé exporte_par_le_passé no_longer_exports سابق سابقا سابقه "
        "لم_يعد_يصدر لم_تعد_تصدر كان_يصدر كانت_تصدر"
    ),
    FirmStatus.POTENTIAL: (
        "potential potentiel potentielle futur future pourrait_exporter could_export "
        "exportateur_en_puissance محتمل محتمله مرشح ممكن"
    ),
    FirmStatus.UNKNOWN: "unknown inconnu inconnue non_connu not_known غير_معروف مجهول",
}
# Without its accent the participle is the present tense: “exporté” is not “exporte”.
_PARTICIPLE = re.compile("(?:(?:a|ont) )?exporte\u0301e?s?(?![^\\W_])")
# The nouns say that a firm exports unless another word says of when (“exportateur potentiel”).
_NOUNS = frozenset({"exportateur", "exportatrice", "مصدر", "مصدره"})
_PLAIN = frozenset(
    "exporter entreprise societe cooperative company firm confirme confirmee confirmed "  # noqa: SIM905
    "شركه مقاوله تعاونيه".split()
)


def _by_word(words: Mapping[Choice, str]) -> dict[str, Choice]:
    """Choice by word: what people write, and what our own pages and files say in a language."""
    known = {
        fold(word.replace("_", " ")): choice
        for choice, written in words.items()
        for word in written.split()
    }
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {fold(str(choice.label)): choice for choice in words}
    return known


def _no_choice(code: RowProblem, choices: Iterable[Choice]) -> CellRefused:
    return CellRefused(code, choices=[in_every_language(choice.label) for choice in choices])


@cache
def _statuses() -> dict[str, FirmStatus]:
    return _by_word(_STATUS_WORDS)


@cache
def _legal_forms() -> dict[str, LegalForm]:
    return _by_word(_FORM_WORDS)


def legal_form(cell: str) -> LegalForm | None:
    """By all its words or by the first (“SARL à associé unique”); not known says nothing."""
    written = fold(text(cell))
    if not written:
        return None
    known = _legal_forms()
    found = known.get(written) or known.get(written.split()[0])
    if found is None:
        forms = [form for form in LegalForm if form is not LegalForm.UNKNOWN]
        raise _no_choice(RowProblem.LEGAL_FORM_UNKNOWN, forms)
    return None if found is LegalForm.UNKNOWN else found


def status(cell: str) -> FirmStatus | None:
    said = normalize("NFD", text(cell).casefold())
    written = fold(_PARTICIPLE.sub("exportait", said))
    if not written:
        return None
    found = _statuses().get(written) or _agreed(written.split())
    if found is None:
        raise _no_choice(RowProblem.STATUS_UNKNOWN, FirmStatus)
    return found


def _agreed(words: list[str]) -> FirmStatus | None:
    """What all of them say: one that is not known may take the others back."""
    known = _statuses()
    if any(word not in known and word not in _PLAIN for word in words):
        return None
    told = {known[word] for word in words if word in known and word not in _NOUNS}
    if not told and not _NOUNS.isdisjoint(words):
        return FirmStatus.EXISTING
    return told.pop() if len(told) == 1 else None


__all__ = [
    "Day",
    "Identifier",
    "day",
    "email",
    "identifier",
    "legal_form",
    "phones",
    "status",
    "text",
    "whole_number",
]
