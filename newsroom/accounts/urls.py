"""Under /admin/: what belongs to no model."""

from django.contrib import admin
from django.urls import path, re_path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from newsroom import find, menus, missing_names, shortcuts
from newsroom.accounts import invitations, login, noticeboard, passwords, profile

inside = admin.site.admin_view
about_pages = RedirectView.as_view(url="/admin/articles/aboutpage/%(rest)s")  # as About pages were called before

urlpatterns = [
    path("notices/", inside(noticeboard.notices), name="notices"),
    path("notices/read/", inside(noticeboard.read), name="notices_read"),
    path("find/", inside(find.find), name="find"),
    path("missing-names/", inside(missing_names.missing_names), name="missing_names"),
    path("shortcuts/", inside(shortcuts.shortcuts), name="shortcuts"),
    path("profile/", inside(profile.profile), name="profile"),
    path("profile/preferences/", inside(profile.preferences), name="preferences"),
    path("profile/notices/", inside(profile.choices), name="notice_choices"),
    path("r/<path:content_type_id>/<path:object_id>/", inside(menus.on_site), name="on_site"),  # in place of Django's
    re_path(r"^articles/housepage/(?P<rest>.*)$", inside(about_pages)),
    # for those who are not in yet
    path("login/", never_cache(login.log_in), name="log_in"),  # in place of Django's, which it calls
    path("password_reset/", never_cache(passwords.forgotten), name="admin_password_reset"),  # named so for unfold
    path("password_reset/done/", never_cache(passwords.asked), name="admin_password_reset_done"),
    path("password_reset/<uidb64>/<token>/", passwords.Confirm.as_view(), name="password_reset_confirm"),
    path("invitation/<str:token>/", invitations.invited, name="invitation"),
]
