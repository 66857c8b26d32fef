"""The demonstration: invented people on real geography, and the story of 2020 to 2023."""
