"""Take personal data and secrets out of what people wrote, in place. The table of detectors is in `detectors/`."""

from harvest.redact.findings import PLACEHOLDER, Finding, Redacted, RedactedText
from harvest.redact.known import KnownSecrets
from harvest.redact.redactor import Redactor

__all__ = ["PLACEHOLDER", "Finding", "KnownSecrets", "Redacted", "RedactedText", "Redactor"]
