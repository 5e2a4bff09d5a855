"""The registry as a file of firms is compared with it: by identifier, then by name and place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from nasij.datasets.queries import normal_identifier
from nasij.exporters.identity.likeness import PROPOSED, Likeness, likeness, name_score
from nasij.exporters.models import Firm
from nasij.exporters.reach import firms
from nasij.files.places import Places
from nasij.files.problems import CellRefused
from nasij.filings.models import FiledFirm
from nasij.reference.folding import fold
from nasij.reference.identifiers import main_rule
from nasij.reference.sounds import sound_key
from nasij.remembered import remembered

_COMMON = 60  # a word borne by more firms names a trade or a place, not a firm
_LOOKED_AT = 12
_NAMES_DIFFER = 0.4  # under it, a number without control digits may have been typed wrong
# Kind in a file → fields of the registry. A number whose kind the file does not say may be either.
_FIELDS = {
    "identifier": ("identifier",),
    "export_code": ("export_code",),
    "tax_number": ("tax_number",),
    "register_number": ("register_number",),
    "firm": ("identifier", "export_code"),
}
_COMPARED = (
    "name", "name_ar", "trade_names", "identifier", "identifier_doubtful", "register_number",
    "register_court", "tax_number", "export_code", "region_id", "commune_id", "email", "phone",
    "sound_key",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A firm of the registry that a firm of a file may be. `surely`: by identifier."""

    firm: Firm
    likeness: Likeness
    surely: bool = False


@dataclass(slots=True)
class Registry:
    """All firms, by identifier and by the sound of their words: read once for a whole file."""

    firms: dict[int, Firm]
    places: Places
    by_number: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    by_word: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def load(cls) -> Registry:
        every = {firm.pk: firm for firm in firms().only(*_COMPARED).order_by("pk")}
        found = cls(every, Places.load())
        for firm in every.values():
            for key in numbers_of_firm(firm):
                found.by_number[key].append(firm.pk)
            for word in _words(firm.sound_key):
                found.by_word[word].append(firm.pk)
        return found

    def find(self, filed: FiledFirm, refused: Iterable[int] = ()) -> Found | None:
        """By identifier, else the likeliest by name and place; None below the threshold."""
        probe = self._probe(filed)
        out = set(refused)
        return self._by_identifier(filed, probe, out) or self._by_name(filed, probe, out)

    def _by_identifier(self, filed: FiledFirm, probe: Firm, out: set[int]) -> Found | None:
        met: Counter[int] = Counter()
        certain: set[int] = set()
        for name, number in numbers_of_line(filed):
            for pk in self.by_number.get((name, number), ()):
                met[pk] += 1
                certain |= {pk} if name == "identifier" else set()
        for pk in out:
            met.pop(pk, None)
        if not met:
            return None
        best = min(met, key=lambda pk: (pk not in certain, -met[pk], pk))
        firm = self.firms[best]
        alone = len(met) == 1 and (best in certain or _names_agree(probe, firm))
        return Found(firm, self._likeness(probe, firm), surely=alone)

    def _by_name(self, filed: FiledFirm, probe: Firm, out: set[int]) -> Found | None:
        if not (filed.name or filed.name_ar):
            return None
        met: Counter[int] = Counter()
        for word in _words(probe.sound_key):
            bearers = self.by_word.get(word, ())
            if len(bearers) <= _COMMON:
                met.update(bearers)
        near = [pk for pk, _words in met.most_common(_LOOKED_AT + len(out)) if pk not in out]
        scored = [(self._likeness(probe, self.firms[pk]), pk) for pk in near]
        if not scored:
            return None
        best, pk = max(scored, key=lambda entry: (entry[0].score, -entry[1]))
        return Found(self.firms[pk], best) if best.score >= PROPOSED else None

    def _likeness(self, probe: Firm, firm: Firm) -> Likeness:
        """A file that names no place says nothing against a region."""
        if not probe.name:  # known by its number alone
            return Likeness(1.0, ())
        here = probe.region_id
        if here is None:
            probe.region_id = firm.region_id
        try:
            return likeness(probe, firm)
        finally:
            probe.region_id = here

    def _probe(self, filed: FiledFirm) -> Firm:
        """The firm of the file as a record that was never saved, to compare records with."""
        identifier = filed.identifiers.get("identifier", "")
        probe = Firm(
            name=filed.name or filed.name_ar,
            name_ar=filed.name_ar,
            identifier=identifier,
            identifier_doubtful=not main_rule().is_good(identifier),
            region=filed.region,
        )
        if filed.region is not None and filed.place:
            probe.commune_id = self.commune(filed)
        probe.sound_key = sound_key(probe.name, probe.name_ar)
        return probe

    def commune(self, filed: FiledFirm) -> int | None:
        """The commune that the file's place is, in the region of the firm."""
        if filed.region is None or not filed.place:
            return None
        try:
            return self.places.commune(filed.place, filed.region).pk
        except CellRefused:
            return None


def _words(key: str) -> set[str]:
    words = key.split()
    return {*words, "+".join(sorted(words))} if words else set()


def numbers_of_line(filed: FiledFirm) -> list[tuple[str, str]]:
    """The numbers of a line by the fields of the registry that each may stand in."""
    return [
        (name, _key(name, number, filed.identifiers))
        for kind, number in filed.identifiers.items()
        for name in _FIELDS.get(kind, ())
    ]


def numbers_of_firm(firm: Firm) -> list[tuple[str, str]]:
    """In the same form, those that tell the firm: with the court of a register, and without a main
    number that is doubted."""
    numbers = [
        (name, _normal(getattr(firm, name), name))
        for name in ("export_code", "tax_number")
        if getattr(firm, name)
    ]
    if firm.identifier and not firm.identifier_doubtful:
        numbers.append(("identifier", firm.identifier))
    if firm.register_number:
        numbers.append(
            (
                "register_number",
                f"{_normal(firm.register_number, 'register_number')}|{fold(firm.register_court)}",
            )
        )
    return [(name, number) for name, number in numbers if number.strip("|")]


def _key(name: str, number: str, identifiers: dict[str, str]) -> str:
    if name == "register_number":
        return f"{number}|{fold(identifiers.get('register_court', ''))}"
    return _normal(number, name)


@remembered(100_000)
def _normal(number: str, kind: str) -> str:
    return normal_identifier(kind, number)


def _names_agree(probe: Firm, firm: Firm) -> bool:
    """The identifier has control digits: others are believed unless the names speak against."""
    if not probe.name:
        return True
    ours = [name for name in (firm.name, firm.name_ar, *firm.trade_names.splitlines()) if name]
    theirs = [name for name in (probe.name, probe.name_ar) if name]
    return max(name_score(our, their)[0] for our in ours for their in theirs) >= _NAMES_DIFFER
