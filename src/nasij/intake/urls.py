from django.urls import path

from nasij.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.upload, name="upload"),
    path("template/", views.template, name="template"),
    path("<int:pk>/", views.run_page, name="run"),
    path("<int:pk>/firms/", views.firms, name="firms"),
    path("<int:pk>/state.json", views.state, name="state"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/check/", views.check, name="check"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/headings/", views.headings, name="headings"),
    path("<int:pk>/rejects/", views.rejects, name="rejects"),
]
