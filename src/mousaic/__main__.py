"""``python -m mousaic``."""

from mousaic.cli import main

if __name__ == "__main__":
    main()
