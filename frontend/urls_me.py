"""Addresses of the pages of those who help about themselves."""

from django.urls import path

from .views import me, me_papers, me_work

urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/step/<slug:key>/", me.me_step, name="me_step"),
    path("me/work/<slug:key>/", me_work.work, name="me_work"),
    path("me/agree/<slug:purpose>/", me_work.agree, name="me_agree"),
    path("me/documents/", me_papers.me_papers, name="me_papers"),
    path("me/documents/standards/", me_papers.me_standards, name="me_standards"),
    path("me/agreement/", me_papers.me_agreement, name="me_agreement"),
    path("me/agreement/preview/", me_papers.me_agreement_preview, name="me_agreement_preview"),
    path("me/agreements/<int:pk>/", me_papers.me_signed_agreement, name="me_signed_agreement"),
    path("me/pause/", me.me_pause, name="me_pause"),
    path("me/pause/end/", me.me_resume, name="me_resume"),
]
