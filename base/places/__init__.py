"""Where people are, what they speak and when they are free: values and look-ups that know nobody's name."""
