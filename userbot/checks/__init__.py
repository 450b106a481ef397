"""What `userbot check` looks at, as a table: a name, a look, and where nothing can be lost by it, a cure."""
