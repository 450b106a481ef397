"""The table of detectors, by what they protect. A new one goes into the module of its kind, with its examples."""

from harvest.redact.detector import Detector
from harvest.redact.detectors.contacts import DETECTORS as CONTACTS
from harvest.redact.detectors.documents import DETECTORS as DOCUMENTS
from harvest.redact.detectors.doors import DETECTORS as DOORS
from harvest.redact.detectors.logins import DETECTORS as LOGINS
from harvest.redact.detectors.money import DETECTORS as MONEY
from harvest.redact.detectors.network import DETECTORS as NETWORK
from harvest.redact.detectors.papers import DETECTORS as PAPERS
from harvest.redact.detectors.people import DETECTORS as PEOPLE
from harvest.redact.detectors.places import DETECTORS as PLACES
from harvest.redact.detectors.secrets import DETECTORS as SECRETS
from harvest.redact.detectors.spoken import DETECTORS as SPOKEN

TABLE: tuple[Detector, ...] = (
    *CONTACTS,
    *MONEY,
    *DOCUMENTS,
    *PAPERS,
    *SECRETS,
    *DOORS,
    *PLACES,
    *NETWORK,
    *PEOPLE,
    *SPOKEN,
    *LOGINS,
)
