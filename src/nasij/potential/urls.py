from django.urls import path

from nasij.potential import views

app_name = "potential"
urlpatterns = [
    path("", views.national, name="national"),
    path("download.<str:kind>", views.download, name="download"),
    path("exporters/", views.starters, name="starters"),
    path("exporters/download.<str:kind>", views.starters_download, name="starters_download"),
    path("compute/", views.compute, name="compute"),
    path("products/<str:code>/", views.product, name="product"),
    path("regions/<str:code>/", views.region, name="region"),
]
