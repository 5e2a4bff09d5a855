from django.urls import path

from nasij.exporters.views import evidence, firms, imports, merging

app_name = "exporters"
urlpatterns = [
    path("", firms.firm_list, name="list"),
    path("create/", firms.create, name="create"),
    path("download/", firms.download, name="download"),
    path("suggestions.json", firms.suggestions, name="suggestions"),
    path("<int:pk>/", firms.detail, name="detail"),
    path("<int:pk>/edit/", firms.edit, name="edit"),
    path("<int:pk>/markets/add/", evidence.add_market, name="market_add"),
    path("<int:pk>/markets/remove/", evidence.remove_market, name="market_remove"),
    path("<int:pk>/standing/", evidence.declare_standing, name="standing"),
    path("<int:pk>/contacts/add/", evidence.add_contact, name="contact_add"),
    path("contacts/<int:pk>/remove/", evidence.remove_contact, name="contact_remove"),
    path("<int:pk>/follow/", evidence.follow, name="follow"),
    path("duplicates/", merging.duplicates, name="duplicates"),
    path("<int:pk>/merge/<int:other>/", merging.merge, name="merge"),
    path("<int:pk>/distinct/<int:other>/", merging.distinct, name="distinct"),
    path("merges/<int:pk>/undo/", merging.undo, name="merge_undo"),
    path("import/", imports.upload, name="import"),
    path("import/template/", imports.template, name="template"),
    path("import/<int:pk>/", imports.run_page, name="import_run"),
    path("import/<int:pk>/state.json", imports.state, name="import_state"),
    path("import/<int:pk>/confirm/", imports.confirm, name="import_confirm"),
    path("import/<int:pk>/check/", imports.check, name="import_check"),
    path("import/<int:pk>/cancel/", imports.cancel, name="import_cancel"),
    path("import/<int:pk>/headings/", imports.headings, name="import_headings"),
    path("import/<int:pk>/rejects/", imports.rejects, name="import_rejects"),
]
