"""A siege: a thousand hostile messages, through the whole path, against a clone that was taught invented secrets.

`python -m userbot.hostile` runs it on this machine alone. prompts.jsonl comes under this project's licence.
"""
