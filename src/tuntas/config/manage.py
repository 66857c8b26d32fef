"""Django's own commands (`makemigrations`, `makemessages`), for developers.

An office uses `tuntas`; this is ``python -m tuntas.config.manage``.
"""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuntas.config.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
