"""Where to send the teams: a pure library of problem, columns, bound, choice and check."""
