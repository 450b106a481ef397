"""How fast harvest is, and how much memory it takes, beside what others need for the same. Off the main path."""
