from django.urls import path

from nasij.reference import views

app_name = "reference"
urlpatterns = [
    path("definitions/", views.definitions, name="definitions"),
    path("definitions/<slug:key>/", views.definition, name="definition"),
    path("sources/", views.sources, name="sources"),
    path("products/", views.products, name="products"),
    path("products/suggestions.json", views.product_suggestions, name="product_suggestions"),
    path("territories/", views.territories, name="territories"),
    path("territories/<str:code>/", views.territory, name="territory"),
    path("glossary/", views.glossary, name="glossary"),
]
