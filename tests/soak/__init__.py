"""Long runs that prove what the tests only sample. Each is a command of its own: python -m tests.soak.core, ..."""
