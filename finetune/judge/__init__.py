"""How good a clone is, measured against its base: likelihood, style, a machine's guess, content, memory."""
