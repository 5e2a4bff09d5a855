"""The cast of the tests: who may, and who must be refused."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.test import Client

from nasij.accounts.models import Membership, User
from nasij.reference.queries import region_by_code, regions

_PARTS = {
    "administrator": ("administrator", None),
    "secretariat": ("secretariat", None),
    "delegate": ("delegate", "09"),
    "other_delegate": ("delegate", "01"),
    "adviser": ("adviser", "09"),
    "analyst": ("analyst", None),
    "partner": ("partner", "09"),
}


@dataclass(frozen=True)
class Cast:
    users: dict[str, User]

    def __getattr__(self, name: str) -> User:
        return self.users[name]

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.users[name], backend=_BACKEND)
        return client

    @property
    def visitor(self) -> Client:
        return Client()


_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def make_user(name: str, role: str, region: str | None) -> User:
    user = User.objects.create_user(f"{name}@example.org", "a-long-test-password", name=name)
    place = region_by_code(region) if region else None
    Membership.objects.create(user=user, role=role, region=place, starts_on=date(2020, 1, 1))
    return user


def make_cast() -> Cast:
    """All at once: most tests begin with them."""
    password = make_password("a-long-test-password")
    users = {
        name: User(email=f"{name}@example.org", name=name, password=password) for name in _PARTS
    }
    User.objects.bulk_create(users.values())
    codes = {region for _role, region in _PARTS.values() if region}
    places = {place.code: place for place in regions().filter(code__in=codes)}
    Membership.objects.bulk_create(
        Membership(
            user=users[name],
            role=role,
            region=places[region] if region else None,
            starts_on=date(2020, 1, 1),
        )
        for name, (role, region) in _PARTS.items()
    )
    return Cast(users)


def known_cast() -> Cast:
    found = {user.email.partition("@")[0]: user for user in User.objects.all()}
    return Cast({name: found[name] for name in _PARTS})
