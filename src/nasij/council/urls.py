from django.urls import path

from nasij.council.views import agenda, attendance, decisions, seats, sessions, votes

app_name = "council"
urlpatterns = [
    path("", sessions.sessions, name="sessions"),
    path("new/", sessions.session_create, name="session_create"),
    path("seats/", seats.seats, name="seats"),
    path("seats/<slug:code>/", seats.seat, name="seat"),
    path("mandates/<int:pk>/end/", seats.vacate, name="vacate"),
    path("<int:pk>/", sessions.session, name="session"),
    path("<int:pk>/edit/", sessions.session_edit, name="session_edit"),
    path("<int:pk>/convene/", sessions.session_convene, name="session_convene"),
    path("<int:pk>/open/", sessions.session_open, name="session_open"),
    path("<int:pk>/close/", sessions.session_close, name="session_close"),
    path("<int:pk>/place/", agenda.place, name="place"),
    path("<int:pk>/point/", agenda.add_point, name="add_point"),
    path("<int:pk>/arrive/", attendance.arrive, name="arrive"),
    path("<int:pk>/leave/", attendance.leave, name="leave"),
    path("<int:pk>/proxy/", attendance.give_proxy, name="give_proxy"),
    path("proxies/<int:pk>/withdraw/", attendance.withdraw_proxy, name="withdraw_proxy"),
    path("points/<int:pk>/", agenda.agenda_item, name="agenda_item"),
    path("points/<int:pk>/move/", agenda.move, name="point_move"),
    path("points/<int:pk>/remove/", agenda.remove, name="point_remove"),
    path("points/<int:pk>/vote/", votes.vote_open, name="vote_open"),
    path("points/<int:pk>/decide/", decisions.decision_record, name="decision_record"),
    path("votes/<int:pk>/", votes.vote, name="vote"),
    path("votes/<int:pk>/annul/", votes.vote_annul, name="vote_annul"),
    path("votes/<int:pk>/cast/", votes.vote_cast, name="vote_cast"),
    path("votes/<int:pk>/roll/", votes.vote_roll, name="vote_roll"),
    path("votes/<int:pk>/papers/", votes.vote_papers, name="vote_papers"),
    path("votes/<int:pk>/close/", votes.vote_close, name="vote_close"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/no-action/", decisions.no_action, name="no_action"),
    path("<int:pk>/minutes/", decisions.minutes, name="minutes"),
    path("<int:pk>/minutes.pdf", decisions.minutes_pdf, name="minutes_pdf"),
    path("<int:pk>/erratum/", decisions.erratum, name="erratum"),
]
