"""The command line, run as `python -m scholint`."""

from scholint.flows.cli import main

if __name__ == "__main__":
    main()
