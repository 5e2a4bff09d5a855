"""Knowing an erased firm again without keeping who it was: keyed hashes of its identifiers.

The key is the site's secret, which no copy of the database holds. With another secret (a site
moved without it) erased firms are no longer known: `nasij doctor` says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.crypto import salted_hmac

from nasij.exporters.models import Erasure, Firm, SuppressionKey
from nasij.reference.firm_names import match_key

_SALT = "nasij.exporters.suppression"


def identifier_key(identifier: str) -> str:
    return _hash(f"identifier {identifier}")


def name_key(region_code: str, key: str) -> str:
    return _hash(f"name {region_code} {key}")


def secret_mark() -> str:
    return _hash("mark")


def _hash(text: str) -> str:
    return salted_hmac(_SALT, text, algorithm="sha256").hexdigest()


def keys_of(firm: Firm) -> list[tuple[str, str]]:
    """(kind, hash) of what a file or a form would know the firm by."""
    found = (
        [("identifier", identifier_key(firm.identifier))]
        if firm.identifier and not firm.identifier_doubtful
        else []
    )
    names = [firm.match_key, firm.match_key_ar, *map(match_key, firm.trade_names.splitlines())]
    code = firm.region.code
    return found + [("name", name_key(code, name)) for name in dict.fromkeys(names) if name]


@dataclass(frozen=True, slots=True)
class Known:
    """An erasure that a row or a form seems to undo."""

    number: int
    day: date
    asked_by_firm: bool


@dataclass
class Suppressed:
    """The erasures that hold, looked up for some identifiers in one query."""

    by_key: dict[str, list[Erasure]] = field(default_factory=dict)
    with_identifier: set[int] = field(default_factory=set)

    @classmethod
    def among(cls, keys: Iterable[str]) -> Suppressed:
        if not SuppressionKey.objects.filter(erasure__lifted_at=None).exists():
            return cls()  # the usual case: nothing to hash
        holding = SuppressionKey.objects.filter(
            key__in=set(keys), erasure__lifted_at=None
        ).select_related("erasure")
        found = cls()
        for mark in holding.order_by("id"):
            found.by_key.setdefault(mark.key, []).append(mark.erasure)
        erasures = {erasure.pk for same in found.by_key.values() for erasure in same}
        found.with_identifier = set(
            SuppressionKey.objects.filter(kind="identifier", erasure__in=erasures).values_list(
                "erasure_id", flat=True
            )
        )
        return found

    def meant(self, identifier: str, names: Iterable[str]) -> Known | None:
        """By identifier; else by name and region, unless good identifiers say that they are two."""
        for erasure in self.by_key.get(identifier_key(identifier), []) if identifier else []:
            return _known(erasure)
        for name in names:
            for erasure in self.by_key.get(name, []):
                if not (identifier and erasure.pk in self.with_identifier):
                    return _known(erasure)
        return None


def _known(erasure: Erasure) -> Known:
    return Known(erasure.pk, timezone.localdate(erasure.erased_at), erasure.asked_by_firm)


def known_again(firm: Firm) -> Known | None:
    """Whether a firm about to be written is one that was erased."""
    keys = keys_of(firm)
    if not keys:
        return None
    identifier = firm.identifier if firm.identifier and not firm.identifier_doubtful else ""
    found = Suppressed.among(key for _kind, key in keys)
    return found.meant(identifier, [key for kind, key in keys if kind == "name"])
