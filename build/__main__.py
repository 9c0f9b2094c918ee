"""Command line: `python -m build`."""

import gc
import sys

if __name__ == "__main__":
    gc.disable()  # millions of cells and hardly a circle: looking for circles would be a fifth of the time
    try:
        from build.cli import main
    except KeyboardInterrupt:
        sys.exit("interrupted; nothing was begun")
    sys.exit(main())
