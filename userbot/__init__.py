"""The daemon that answers, or keeps silent. Imports `finetune` and `harvest`; nothing imports it."""
