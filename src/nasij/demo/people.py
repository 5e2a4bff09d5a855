"""The demonstration's accounts: named by what they are, never by an invented person's name."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from nasij.accounts.models import Membership, User
from nasij.accounts.roles import name_of
from nasij.demo.script import Said
from nasij.reference.models import Territory
from nasij.reference.queries import regions

_NATIONAL = ("secretariat", "administrator", "analyst")
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
    """The accounts to try first: a few, not all regions."""
    path = _record_path()
    if not path.exists():
        return []
    return [Account(**told) for told in json.loads(path.read_text(encoding="utf-8"))]


def make_people(said: Said) -> dict[str, User]:
    """Secretariat, administrator, analyst, a delegate for each region but the last, a partner."""
    password = f"{secrets.choice(_WORDS)}-{secrets.choice(_WORDS)}-{secrets.randbelow(9000) + 1000}"
    new = _Door(said, make_password(password))
    made = {role: new.user(role, getattr(said.people, role), role) for role in _NATIONAL}
    places = list(regions())
    for place in places[:-1]:  # the last seat stays vacant: the normal state of things
        name = said.people.delegate.format(region=getattr(place, f"name_{said.language}"))
        made[place.code] = new.user(f"delegue-{place.code.lower()}", name, "delegate", place)
    made["partner"] = new.user("partenaire", said.people.partner, "partner", places[0])
    _keep(said, made, password)
    return made


@dataclass(frozen=True, slots=True)
class _Door:
    """By which all come in: one password, hashed once, since hashing is slow on purpose."""

    said: Said
    hashed: str

    def user(self, address: str, name: str, role: str, region: Territory | None = None) -> User:
        reads = self.said.language_in(region.code) if region else self.said.language
        email = f"{address}@nasij.example"
        user = User.objects.create(email=email, password=self.hashed, name=name, language=reads)
        Membership.objects.create(user=user, role=role, region=region, starts_on=self.said.since)
        return user


def _keep(said: Said, made: dict[str, User], password: str) -> None:
    asking = (said.question.asks, said.question.asked)
    shown = {role: role for role in _NATIONAL}
    shown |= {f"delegate {code}": code for code in asking} | {"partner": "partner"}
    listed = [Account(label, made[key].email, password) for label, key in shown.items()]
    path = _record_path()
    path.write_text(json.dumps([asdict(account) for account in listed]), encoding="utf-8")
    path.chmod(0o600)
