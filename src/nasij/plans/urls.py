from django.urls import path

from nasij.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.plan_list, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("decisions/<int:decision_pk>/new/", views.create, name="create"),
    path("<int:pk>/start/", views.start, name="start"),
    path("<int:pk>/move/", views.move, name="move"),
    path("<int:pk>/evidence/", views.evidence, name="evidence"),
    path("evidence/<int:pk>/file/", views.evidence_file, name="evidence_file"),
    path("<int:pk>/done/", views.done, name="done"),
    path("<int:pk>/abandon/", views.abandon, name="abandon"),
]
