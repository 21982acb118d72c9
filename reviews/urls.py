from django.urls import path

from reviews import reporting, views, writer_pages

app_name = "reviews"
urlpatterns = [
    path("<uuid:story>/", views.post, name="post"),
    path("confirm/<str:token>/", writer_pages.confirm, name="confirm"),
    path("status/<str:token>/", writer_pages.status, name="status"),
    path("status/<str:token>/edit/", writer_pages.edit, name="edit"),
    path("status/<str:token>/held.json", writer_pages.export, name="export"),
    path("status/<str:token>/<slug:verb>/", writer_pages.act, name="act"),
    path("report/<int:pk>/", reporting.report, name="report"),
    path("reported/<uuid:story>/", reporting.reported, name="reported"),
]
