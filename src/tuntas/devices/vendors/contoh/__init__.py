"""A maker that does not exist, as an example to copy."""
