"""The one command."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Hand the verb to the room that knows it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hometeam.config.settings")
    execute_from_command_line(sys.argv)
