"""Addresses of Today's list: one line, what is put off, who looks after what, the rules it follows."""

from django.urls import path

from .views import today

urlpatterns = [
    path("today/rules/", today.today_rules, name="today_rules"),
    path("today/<slug:kind>/<int:pk>/", today.care_line, name="care_line"),
    path("today/<slug:kind>/<int:pk>/put-off/", today.care_put_off, name="care_put_off"),
    path("today/<slug:kind>/<int:pk>/take-up/", today.care_take_up, name="care_take_up"),
    path("today/<slug:kind>/<int:pk>/assign/", today.care_assign, name="care_assign"),
    path("today/<slug:kind>/<int:pk>/give-back/", today.care_give_back, name="care_give_back"),
]
