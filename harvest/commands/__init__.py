"""One file for each subcommand of `harvest`. Heavy imports stand inside the functions: `--help` has to be instant."""
