"""Named reads of the desk; every list begins with a scope."""
