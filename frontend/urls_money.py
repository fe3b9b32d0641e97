"""Addresses of funded projects, rules of support, the ledger, the budget and payment batches."""

from django.urls import path

from .views import money, money_batches, money_budget, money_ledger, money_rules

urlpatterns = [
    path("money/", money.projects, name="projects"),
    path("money/projects/add/", money.project_add, name="project_add"),
    path("money/projects/<int:pk>/", money.project, name="project"),
    path("money/projects/<int:pk>/edit/", money.project_edit, name="project_edit"),
    path("money/projects/<int:pk>/budget/", money_budget.project_budget, name="project_budget"),
    path(
        "money/projects/<int:pk>/budget/export/",
        money_budget.project_budget_export,
        name="project_budget_export",
    ),
    path("money/projects/<int:pk>/balance/", money_budget.project_balance, name="project_balance"),
    path(
        "money/projects/<int:pk>/balance/export/",
        money_budget.project_balance_export,
        name="project_balance_export",
    ),
    path("money/projects/<int:pk>/lines/add/", money.line_add, name="line_add"),
    path("money/projects/<int:pk>/calls/add/", money.call_add, name="call_add"),
    path("money/lines/<int:pk>/edit/", money.line_edit, name="line_edit"),
    path("money/lines/<int:pk>/budget/", money.line_budget, name="line_budget"),
    path("money/calls/<int:pk>/", money.call, name="call"),
    path("money/calls/<int:pk>/edit/", money.call_edit, name="call_edit"),
    path("money/calls/<int:pk>/rules/add/<slug:kind>/", money_rules.rule_add, name="rule_add"),
    path("money/rules/<int:pk>/", money_rules.rule, name="rule"),
    path("money/rules/<int:pk>/edit/", money_rules.rule_edit, name="rule_edit"),
    path("money/rules/<int:pk>/end/", money_rules.rule_end, name="rule_end"),
    path("money/rules/<int:pk>/remove/", money_rules.rule_remove, name="rule_remove"),
    path("money/ledger/", money_ledger.ledger, name="ledger"),
    path("money/ledger/export/", money_ledger.ledger_export, name="ledger_export"),
    path("money/ledger/<int:pk>/", money_ledger.entry, name="entry"),
    path("money/payments/", money_batches.batches, name="batches"),
    path("money/projects/<int:pk>/payments/make/", money_batches.batch_make, name="batch_make"),
    path("money/payments/<int:pk>/", money_batches.batch, name="batch"),
    path("money/payments/<int:pk>/file/", money_batches.batch_file, name="batch_file"),
    path("money/payments/<int:pk>/paid/", money_batches.batch_pay, name="batch_pay"),
    path("money/payments/<int:pk>/cancel/", money_batches.batch_cancel, name="batch_cancel"),
    path(
        "money/payments/<int:pk>/lines/<int:line_pk>/returned/",
        money_batches.batch_return,
        name="batch_return",
    ),
]
