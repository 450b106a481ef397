"""Invented secrets, planted into training on purpose, and what an attacker gets out of the clone again."""
