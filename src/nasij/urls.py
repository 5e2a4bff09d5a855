"""Addresses: the language first, then the room."""

from typing import Any

from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView

from nasij.home.views import health, language_root

# Without an identity server nobody can be joined to an account of one: no page says so.
SIGN_IN: Any = (
    "allauth.urls"
    if apps.is_installed("allauth.socialaccount.providers.openid_connect")
    else [path("", include("allauth.account.urls")), path("2fa/", include("allauth.mfa.urls"))]
)

urlpatterns = [
    path("", language_root, name="root"),
    path("health/", health, name="health"),
    path("favicon.ico", RedirectView.as_view(url="/static/ui/brand/favicon.ico")),
    *i18n_patterns(
        # The library's page of addresses asks for no proof: ours stands in its place.
        path("account/email/", RedirectView.as_view(pattern_name="accounts:address")),
        path("account/", include(SIGN_IN)),
        path("people/", include("nasij.accounts.urls")),
        path("ui/", include("nasij.ui.urls")),
        path("reference/", include("nasij.reference.urls")),
        path("jobs/", include("nasij.work.urls")),
        path("datasets/", include("nasij.datasets.urls")),
        path("exporters/", include("nasij.exporters.urls")),
        path("intake/", include("nasij.intake.urls")),
        path("filings/", include("nasij.filings.urls")),
        path("sharing/", include("nasij.sharing.urls")),
        path("rights/", include("nasij.rights.urls")),
        path("needs/", include("nasij.needs.urls")),
        path("council/", include("nasij.council.urls")),
        path("plans/", include("nasij.plans.urls")),
        path("targets/", include("nasij.targets.urls")),
        path("potential/", include("nasij.potential.urls")),
        path("reports/", include("nasij.reports.urls")),
        path("", include("nasij.home.urls")),
        prefix_default_language=True,
    ),
]

handler400 = "nasij.home.views.bad_request"
handler403 = "nasij.home.views.forbidden"
handler404 = "nasij.home.views.not_found"
handler500 = "nasij.home.views.server_error"
