"""`python -m scholint`: the command line."""

from scholint.flows.cli import main

if __name__ == "__main__":
    main()
