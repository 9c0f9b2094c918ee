"""Command line: `python -m build`."""

import sys

if __name__ == "__main__":
    try:
        from build.cli import main
    except KeyboardInterrupt:
        sys.exit("interrupted; nothing was begun")
    sys.exit(main())
