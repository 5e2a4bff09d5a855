"""A firm's own pages: no account, a code, and what is held about it.

The code comes behind “#” or is typed, so that no address with it ever reaches a server; from then
on the browser's session says which link was opened, for an hour without use or until it is revoked.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nasij.accounts import limits
from nasij.exporters.enums import ConsentStep, ContactPurpose, ObjectionScope, Said
from nasij.rights import acts, downloads, pages, queries
from nasij.rights.errors import LinkClosed
from nasij.rights.forms import CodeForm, CorrectionForm, OwnErasureForm, OwnObjectionForm
from nasij.rights.law.correcting import differences
from nasij.rights.law.policy import policy
from nasij.rights.models import AccessLink
from nasij.ui.asked import key_in
from nasij.ui.parts import TrailStep
from nasij.work.errors import refusals_to

_SESSION_KEY = "firm_record"
_SECONDS = 60 * 60  # without use

View = Callable[..., HttpResponseBase]


def own_page(view: View) -> View:
    """A page of the firm alone: kept by nobody, found by nobody, and its address told to nobody."""

    @login_not_required
    @never_cache
    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return answer


def with_link(view: View) -> View:
    """Give the view the link that was opened in this browser, or ask for the code."""

    @own_page
    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        link = _opened(request)
        if link is None:
            return redirect("rights:record")
        return view(request, link, *args, **kwargs)

    return answer


def _opened(request: HttpRequest) -> AccessLink | None:
    kept = request.session.get(_SESSION_KEY)
    left = kept.get("until", 0) - time.time() if isinstance(kept, dict) else 0
    if not isinstance(kept, dict) or left < 0:
        return None
    if left < _SECONDS / 2:  # still in use: a form that takes long to fill is not lost
        _keep_open(request, int(kept["link"]))
    return queries.open_link(int(kept["link"]))


def _keep_open(request: HttpRequest, link: int) -> None:
    request.session[_SESSION_KEY] = {"link": link, "until": time.time() + _SECONDS}


@own_page
def record(request: HttpRequest) -> HttpResponseBase:
    """The record, when it is open in this browser; else the question for the code."""
    if request.method == "POST":
        return _open(request)
    link = _opened(request)
    if link is None:
        return _ask_code(request, CodeForm())
    page = pages.record_page(link.firm)
    return render(request, "rights/record/record.html", {"page": page})


def _open(request: HttpRequest) -> HttpResponseBase:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask_code(request, form)
    try:
        link = acts.open_record(code=form.cleaned_data["code"])
    except LinkClosed as error:
        if limits.too_many_unknown_links(request):
            return limits.later_please(request)
        form.add_error("code", str(error))
        return _ask_code(request, form)
    if not request.user.is_authenticated:
        request.session.cycle_key()  # a session made by somebody else opens nothing
    _keep_open(request, link.pk)
    return redirect("rights:record")


def _ask_code(request: HttpRequest, form: CodeForm) -> HttpResponse:
    context = {"form": form, "policy": policy()}
    return render(request, "rights/record/code.html", context)


def _crumbs(label: str) -> list[TrailStep]:
    return [(_("Your record"), reverse("rights:record")), label]


@require_POST
@own_page
def close(request: HttpRequest) -> HttpResponseBase:
    request.session.pop(_SESSION_KEY, None)
    messages.success(request, _("Your record is closed on this device."))
    return redirect("rights:record")


@with_link
def correct(request: HttpRequest, link: AccessLink) -> HttpResponseBase:
    firm = link.firm
    form = CorrectionForm(request.POST or None, firm=firm)
    if request.method == "POST" and form.is_valid():
        values = differences(firm, form.cleaned_data)
        remark = form.cleaned_data["remark"]
        if not values and not remark.strip():
            form.add_error(None, _("Nothing was changed: correct a field, or write a remark."))
        else:
            acts.ask_correction(firm=firm, values=values, remark=remark, said=Said.LINK)
            days = policy().answer_days
            said = ngettext(
                "Sent. You are answered within %(days)s day at most.",
                "Sent. You are answered within %(days)s days at most.",
                days,
            )
            messages.success(request, said % {"days": days})
            return redirect("rights:record")
    context = {
        "page": pages.correct_page(firm),
        "form": form,
        "crumbs": _crumbs(_("Correct your record")),
    }
    return render(request, "rights/record/correct.html", context)


@with_link
def choices(request: HttpRequest, link: AccessLink) -> HttpResponseBase:
    return _choices(request, link)


def _choices(
    request: HttpRequest,
    link: AccessLink,
    objection_form: OwnObjectionForm | None = None,
    erasure_form: OwnErasureForm | None = None,
) -> HttpResponse:
    """A form that was filled wrongly is shown open."""
    page = pages.choices_page(link.firm)
    context = {
        "page": page,
        "objection_form": objection_form or OwnObjectionForm(scopes=page.scopes),
        "erasure_form": erasure_form or OwnErasureForm(),
        "crumbs": _crumbs(_("Your choices")),
    }
    return render(request, "rights/record/choices.html", context)


@require_POST
@with_link
def consent(request: HttpRequest, link: AccessLink) -> HttpResponseBase:
    """A person of the firm agrees to a purpose, or no longer does."""
    contact = queries.contact_of_firm(link.firm, key_in(request.POST.get("contact", "")) or 0)
    purpose = request.POST.get("purpose", "")
    if contact is None or purpose not in ContactPurpose.values:  # also of another firm
        raise Http404
    step = ConsentStep.GIVEN if request.POST.get("agree") == "1" else ConsentStep.WITHDRAWN
    acts.note_consent(
        contact=contact,
        purpose=ContactPurpose(purpose),
        step=step,
        how=Said.LINK,
        happened_on=timezone.localdate(),
        by=None,
    )
    messages.success(request, _("Noted. It holds from now on."))
    return redirect("rights:record_choices")


@require_POST
@with_link
def objection(request: HttpRequest, link: AccessLink) -> HttpResponseBase:
    form = OwnObjectionForm(request.POST)
    if not form.is_valid():
        return _choices(request, link, objection_form=form)
    acts.raise_objection(
        firm=link.firm,
        scope=ObjectionScope(form.cleaned_data["scope"]),
        reason=form.cleaned_data["reason"],
    )
    messages.success(request, _("Noted. It holds from now on, and you are answered in writing."))
    return redirect("rights:record_choices")


@require_POST
@with_link
def erasure(request: HttpRequest, link: AccessLink) -> HttpResponseBase:
    form = OwnErasureForm(request.POST)
    if not form.is_valid():
        return _choices(request, link, erasure_form=form)
    acts.ask_erasure(firm=link.firm, reason=form.cleaned_data["reason"])
    messages.success(request, _("Sent. A person looks at it before anything is erased."))
    return redirect("rights:record")


@require_POST
@with_link
def withdraw(request: HttpRequest, link: AccessLink, pk: int) -> HttpResponseBase:
    found = queries.request_of_firm(link.firm, pk)
    if found is None:  # also a request of another firm
        raise Http404
    with refusals_to(request):
        acts.withdraw_request(request=found)
        messages.success(request, _("Taken back."))
    return redirect("rights:record")


@with_link
def download(request: HttpRequest, link: AccessLink) -> HttpResponseBase:
    return downloads.record_file(link.firm, request.GET.get("format", "xlsx"))
