"""The table of detectors, by what they protect. A new one goes into the module of its kind, with its examples."""

from harvest.redact.detector import Detector
from harvest.redact.detectors import contacts, documents, money, network, people, places, secrets

TABLE: tuple[Detector, ...] = (
    *contacts.DETECTORS,
    *money.DETECTORS,
    *documents.DETECTORS,
    *secrets.DETECTORS,
    *places.DETECTORS,
    *network.DETECTORS,
    *people.DETECTORS,
)
