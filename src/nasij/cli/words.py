"""The words under which commands answer a person; a machine is answered under their keys."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return {
        # people
        "invited": _("invited"),
        "link": _("link"),
        "until": _("until"),
        "written": _("letters written"),
        "sent": _("sent"),
        "failed": _("failed"),
        # a site
        "prepared": _("prepared"),
        "database": _("database"),
        "pack": _("pack"),
        "static": _("static"),
        "accounts": _("accounts"),
        "needs": _("needs"),
        "backup": _("backup"),
        "bytes": _("bytes"),
        "restored": _("restored"),
        "set_aside": _("set aside"),
        "given_up": _("given up"),
        "copy": _("copy"),
        "fields_replaced": _("fields replaced"),
        "password_of_every_account": _("password of every account"),
        "serve_it": _("serve it"),
        # a file that was read
        "data_set": _("data set"),
        "kind": _("kind"),
        "rows": _("rows"),
        "years": _("years"),
        "sha256": "sha256",
        "folder": _("folder"),
        "template": _("template"),
        "read": _("read"),
        "kept": _("kept"),
        "created": _("created"),
        "updated": _("updated"),
        "unchanged": _("unchanged"),
        "rejected": _("rejected"),
        "total_lines": _("totals left out"),
        "warnings": _("warnings"),
        "rejects_file": _("file of the rows to look at"),
        "currency": _("currency"),
        "value_read": _("value read"),
        "value_kept": _("value kept"),
        "firms": _("number of firms"),
        "unmatched": _("unmatched"),
        "proposed": _("proposed"),
        "matched": _("matched"),
        "left": _("left aside"),
        "already_loaded": _("already loaded"),
        "filled": _("filled"),
        "added": _("added"),
        "without_heading": _("without heading"),
        # what was computed or written
        "run": _("run"),
        "data": _("data"),
        "evidence": _("evidence"),
        "potential_usd": _("potential, USD"),
        "actual_usd": _("actual exports, USD"),
        "unrealised_usd": _("unrealised potential, USD"),
        "roadmap": _("roadmap"),
    }
