"""``python -m trucewatch``: the command line where no script is on the path."""

from trucewatch.present.cli import main

if __name__ == "__main__":
    main()
