from django.urls import path

from sections import views

app_name = "sections"
urlpatterns = [
    path("<slug:slug>/feed.<feed:ending>", views.feed, name="feed"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/<year:year>/", views.dated, name="year"),
    path("<slug:slug>/<year:year>/<two:month>/", views.dated, name="month"),
    path("<slug:slug>/<year:year>/<two:month>/<two:day>/", views.dated, name="day"),
]
