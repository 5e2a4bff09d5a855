from django.urls import path

from nasij.datasets import views

app_name = "datasets"
urlpatterns = [
    path("", views.snapshots, name="list"),
    path("load/", views.load, name="load"),
    path("<int:pk>/", views.snapshot, name="detail"),
    path("<int:pk>/retire/", views.retire, name="retire"),
    path("<int:pk>/rejects/", views.rejects, name="rejects"),
    path("<int:pk>/choose/", views.choose, name="choose"),
]
