from django.urls import path

from nasij.home import views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("desk/", views.dashboard, name="dashboard"),
    path("regions/", views.regions, name="regions"),
    path("regions/<str:code>/", views.region, name="region"),
    path("search/", views.search, name="search"),
    path("search/suggestions.json", views.suggestions, name="suggestions"),
    path("follow/<str:token>/", views.track, name="track"),
    path("follow/<str:token>/record/", views.ask_record, name="ask_record"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
