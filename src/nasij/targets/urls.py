from django.urls import path

from nasij.targets import views

app_name = "targets"
urlpatterns = [
    path("", views.target, name="target"),
    path("compute/", views.compute, name="compute"),
    path("chart/<slug:name>.<slug:kind>", views.chart_file, name="chart"),
]
