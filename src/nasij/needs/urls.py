from django.urls import path

from nasij.needs.views import items, lookups, needs, visits

app_name = "needs"
urlpatterns = [
    path("", needs.need_list, name="list"),
    path("record/", needs.record, name="record"),
    path("<int:pk>/", needs.detail, name="detail"),
    path("<int:pk>/link/", needs.link, name="link"),
    path("<int:pk>/reply/", needs.reply, name="reply"),
    path("<int:pk>/theme/", needs.change_theme, name="change_theme"),
    path("group/", items.group, name="group"),
    path("group/compose/", items.compose, name="compose"),
    path("items/", items.item_list, name="items"),
    path("items/<int:pk>/", items.item, name="item"),
    path("items/<int:pk>/escalate/", items.escalate, name="escalate"),
    path("items/<int:pk>/remove/<int:need_pk>/", items.remove, name="remove"),
    path("visits/record/", visits.record, name="visit_record"),
    path("visits/<int:pk>/", visits.visit, name="visit"),
    path("visits/<int:pk>/done/", visits.step_done, name="step_done"),
    path("firms/<int:pk>/put-off/", visits.put_off, name="put_off"),
    path("silence/", visits.silence, name="silence"),
    path("reminders/", visits.reminders, name="reminders"),
    path("suggestions/theme/", lookups.theme_suggestion, name="theme_suggestion"),
    path("suggestions/firms/", lookups.firm_suggestions, name="firm_suggestions"),
    path("suggestions/places/", lookups.place_suggestions, name="place_suggestions"),
]
