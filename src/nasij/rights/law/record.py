"""All that is held about a firm, by class, with why and for how long: the right of access.

People of the team are named by their role: who they are is theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import active_memberships
from nasij.accounts.queries import memberships_holding
from nasij.accounts.roles import ROLES
from nasij.audit.queries import events_about
from nasij.audit.words import sentence
from nasij.exporters.fields import FIELDS, Field, Kind
from nasij.exporters.holdings.parts import Entry, parts
from nasij.exporters.models import Contact, Firm
from nasij.exporters.queries.evidence import contacts_of, standings_of
from nasij.exporters.queries.firms import products_of_firm, sites_of
from nasij.reference.models import Territory
from nasij.rights.law.policy import policy
from nasij.rights.models import RightsRequest
from nasij.sentences import in_language
from nasij.sharing.queries import shown_members
from nasij.ui import formats

_ACTS_SHOWN = 100
_PEOPLE = {"recipient", "with"}  # what an act may say of a colleague


@dataclass(frozen=True)
class Section:
    """One class of what is held."""

    key: str
    title: str
    why: str
    kept: str
    entries: list[Entry]


def record_of(firm: Firm) -> list[Section]:
    """Everything, in the reader's language, in an order that does not change."""
    found: list[tuple[str, Promise, Callable[[Firm], list[Entry]]]] = [
        *_SECTIONS[:6],
        *((part.key, part.title, part.held) for part in parts()),
        *_SECTIONS[6:],
    ]
    rules = policy()
    return [
        Section(key, str(title), rules.why(key), rules.kept(key), held(firm))
        for key, title, held in found
    ]


def _entries(firm: Firm, fields: Iterable[Field]) -> list[Entry]:
    entries = [Entry(str(field.label), field.shown(field.read(firm))) for field in fields]
    return [entry for entry in entries if entry.value not in ("", "–")]


def _identifiers(firm: Firm) -> list[Entry]:
    return _entries(firm, (field for field in FIELDS if field.kind is Kind.NUMBER))


def _facts(firm: Firm) -> list[Entry]:
    """But for the products, which have a section of their own."""
    fields = [
        field for field in FIELDS if field.kind is not Kind.NUMBER and field.name != "products"
    ]
    declared = [
        Entry(standing.definition.name, _declared(standing), standing.get_source_display())
        for standing in standings_of(firm)
    ]
    group = [Entry(_("Group"), str(firm.group))] if firm.group else []
    return [*_entries(firm, fields), *group, *declared]


def _declared(standing: Any) -> str:
    year = f" ({standing.year})" if standing.year else ""
    return f"{standing.get_status_display()}{year}"


def _products(firm: Firm) -> list[Entry]:
    return [Entry(product.code, product.name) for product in products_of_firm(firm)]


def _markets(firm: Firm) -> list[Entry]:
    """Every line that a source gave, also those that no longer count."""
    rows = firm.market_evidence.select_related("country").order_by("country_id", "-id")
    return [
        Entry(
            row.country.name,
            row.get_standing_display() if not row.is_removed else _("Removed"),
            f"{row.get_source_display()} · {formats.day_for_reader(row.evidence_on)}",
        )
        for row in rows
    ]


def _sites(firm: Firm) -> list[Entry]:
    return [
        Entry(
            site.territory.name, " · ".join(filter(None, (site.label, site.address))), _dates(site)
        )
        for site in sites_of(firm)
    ]


def _dates(site: Any) -> str:
    if not (site.starts_on or site.ends_on):
        return ""
    return formats.date_range(site.starts_on, site.ends_on, formats.language())


def _contacts(firm: Firm) -> list[Entry]:
    return [Entry(contact.name, _reached(contact), contact.role) for contact in contacts_of(firm)]


def _reached(contact: Contact) -> str:
    return " · ".join(filter(None, (contact.email, contact.shown_phone))) or "–"


def _consents(firm: Firm) -> list[Entry]:
    lines = firm.consent_entries.select_related("contact").order_by("-id")
    return [
        Entry(
            line.contact.name if line.contact else _("A contact that was removed"),
            f"{line.get_purpose_display()}: {line.get_step_display()}",
            f"{line.get_how_display()} · {formats.day_for_reader(line.happened_on)}",
        )
        for line in lines
    ]


