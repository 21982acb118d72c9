"""The site map, and a page that asks nobody anything: what any request costs at least."""

from django.http import HttpResponse
from django.urls import path

from newsroom import urls as site_map

urlpatterns = [
    path("bench-constant/", lambda request: HttpResponse("<!doctype html><title>Constant</title>")),
    *site_map.urlpatterns,
]
