from django.urls import path

from nasij.reports import views

app_name = "reports"
urlpatterns = [
    path("roadmap/", views.roadmap, name="roadmap"),
    path("roadmap/<str:language>/build/", views.build, name="build"),
    path("roadmap-<str:language>.pdf", views.download, name="download"),
]
