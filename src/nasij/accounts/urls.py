from django.urls import path

from nasij.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.people, name="people"),
    path("invite/", views.invite, name="invite"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("invitations/<int:pk>/withdraw/", views.invitation_withdraw, name="invitation_withdraw"),
    path("me/", views.profile, name="profile"),
    path("me/address/", views.address, name="address"),
    path("me/address/<str:proof>/", views.address_confirm, name="address_confirm"),
    path("roles/", views.roles, name="roles"),
    path("events/", views.events, name="events"),
    path("letters/", views.letters, name="letters"),
    path("letters/<int:pk>/", views.letter, name="letter"),
    path("<int:pk>/", views.person, name="person"),
    path("memberships/<int:pk>/end/", views.membership_end, name="membership_end"),
]
