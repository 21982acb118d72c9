from django.urls import path

from reviews import own, reporting, views

app_name = "reviews"
urlpatterns = [
    path("<uuid:story>/", views.post, name="post"),
    path("confirm/<str:token>/", own.confirm, name="confirm"),
    path("status/<str:token>/", own.status, name="status"),
    path("status/<str:token>/edit/", own.edit, name="edit"),
    path("status/<str:token>/held.json", own.export, name="export"),
    path("status/<str:token>/<slug:verb>/", own.act, name="act"),
    path("report/<int:pk>/", reporting.report, name="report"),
    path("reported/<uuid:story>/", reporting.reported, name="reported"),
]
