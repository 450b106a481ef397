"""The subcommands of `finetune`, one file each. Heavy imports stand inside the functions."""
