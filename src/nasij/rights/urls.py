from django.urls import path

from nasij.rights.views import erasing, record, requests

app_name = "rights"
urlpatterns = [
    path("firms/<int:pk>/", requests.firm_rights, name="firm"),
    path("firms/<int:pk>/link/", requests.link_make, name="link_make"),
    path("firms/<int:pk>/consent/", requests.consent_note, name="consent_note"),
    path("firms/<int:pk>/objection/", requests.objection_note, name="objection_note"),
    path("firms/<int:pk>/erasure/", requests.erasure_note, name="erasure_note"),
    path("firms/<int:pk>/record/", requests.firm_record, name="firm_record"),
    path("firms/<int:pk>/download/", requests.firm_record_download, name="firm_record_download"),
    path("links/<int:pk>/revoke/", requests.link_revoke, name="link_revoke"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<int:pk>/", requests.request_page, name="request"),
    path("requests/<int:pk>/erase/", erasing.erase, name="erase"),
    path("requests/<int:pk>/erase/again/", erasing.erase_again, name="erase_again"),
    path("requests/<int:pk>/state.json", requests.request_state, name="request_state"),
    path("erased/", erasing.erased, name="erased"),
    path("erased/<int:pk>/lift/", erasing.lift, name="lift"),
    path("retention/", erasing.retention, name="retention"),
    path("retention/keep/", erasing.keep, name="keep"),
    path("record/", record.record, name="record"),
    path("record/close/", record.close, name="record_close"),
    path("record/correct/", record.correct, name="record_correct"),
    path("record/choices/", record.choices, name="record_choices"),
    path("record/consent/", record.consent, name="record_consent"),
    path("record/objection/", record.objection, name="record_objection"),
    path("record/erasure/", record.erasure, name="record_erasure"),
    path("record/requests/<int:pk>/withdraw/", record.withdraw, name="record_withdraw"),
    path("record/download/", record.download, name="record_download"),
]
