"""The whole job on this machine alone: a loopback Telegram, invented people, and the product's own commands."""
