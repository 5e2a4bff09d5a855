from django.urls import path

from nasij.home import views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
]
