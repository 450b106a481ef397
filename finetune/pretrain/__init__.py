"""Pre-train the small base of `finetune/embedded` from scratch. Off the main path: nothing else imports this."""
