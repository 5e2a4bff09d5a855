"""Lists of firms that people keep."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import require_somewhere, signed_in
from nasij.exporters import acts, pages, queries
from nasij.exporters.acts.lists import LONGEST
from nasij.exporters.forms.firms import FirmFilterForm
from nasij.exporters.forms.lists import AddToListForm, ListForm, NoteForm
from nasij.exporters.models import Firm, FirmList
from nasij.exporters.permissions import (
    get_list_for,
    get_list_to_change_for,
    get_listed_for,
    reach_of,
    regions_for,
)
from nasij.sentences import filled
from nasij.ui.asked import keys_in
from nasij.ui.parts import Crumb
from nasij.work.errors import refusals_on, refusals_to, say_errors


def _crumbs(*more: Crumb) -> list[Crumb]:
    lists = Crumb(_("My lists"), reverse("exporters:lists") if more else "")
    return [Crumb(_("Exporters"), reverse("exporters:list")), lists, *more]


def lists(request: HttpRequest) -> HttpResponse:
    require_somewhere(request.user, Permission.FIRM_VIEW)
    user = signed_in(request)
    form = ListForm(request.POST or None, own=regions_for(user, Permission.FIRM_VIEW))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = acts.create_list(**form.cleaned_data, by=user)
            return redirect("exporters:saved_list", pk=made.pk)
    context = {"table": pages.lists_table(user), "form": form, "crumbs": _crumbs()}
    return render(request, "exporters/lists.html", context)


def saved_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The firms of a list that this reader may see, with what is noted beside them."""
    require_somewhere(request.user, Permission.FIRM_VIEW)
    user = signed_in(request)
    found = get_list_for(user, pk)
    page = pages.list_page(found, user, request.GET.get("page"))
    own = regions_for(user, Permission.FIRM_VIEW)
    context = {
        "found": found,
        "page": page,
        "form": ListForm(own=own, found=found) if page.may_change else None,
        "crumbs": _crumbs(Crumb(found.name)),
    }
    return render(request, "exporters/saved_list.html", context)


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    found = get_list_to_change_for(user, pk)
    form = ListForm(request.POST, own=regions_for(user, Permission.FIRM_VIEW))
    if not form.is_valid():
        say_errors(request, form)
        return redirect("exporters:saved_list", pk=pk)
    with refusals_to(request):
        acts.change_list(found=found, **form.cleaned_data, by=user)
        messages.success(request, _("Saved."))
    return redirect("exporters:saved_list", pk=pk)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    acts.delete_list(found=get_list_to_change_for(user, pk), by=user)
    messages.success(request, _("The list is deleted; its firms stay in the registry."))
    return redirect("exporters:lists")


@require_POST
def keep_search(request: HttpRequest) -> HttpResponse:
    """The filter of the registry, kept under a name as a search that stays alive."""
    require_somewhere(request.user, Permission.FIRM_VIEW)
    user = signed_in(request)
    own = regions_for(user, Permission.FIRM_VIEW)
    wanted = FirmFilterForm(request.GET, own, lists=[]).wanted()
    form = ListForm(request.POST, own=own)
    if not form.is_valid():
        say_errors(request, form)
        return redirect(f"{reverse('exporters:list')}?{request.GET.urlencode()}")
    with refusals_to(request):
        made = acts.create_list(**form.cleaned_data, conditions=wanted.conditions(), by=user)
        text = _("The search is kept: new firms that fit it will be on the list.")
        messages.success(request, text)
        return redirect("exporters:saved_list", pk=made.pk)
    return redirect(f"{reverse('exporters:list')}?{request.GET.urlencode()}")


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put chosen firms, or all that a search finds, on a list; a new list is made of a name."""
    require_somewhere(request.user, Permission.FIRM_VIEW)
    user = signed_in(request)
    back = _back(request)
    form = AddToListForm(request.POST, lists=queries.lists_to_fill(user))
    if not form.is_valid():
        say_errors(request, form)
        return redirect(back)
    with refusals_to(request):
        firms, to = _chosen(request), form.cleaned_data.get("list")
        if to:
            added = acts.add_firms(to=to, firms=firms, by=user)
        else:
            to = acts.create_list(name=form.cleaned_data["new"], firms=firms, by=user)
            added = len(firms)
        messages.success(request, _told(added, to))
    return redirect(back)


def _back(request: HttpRequest) -> str:
    """Where the person came from, on this site."""
    asked = request.POST.get("back", "")
    here = url_has_allowed_host_and_scheme(asked, {request.get_host()}) and asked.startswith("/")
    return asked if here else reverse("exporters:list")


def _chosen(request: HttpRequest) -> list[Firm]:
    reach = reach_of(request.user, Permission.FIRM_VIEW)
    if "everything" in request.POST:
        own = regions_for(request.user, Permission.FIRM_VIEW)
        lists = list(queries.lists_for(signed_in(request)))
        wanted = FirmFilterForm(request.GET, own, lists=lists).wanted()
        found = queries.firms_matching(wanted, reach)
        return list(found[: LONGEST + 1])  # one more than a list holds: enough to be refused
    return list(queries.firms_by_key(keys_in(request.POST.getlist("firm")), reach))


def _told(added: int, to: FirmList) -> str:
    if not added:
        return filled(_("They were on the list “%(list)s” already."), {"list": to.name})
    text = ngettext(
        "%(count)s firm is now on the list “%(list)s”.",
        "%(count)s firms are now on the list “%(list)s”.",
        added,
    )
    return filled(text, {"count": added, "list": to.name})


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    listed = get_listed_for(signed_in(request), pk)
    back = listed.list_id
    acts.remove_firm(listed=listed, by=signed_in(request))
    messages.success(request, _("The firm is off the list."))
    return redirect("exporters:saved_list", pk=back)


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    listed = get_listed_for(signed_in(request), pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        acts.note_listed_firm(listed=listed, note=form.cleaned_data["note"], by=signed_in(request))
        messages.success(request, _("Saved."))
    return redirect("exporters:saved_list", pk=listed.list_id)
