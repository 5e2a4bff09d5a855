from django.urls import path

from nasij.sharing import views

app_name = "sharing"
urlpatterns = [
    path("firms/<int:pk>/share/", views.share, name="share"),
    path("shares/<int:pk>/withdraw/", views.withdraw_share, name="share_withdraw"),
    path("firms/<int:pk>/refer/", views.refer, name="refer"),
    path("referrals/", views.referrals, name="referrals"),
    path("referrals/<int:pk>/", views.referral, name="referral"),
    path("referrals/<int:pk>/end/", views.end_referral, name="referral_end"),
    *(
        path(f"referrals/<int:pk>/{how}/", views.settle, {"how": how}, name=f"referral_{how}")
        for how in ("accept", "answer", "decline", "withdraw")
    ),
]
