"""Named reads of money rooms; every list begins with a scope."""
