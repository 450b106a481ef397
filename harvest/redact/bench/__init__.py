"""The project's own benchmark of redaction: made-up messages with known personal data, and what each system leaves."""
