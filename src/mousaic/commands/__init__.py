"""The subcommands of ``mousaic``; one a file, each imported only when it is called."""
