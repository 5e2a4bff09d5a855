"""The gallery: every component in every state, for those who build pages."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nasij.ui.gallery import gallery_context


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery.html", gallery_context(request))
