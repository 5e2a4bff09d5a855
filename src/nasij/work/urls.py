from django.urls import path

from nasij.work import views

app_name = "work"
urlpatterns = [
    path("<int:pk>/", views.job, name="job"),
    path("<int:pk>/state.json", views.job_state, name="job_state"),
]
