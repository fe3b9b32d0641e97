"""Forms: they check what was typed, field by field; rules live in the verbs."""
