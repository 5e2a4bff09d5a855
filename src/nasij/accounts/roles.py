"""Roles: a sentence for the person who grants, and permissions. Code never tests a role."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import Permission


@dataclass(frozen=True, slots=True)
class Role:
    key: str
    name: Promise
    sentence: Promise
    permissions: frozenset[Permission]
    regional: bool  # granted for one region; otherwise for the whole country
    passes_on: frozenset[Permission] = frozenset()  # what it gives to others without holding it


_READ = {
    Permission.FIRM_VIEW,
    Permission.NEED_VIEW,
    Permission.ITEM_VIEW,
    Permission.SESSION_VIEW,
    Permission.ACTION_VIEW,
}
_REGIONAL_WORK = _READ | {
    Permission.FIRM_EDIT,
    Permission.FIRM_IMPORT,
    Permission.NEED_RECORD,
    Permission.NEED_TRIAGE,
    Permission.NEED_REPLY,
    Permission.ITEM_ESCALATE,
    Permission.ACTION_EDIT,
    Permission.VOTE_CAST,
}

ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        Role(
            "administrator",
            _("Administrator"),
            _(
                "Runs the site: people, roles, data. Sees everything, names the voters, "
                "does not vote."
            ),
            frozenset(Permission) - {Permission.VOTE_CAST},
            regional=False,
            passes_on=frozenset({Permission.VOTE_CAST}),
        ),
        Role(
            "secretariat",
            _("Secretariat"),
            _("Convenes the council, follows every region, writes minutes and roadmap."),
            frozenset(Permission) - {Permission.VOTE_CAST, Permission.ACCOUNT_MANAGE},
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
            frozenset(
                _READ | {Permission.FIRM_EDIT, Permission.NEED_RECORD, Permission.NEED_REPLY}
            ),
            regional=True,
        ),
        Role(
            "partner",
            _("Chamber, ministry or partner"),
            _("Sees the items, decisions and actions of its region, or of all regions."),
            frozenset({Permission.ITEM_VIEW, Permission.SESSION_VIEW, Permission.ACTION_VIEW}),
            regional=True,
        ),
        Role(
            "analyst",
            _("Analyst"),
            _("Loads trade and customs files, computes, explains. Sees no firm and no person."),
            frozenset(
                {
                    Permission.DATASET_VIEW,
                    Permission.DATASET_LOAD,
                    Permission.POTENTIAL_COMPUTE,
                    Permission.TARGET_COMPUTE,
                }
                | {
                    Permission.REPORT_BUILD,
                    Permission.ITEM_VIEW,
                    Permission.SESSION_VIEW,
                    Permission.ACTION_VIEW,
                }
            ),
            regional=False,
        ),
    )
}


# What a permission lets one do, in words: for the page of roles.
PERMITS: dict[Permission, Promise | str] = {
    Permission.ACCOUNT_INVITE: _("Invite people"),
    Permission.ACCOUNT_MANAGE: _("Give and end roles"),
    Permission.ACTION_EDIT: _("Write and follow actions"),
    Permission.ACTION_VIEW: _("Read the actions"),
    Permission.AUDIT_VIEW: _("Read the record of acts"),
    Permission.DATASET_LOAD: _("Load data sets"),
    Permission.DATASET_VIEW: _("Read the details of data sets"),
    Permission.FIRM_EDIT: _("Write firms"),
    Permission.FIRM_ERASE: _("Erase firms, for good"),
    Permission.FIRM_IMPORT: _("Import files of firms"),
    Permission.FIRM_VIEW: _("Read the firms"),
    Permission.ITEM_ESCALATE: _("Escalate regional items"),
    Permission.ITEM_VIEW: _("Read the regional items"),
    Permission.LETTER_SEND: _("See the letters that have not left, send them again"),
    Permission.NEED_RECORD: _("Record needs"),
    Permission.NEED_REPLY: _("Reply to exporters"),
    Permission.NEED_TRIAGE: _("Group needs into items"),
    Permission.NEED_VIEW: _("Read the needs, with their words"),
    Permission.POTENTIAL_COMPUTE: _("Compute the potential"),
    Permission.REPORT_BUILD: _("Build the roadmap"),
    Permission.SESSION_CONVENE: _("Convene and hold sessions"),
    Permission.SESSION_VIEW: _("Read sessions and decisions"),
    Permission.TARGET_COMPUTE: _("Compute the projection"),
    Permission.VOTE_CAST: _("Vote in the council"),
}


def name_of(key: str) -> str | Promise:
    """Of a role as it is kept; the key itself where this version knows no such role."""
    role = ROLES.get(key)
    return role.name if role else key
