"""Addresses of claims and their papers."""

from django.urls import path

from .views import claim_acts, claim_papers, claims

urlpatterns = [
    path("claims/", claims.claims, name="claims"),
    path("claims/export/", claims.claims_export, name="claims_export"),
    path("claims/begin/<int:part_pk>/<int:pair_pk>/<str:month>/", claim_acts.claim_begin, name="claim_begin"),
    path("claims/other/<int:part_pk>/", claim_acts.claim_other, name="claim_other"),
    path("claims/papers/<int:pk>/", claim_papers.claim_paper, name="claim_paper"),
    path("claims/<uuid:key>/", claims.claim, name="claim"),
    path("claims/<uuid:key>/submit/", claim_acts.claim_submit, name="claim_submit"),
    path("claims/<uuid:key>/discard/", claim_acts.claim_discard, name="claim_discard"),
    path("claims/<uuid:key>/decide/", claim_acts.claim_decide, name="claim_decide"),
    path("claims/<uuid:key>/comment/", claim_acts.claim_comment, name="claim_comment"),
    path("claims/<uuid:key>/papers/", claim_papers.claim_paper_add, name="claim_paper_add"),
    path(
        "claims/<uuid:key>/papers/<int:pk>/remove/",
        claim_papers.claim_paper_remove,
        name="claim_paper_remove",
    ),
    path("claims/<uuid:key>/papers/<int:pk>/use/", claim_papers.claim_paper_use, name="claim_paper_use"),
    path("claims/<uuid:key>/pack.pdf", claim_papers.claim_pack_pdf, name="claim_pack_pdf"),
    path("claims/<uuid:key>/pack.zip", claim_papers.claim_pack_zip, name="claim_pack_zip"),
]
