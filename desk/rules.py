"""Who works at the desk. The first argument is a membership."""

import rules

from base.accounts.rules import is_administrator
from matching.rules import does_matching, is_of_centre

uses_desk = does_matching

#: Today, search, lists, pipelines and pictures of one's own centre.
rules.add_perm("desk.use", does_matching)
#: What the centre itself sets: stages, papers, wording, days off, languages of staff.
rules.add_perm("desk.set_up", does_matching)
#: The way to everything an organisation sets; each page behind it asks for its own permission.
rules.add_perm("desk.settings", is_administrator | does_matching)
#: The whole log of what was sent to whom, as a file.
rules.add_perm("desk.export_notices", is_administrator & is_of_centre)
