"""Showing a firm to others: shares and referrals."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import require_somewhere, signed_in
from nasij.exporters.permissions import get_own_firm_for
from nasij.sharing import acts, pages
from nasij.sharing.forms import ReferForm, ShareForm, WordsForm
from nasij.sharing.models import Referral
from nasij.sharing.permissions import get_referral_for, get_referral_to_end_for, get_share_for
from nasij.ui.parts import Crumb
from nasij.work.errors import refusals_on, refusals_to


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Exporters"), reverse("exporters:list")), *more]


def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Who else sees this firm; and showing it to one more."""
    firm = get_own_firm_for(request.user, pk, Permission.FIRM_EDIT)
    form = ShareForm(request.POST or None, firm=firm, by=signed_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            acts.share_firm(firm=firm, **form.cleaned_data, by=signed_in(request))
            messages.success(request, _("The firm is shared."))
            return redirect("sharing:share", pk=pk)
    context = {
        "firm": firm,
        "form": form,
        "shares": pages.shown_to(firm),
        "crumbs": _crumbs(
            Crumb(firm.shown_name, reverse("exporters:detail", args=[pk])),
            Crumb(_("Share this firm")),
        ),
    }
    return render(request, "sharing/share.html", context)


@require_POST
def withdraw_share(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_share_for(request.user, pk)
    acts.withdraw_share(share=found, by=signed_in(request))
    messages.success(request, _("The firm is no longer shared with them."))
    return redirect("sharing:share", pk=found.firm_id)


@require_POST
def end_referral(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_referral_to_end_for(request.user, pk)
    with refusals_to(request):
        acts.withdraw_referral(referral=found, by=signed_in(request))
        messages.success(request, _("They no longer see the firm."))
    return redirect("sharing:share", pk=found.firm_id)


def refer(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_own_firm_for(request.user, pk, Permission.FIRM_EDIT)
    form = ReferForm(request.POST or None, by=signed_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = acts.refer_firm(firm=firm, **form.cleaned_data, by=signed_in(request))
            messages.success(request, _("Sent: it waits on their desk."))
            return redirect("sharing:referral", pk=made.pk)
    context = {
        "firm": firm,
        "form": form,
        "cancel_url": reverse("exporters:detail", args=[pk]),
        "crumbs": _crumbs(
            Crumb(firm.shown_name, reverse("exporters:detail", args=[pk])), Crumb(_("Refer"))
        ),
    }
    return render(request, "sharing/refer.html", context)


def referrals(request: HttpRequest) -> HttpResponse:
    require_somewhere(request.user, Permission.FIRM_VIEW)
    context = {
        "page": pages.referrals_page(signed_in(request)),
        "crumbs": _crumbs(Crumb(_("Referrals"))),
    }
    return render(request, "sharing/referrals.html", context)


def referral(request: HttpRequest, pk: int) -> HttpResponse:
    return _referral_page(request, get_referral_for(request.user, pk))


def _referral_page(
    request: HttpRequest, found: Referral, wrong: WordsForm | None = None
) -> HttpResponse:
    forms = {
        name: wrong if wrong is not None and wrong.prefix == name else _words(name)
        for name in ("answer", "decline")
    }
    context = {
        "referral": found,
        "page": pages.referral_page(found, signed_in(request)),
        "crumbs": _crumbs(
            Crumb(_("Referrals"), reverse("sharing:referrals")), Crumb(found.firm.shown_name)
        ),
        **{f"{name}_form": form for name, form in forms.items()},
    }
    return render(request, "sharing/referral.html", context)


def _words(name: str, data: object = None) -> WordsForm:
    labels = {"answer": _("Your answer"), "decline": _("Why you decline")}
    return WordsForm(data, label=labels[name], prefix=name)


@require_POST
def settle(request: HttpRequest, pk: int, how: str) -> HttpResponse:
    """Accept, answer, decline (the recipient) or take back (the sender)."""
    found = get_referral_for(request.user, pk)
    user = signed_in(request)
    recipient = found.recipient == user
    if recipient == (how == "withdraw"):  # each does only their own part
        return redirect("sharing:referral", pk=pk)
    form = _words(how, request.POST) if how in ("answer", "decline") else None
    if form is not None and not form.is_valid():
        return _referral_page(request, found, form)
    words = form.cleaned_data["words"] if form is not None else ""
    with refusals_to(request):
        if how == "accept":
            acts.accept_referral(referral=found, by=user)
        elif how == "answer":
            acts.answer_referral(referral=found, answer=words, by=user)
        elif how == "decline":
            acts.decline_referral(referral=found, reason=words, by=user)
        else:
            acts.withdraw_referral(referral=found, by=user)
        messages.success(request, _("Saved."))
    return redirect("sharing:referral", pk=pk)
