from django.urls import path

from reviews import views

app_name = "reviews"
urlpatterns = [
    path("thanks/", views.thanks, name="thanks"),
    path("<uuid:story>/", views.post, name="post"),
]
