"""From a Telegram account, or an export of it, to a training set. The ground floor: imports nothing above it."""
