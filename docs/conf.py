"""Sphinx: the manual."""

import sys
from importlib.metadata import version as installed
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "Hometeam"
author = "the people of Hometeam"
release = installed("hometeam")
extensions = ["myst_parser", "tables_from_code"]
html_theme = "furo"
html_title = "Hometeam"
exclude_patterns = ["_build"]
myst_heading_anchors = 3
