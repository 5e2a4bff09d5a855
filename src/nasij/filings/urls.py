from django.urls import path

from nasij.filings import views

app_name = "filings"
urlpatterns = [
    path("", views.filed_list, name="list"),
    path("<int:pk>/", views.filed_page, name="firm"),
    path("<int:pk>/match/", views.match, name="match"),
    path("<int:pk>/refuse/", views.refuse, name="refuse"),
    path("<int:pk>/create/", views.create, name="create"),
    path("<int:pk>/leave/", views.leave, name="leave"),
    path("<int:pk>/return/", views.take_up, name="return"),
    path("<int:pk>/unmatch/", views.unmatch, name="unmatch"),
]
