from django.urls import path

from nasij.exporters.views import evidence, firms, lists, merging, places, sharing

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
    path("<int:pk>/move/", places.move, name="move"),
    path("<int:pk>/sites/add/", places.add_site, name="site_add"),
    path("sites/<int:pk>/close/", places.close_site, name="site_close"),
    path("<int:pk>/group/", places.set_group, name="group"),
    path("moves/", places.moves, name="moves"),
    path("places.json", places.place_suggestions, name="place_suggestions"),
    path("names.json", places.names, name="names"),
    path("<int:pk>/share/", sharing.share, name="share"),
    path("shares/<int:pk>/withdraw/", sharing.withdraw_share, name="share_withdraw"),
    path("<int:pk>/refer/", sharing.refer, name="refer"),
    path("referrals/", sharing.referrals, name="referrals"),
    path("referrals/<int:pk>/", sharing.referral, name="referral"),
    *(
        path(f"referrals/<int:pk>/{how}/", sharing.settle, {"how": how}, name=f"referral_{how}")
        for how in ("accept", "answer", "decline", "withdraw")
    ),
    path("lists/", lists.lists, name="lists"),
    path("lists/keep/", lists.keep_search, name="list_keep"),
    path("lists/add/", lists.add, name="list_add"),
    path("lists/<int:pk>/", lists.saved_list, name="saved_list"),
    path("lists/<int:pk>/change/", lists.change, name="list_change"),
    path("lists/<int:pk>/delete/", lists.delete, name="list_delete"),
    path("listed/<int:pk>/remove/", lists.remove, name="listed_remove"),
    path("listed/<int:pk>/note/", lists.note, name="listed_note"),
    path("followed/seen/", evidence.followed_seen, name="followed_seen"),
    path("duplicates/", merging.duplicates, name="duplicates"),
    path("<int:pk>/twins/", merging.twins, name="twins"),
    path("<int:pk>/merge/<int:other>/", merging.merge, name="merge"),
    path("<int:pk>/distinct/<int:other>/", merging.distinct, name="distinct"),
    path("merges/<int:pk>/undo/", merging.undo, name="merge_undo"),
]
