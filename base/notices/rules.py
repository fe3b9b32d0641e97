"""Who reads the outbox. The first argument is a membership."""

import rules

from base.accounts.rules import concerns_own_organisation, works_with_people

rules.add_perm("notices.view_notice", works_with_people & concerns_own_organisation)
