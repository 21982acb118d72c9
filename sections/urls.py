from django.urls import path

from sections import views

app_name = "sections"
urlpatterns = [path("<slug:slug>/", views.detail, name="detail")]
