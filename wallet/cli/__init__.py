"""The command line: every subcommand of CONTRACT.md. It prints, and decides nothing."""
