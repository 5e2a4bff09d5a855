"""Possible duplicates, merging two records, taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import require_somewhere, signed_in
from nasij.exporters import acts, pages
from nasij.exporters.permissions import get_merge_for, get_own_firm_for
from nasij.ui.parts import Crumb
from nasij.work.errors import refusals_to


def duplicates(request: HttpRequest) -> HttpResponse:
    require_somewhere(request.user, Permission.FIRM_EDIT)
    crumbs = [Crumb(_("Exporters"), reverse("exporters:list")), Crumb(_("Possible duplicates"))]
    context = {"table": pages.duplicates_table(signed_in(request)), "crumbs": crumbs}
    return render(request, "exporters/duplicates.html", context)


def twins(request: HttpRequest, pk: int) -> HttpResponse:
    """Records that may be the same firm as this one, among those the person edits."""
    firm = get_own_firm_for(request.user, pk, Permission.FIRM_EDIT)
    context = {
        "table": pages.twins_table(firm, signed_in(request)),
        "crumbs": [
            Crumb(_("Exporters"), reverse("exporters:list")),
            Crumb(firm.shown_name, reverse("exporters:detail", args=[pk])),
            Crumb(_("Perhaps the same firm")),
        ],
    }
    return render(request, "exporters/duplicates.html", context)


def merge(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """What merging `other` into `pk` would do; posting does it."""
    winner = get_own_firm_for(request.user, pk, Permission.FIRM_EDIT)
    loser = get_own_firm_for(request.user, other, Permission.FIRM_EDIT)
    if request.method == "POST":
        with refusals_to(request):
            acts.merge_firms(winner=winner, loser=loser, by=signed_in(request))
            messages.success(request, pages.merged_note())
            return redirect("exporters:detail", pk=winner.pk)
        return redirect("exporters:merge", pk=pk, other=other)
    context = {
        "page": pages.merge_page(winner, loser),
        "crumbs": [
            Crumb(_("Exporters"), reverse("exporters:list")),
            Crumb(winner.shown_name, reverse("exporters:detail", args=[winner.pk])),
            Crumb(_("Merge")),
        ],
    }
    return render(request, "exporters/merge.html", context)


@require_POST
def distinct(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    one = get_own_firm_for(request.user, pk, Permission.FIRM_EDIT)
    two = get_own_firm_for(request.user, other, Permission.FIRM_EDIT)
    if one == two:
        raise Http404
    acts.say_distinct(one=one, other=two, by=signed_in(request))
    messages.success(request, _("Noted: these are two firms."))
    return redirect("exporters:duplicates")


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_merge_for(request.user, pk)
    with refusals_to(request):
        acts.undo_merge(merge=found, by=signed_in(request))
        messages.success(request, _("These are two records again."))
    return redirect("exporters:detail", pk=found.winner_id)