def _people(firm: Firm) -> list[Entry]:
    """Who can read the record today, by role and how many; who follows it."""
    members = memberships_holding(Permission.FIRM_VIEW).filter(
        Q(region=None) | Q(region=firm.region_id) | shown_members(firm)
    )
    by_role = members.order_by().values_list("role", "user_id").distinct()
    counted = Counter(role for role, _user in by_role)
    readers = [
        Entry(str(ROLES[key].name), _people_count(counted[key]), _("can read this record"))
        for key in ROLES
        if counted[key]
    ]
    followers = firm.followers.count()
    followed = [Entry(_("People who follow the firm"), _people_count(followers))]
    return readers + (followed if followers else [])


def _roles_over(user: User, firm: Firm) -> set[str]:
    return {
        membership.role
        for membership in active_memberships(user)
        if membership.role in ROLES
        and Permission.FIRM_VIEW in ROLES[membership.role].permissions
        and (membership.region is None or membership.region_id == firm.region_id)
    }


def _people_count(number: int) -> str:
    return ngettext("%(n)s person", "%(n)s people", number) % {"n": number}


def _acts(firm: Firm) -> list[Entry]:
    """What was done to the record; who did it, and for whom, is told by role."""
    events = list(events_about(firm)[:_ACTS_SHOWN])
    by_person = {
        user.pk: user
        for user in User.objects.filter(
            pk__in={event.actor_id for event in events if event.actor_id}
        )
    }
    entries = []
    for event in events:
        event.after = {
            key: _unnamed(value, firm) if key in _PEOPLE else value
            for key, value in event.after.items()
        }
        if event.actor_id:
            event.actor_label = _role_of(by_person.get(event.actor_id), firm) or _(
                "A member of the team"
            )
        entries.append(Entry(formats.day_for_reader(event.at), sentence(event)))
    return entries


def _unnamed(kept: Any, firm: Firm) -> str:
    """A colleague to whom the record was sent or shown, by their role; a region by its name."""
    name = str(in_language(kept))
    if Territory.objects.filter(Q(name_fr=name) | Q(name_ar=name) | Q(name_en=name)).exists():
        return name
    user = User.objects.filter(name=name).order_by("pk").first()
    return _role_of(user, firm) or pgettext("inside a sentence", "a member of the team")


def _role_of(user: User | None, firm: Firm) -> str:
    roles = sorted(_roles_over(user, firm)) if user is not None else []
    return str(ROLES[roles[0]].name) if roles else ""


def _requests(firm: Firm) -> list[Entry]:
    return [
        Entry(formats.day_for_reader(request.made_at), _asked(request), _answered(request))
        for request in firm.rights_requests.prefetch_related("changes").order_by("-made_at", "-id")
    ]


def _asked(request: RightsRequest) -> str:
    scope = f": {request.get_scope_display()}" if request.scope else ""
    remarks = (said for change in request.changes.all() for said in change.remarks)
    asked = f"{request.get_kind_display()}{scope}"
    return " · ".join(filter(None, (asked, request.reason, *remarks)))


def _answered(request: RightsRequest) -> str:
    if request.answered_at is None:
        return str(request.get_state_display())
    outcome = str(request.outcome.label)
    reasons = (change.reason for change in request.changes.all())
    answer = (outcome, formats.day_for_reader(request.answered_at), *reasons, request.answer)
    return " · ".join(filter(None, answer))


_SECTIONS: list[tuple[str, Promise, Callable[[Firm], list[Entry]]]] = [
    ("facts", gettext_lazy("What is known of the firm"), _facts),
    ("identifiers", gettext_lazy("Identifiers"), _identifiers),
    ("products", gettext_lazy("Products"), _products),
    ("markets", gettext_lazy("Markets, and who said so"), _markets),
    ("contacts", gettext_lazy("Contacts"), _contacts),
    ("consents", gettext_lazy("Consents"), _consents),
    ("sites", gettext_lazy("Places"), _sites),
    ("people", gettext_lazy("Who can read this record"), _people),
    ("acts", gettext_lazy("What was done to this record"), _acts),
    ("requests", gettext_lazy("Your requests"), _requests),
]
