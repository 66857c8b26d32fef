"""One person, one identity: quality, extraction, matching and search of fingers, faces and irises.

A library of pure functions: no Django, no clock, no network; files and folders are passed in.
``docs/biometrics.md`` is its model card.
"""
