"""Command line: `python -m exportcurbs`."""

import sys

from exportcurbs._cli import main

sys.exit(main())
