"""Write docs/permissions.md: role × permission, from the code.

python tools/permissions.py
"""

import os
from pathlib import Path

import django
from django.utils import translation

from nasij.accounts.enums import Permission
from nasij.accounts.roles import ROLES

PAGE = Path(__file__).resolve().parent.parent / "docs" / "permissions.md"


def permission_page() -> str:
    heads = " | ".join(ROLES)
    lines = [
        "# Permissions by role",
        "",
        "Printed from `accounts/roles.py`; a test compares. What is not ticked is refused. "
        "A regional role counts in its region only.",
        "",
        "Nobody gives a role that holds a right they lack there, by invitation or by hand. One "
        "exception is written in the roles: administrators name the voters (`vote_cast`) and do "
        "not vote; such a link goes by mail and is shown to nobody, and administrators do not give "
        "it to themselves. The secretariat, which counts the votes, makes no voter. Administrators "
        "are written to whenever somebody gives a role.",
        "",
        f"| permission | {heads} |",
        "|---" * (len(ROLES) + 1) + "|",
    ]
    for permission in sorted(Permission):
        marks = " | ".join("✓" if permission in role.permissions else "" for role in ROLES.values())
        lines.append(f"| `{permission}` | {marks} |")
    with translation.override("en"):
        lines += ["", *(f"- **{role.key}** — {role.sentence}" for role in ROLES.values())]
    return "\n".join(lines) + "\n"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nasij.settings")
    django.setup()
    PAGE.write_text(permission_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
