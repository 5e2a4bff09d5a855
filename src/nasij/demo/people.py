"""The demonstration's accounts: named by what they are, never by an invented person's name."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from nasij.accounts.models import Membership, User
from nasij.accounts.roles import name_of
from nasij.reference.models import Territory
from nasij.reference.queries import regions

_NATIONAL = (
    ("secretariat", "Secrétariat (démonstration)", "fr"),
    ("administrator", "Administration (démonstration)", "fr"),
    ("analyst", "Analyste (démonstration)", "fr"),
)
_WORDS = ("laine", "navette", "trame", "chaine", "lisiere", "indigo", "safran", "garance")


@dataclass(frozen=True, slots=True)
class Account:
    role: str  # and the code of its region
    email: str
    password: str

    @property
    def label(self) -> str:
        role, *place = self.role.split()
        return " ".join((str(name_of(role)), *place))


def _record_path() -> Path:
    return Path(settings.NASIJ_DATA) / "demo.json"


def accounts() -> list[Account]:
    """The accounts to try first: a few, not the twelve regions."""
    path = _record_path()
    if not path.exists():
        return []
    return [Account(**told) for told in json.loads(path.read_text(encoding="utf-8"))]


def make_people() -> dict[str, User]:
    """Secretariat, administrator, analyst, a delegate for eleven of twelve regions, a partner."""
    password = f"{secrets.choice(_WORDS)}-{secrets.choice(_WORDS)}-{secrets.randbelow(9000) + 1000}"
    hashed = make_password(password)
    made: dict[str, User] = {}
    for role, name, language in _NATIONAL:
        made[role] = _user(f"{role}@nasij.example", name, language, hashed, role, None)
    for place in list(regions())[:-1]:  # the last seat stays vacant: the normal state of things
        name = f"Délégation {place.name_fr} (démonstration)"
        language = "ar" if place.code in {"03", "08", "11"} else "fr"
        email = f"delegue-{place.code}@nasij.example"
        made[place.code] = _user(email, name, language, hashed, "delegate", place)
    first = next(iter(regions()))
    made["partner"] = _user(
        "partenaire@nasij.example", "Chambre (démonstration)", "fr", hashed, "partner", first
    )
    _keep(made, password)
    return made


def _user(
    email: str, name: str, language: str, hashed: str, role: str, region: Territory | None
) -> User:
    # One password for all, hashed once: hashing is slow on purpose.
    user = User.objects.create(email=email, password=hashed, name=name, language=language)
    Membership.objects.create(user=user, role=role, region=region, starts_on=date(2021, 6, 14))
    return user


def _keep(made: dict[str, User], password: str) -> None:
    codes = [code for code in made if code.isdigit()]
    shown = {"secretariat": "secretariat", "administrator": "administrator", "analyst": "analyst"}
    shown |= {f"delegate {code}": code for code in codes[:1] + codes[8:9]} | {"partner": "partner"}
    listed = [Account(label, made[key].email, password) for label, key in shown.items()]
    path = _record_path()
    path.write_text(json.dumps([asdict(account) for account in listed]), encoding="utf-8")
    path.chmod(0o600)
