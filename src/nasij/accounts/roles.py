"""Roles: a sentence for the person who grants, and a list of permissions. Code never tests a role."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import Permission as P


@dataclass(frozen=True, slots=True)
class Role:
    key: str
    name: Promise
    sentence: Promise
    permissions: frozenset[P]
    regional: bool  # granted for one region; otherwise for the whole country


_READ = {P.FIRM_VIEW, P.NEED_VIEW, P.ITEM_VIEW, P.SESSION_VIEW, P.ACTION_VIEW}
_REGIONAL_WORK = _READ | {
    P.FIRM_EDIT,
    P.FIRM_IMPORT,
    P.NEED_RECORD,
    P.NEED_TRIAGE,
    P.NEED_REPLY,
    P.ITEM_ESCALATE,
    P.ACTION_EDIT,
    P.VOTE_CAST,
}

ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        Role(
            "administrator",
            _("Administrator"),
            _("Runs the site: people, roles, data. Sees everything."),
            frozenset(P) - {P.VOTE_CAST},
            regional=False,
        ),
        Role(
            "secretariat",
            _("Secretariat"),
            _("Convenes the council, follows the twelve regions, writes minutes and roadmap."),
            frozenset(P) - {P.VOTE_CAST, P.ACCOUNT_MANAGE},
            regional=False,
        ),
        Role(
            "delegate",
            _("Regional delegate"),
            _("Listens to the exporters of one region, raises its items, votes for it."),
            frozenset(_REGIONAL_WORK),
            regional=True,
        ),
        Role(
            "adviser",
            _("Adviser"),
            _("Accompanies the firms of one region and records what they need."),
            frozenset(_READ | {P.FIRM_EDIT, P.NEED_RECORD, P.NEED_REPLY}),
            regional=True,
        ),
        Role(
            "partner",
            _("Chamber, ministry or partner"),
            _("Sees the items, decisions and actions of its region, or of all regions."),
            frozenset({P.ITEM_VIEW, P.SESSION_VIEW, P.ACTION_VIEW}),
            regional=True,
        ),
        Role(
            "analyst",
            _("Analyst"),
            _("Loads trade and customs files, computes, explains. Sees no firm and no person."),
            frozenset(
                {P.DATASET_VIEW, P.DATASET_LOAD, P.POTENTIAL_COMPUTE, P.TARGET_COMPUTE}
                | {P.REPORT_BUILD, P.ITEM_VIEW, P.SESSION_VIEW, P.ACTION_VIEW}
            ),
            regional=False,
        ),
    )
}
