"""Names of people: tables of first names with their short forms, their cases, and what a full name looks like."""
