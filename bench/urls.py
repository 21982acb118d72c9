"""The site map, and a page that asks nobody anything: what any request costs at least."""

from django.http import HttpResponse
from django.urls import include, path

urlpatterns = [
    path("bench-constant/", lambda request: HttpResponse("<!doctype html><title>Constant</title>")),
    path("", include("newsroom.urls")),
]
