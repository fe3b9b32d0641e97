"""Changes to people who log in, their memberships, invitations and drafts."""
