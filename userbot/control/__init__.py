"""The owner's desk in Saved Messages: commands in, answers, proposals, notices and the day's digest out."""
