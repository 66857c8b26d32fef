"""Everything that reads in this room."""
