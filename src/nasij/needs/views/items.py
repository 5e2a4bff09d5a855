"""Items: group, read, escalate."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import (
    may_somewhere,
    regions_where,
    require_somewhere,
    signed_in,
)
from nasij.needs import acts, pages, queries
from nasij.needs.forms import ComposeForm, EscalateForm, GroupFilterForm, ItemFilterForm
from nasij.needs.models import Item, Need
from nasij.needs.permissions import get_item_for, get_need_for
from nasij.ui.asked import keys_in
from nasij.ui.parts import TrailStep
from nasij.work.errors import refusals_on, refusals_to


def item_list(request: HttpRequest) -> HttpResponse:
    require_somewhere(request.user, Permission.ITEM_VIEW)
    form = ItemFilterForm(request.GET, user=request.user)
    context = {
        "crumbs": _crumbs(request),
        "filter": form,
        "page": pages.items_page(form.given(), request.GET.get("page"), request.user),
        "filtered": bool(form.given()),
    }
    return render(request, "needs/items.html", context)


def item(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_item_for(request.user, pk, Permission.ITEM_VIEW)
    context = {
        "crumbs": _crumbs(request, found.title),
        "item": found,
        "page": pages.item_page(found, request.user),
    }
    return render(request, "needs/item.html", context)


def escalate(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_item_for(request.user, pk, Permission.ITEM_ESCALATE)
    form = EscalateForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            acts.escalate_item(item=found, **form.cleaned_data, by=signed_in(request))
            messages.success(request, _("The item waits for the agenda of the council."))
            return redirect("needs:item", pk=pk)
    address = reverse("needs:item", args=[pk])
    context = {
        "crumbs": _crumbs(request, (found.title, address), _("Escalate")),
        "item": found,
        "form": form,
        "cancel_url": address,
    }
    return render(request, "needs/escalate.html", context)


@require_POST
def remove(request: HttpRequest, pk: int, need_pk: int) -> HttpResponse:
    found = get_item_for(request.user, pk, Permission.NEED_TRIAGE)
    need = get_need_for(request.user, need_pk, Permission.NEED_TRIAGE)
    with refusals_to(request):
        acts.remove_need(item=found, need=need, by=signed_in(request))
    return redirect("needs:item", pk=pk)


def group(request: HttpRequest) -> HttpResponse:
    """Proposals only: nothing is grouped here."""
    require_somewhere(request.user, Permission.NEED_TRIAGE)
    form = GroupFilterForm(request.GET, user=request.user)
    asked = form.given()
    context = {
        "crumbs": _crumbs(request, _("Group needs")),
        "filter": form,
        "page": pages.group_page(
            request.user, region=asked.get("region", ""), theme=asked.get("theme", "")
        ),
    }
    return render(request, "needs/group.html", context)


def compose(request: HttpRequest) -> HttpResponse:
    """The needs a person chose, as a new item or in an open one."""
    require_somewhere(request.user, Permission.NEED_TRIAGE)
    given = request.POST if request.method == "POST" else request.GET
    needs = _chosen(request, given.getlist("need"))
    form = ComposeForm(request.POST or None, needs=needs)
    if form.is_valid():
        with refusals_on(form):
            return redirect("needs:item", pk=_gathered(request, form).pk)
    context = {
        "crumbs": _crumbs(request, (_("Group needs"), reverse("needs:group")), _("New item")),
        "form": form,
        "rows": pages.chosen_needs(needs),
    }
    return render(request, "needs/compose.html", context)


def _chosen(request: HttpRequest, keys: list[str]) -> list[Need]:
    """Free needs of the person's own regions; one that is not there is as good as none."""
    regions = regions_where(request.user, Permission.NEED_TRIAGE)
    wanted = keys_in(keys)
    needs = queries.free_needs_by_key(wanted, regions)
    if len(needs) != len(wanted) or len(wanted) != len(set(keys)):
        raise Http404
    return needs


def _gathered(request: HttpRequest, form: ComposeForm) -> Item:
    chosen: Item | None = form.cleaned_data["item"]
    if chosen is not None:
        acts.add_needs(item=chosen, needs=form.needs, by=signed_in(request))
        return chosen
    given = {name: form.cleaned_data[name] for name in ("title", "summary", "theme")}
    return acts.group_needs(needs=form.needs, **given, by=signed_in(request))


def _crumbs(request: HttpRequest, *rest: TrailStep) -> list[TrailStep]:
    reads_needs = may_somewhere(request.user, Permission.NEED_VIEW)
    return [
        (_("Needs"), reverse("needs:list") if reads_needs else ""),
        (_("Regional items"), reverse("needs:items")),
        *rest,
    ]
