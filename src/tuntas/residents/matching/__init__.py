"""Another agency's list beside the register: who on it is whom, and how sure that is.

Pure: a DuckDB holds both sides, Splink weighs what the exact passes leave. Nothing here
decides; a suggestion becomes a match only by a person (``actions/list_decide.py``).

The steps, each in a module of its own: a file is read (`columns`, `reading`), names are
brought into forms that can be compared (`naming`), rows are matched by number and by
masked number (`masked`, `exact`), pairs that could be one person are gathered
(`candidates`) and weighed (`weighing`), and what speaks for and against is told
(`evidence`). `engine` runs them; `differences` says what a row means for the office.
"""
