"""`python -m survey.cli` is the same program as `samtidig`."""

from survey.cli.main import main

main()
