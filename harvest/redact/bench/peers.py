"""Other systems beside ours, where they are installed: presidio's pattern recognizers, without a language model."""

import importlib
import importlib.util
from typing import Any

from harvest.redact.bench.measure import Finds, Ranges

PRESIDIO = "presidio_analyzer"
THRESHOLD = 0.4  # the score presidio gives a phone; with 0.5 it keeps every one
REGIONS = ("RU", "UA", "US", "GB", "DE", "PL", "IL")


def presidio() -> Finds | None:
    """Presidio with phone regions of our languages, or None where it is not installed."""
    if importlib.util.find_spec(PRESIDIO) is None:
        return None
    analyzer = _analyzer(importlib.import_module(PRESIDIO))

    def finds(text: str) -> Ranges:
        found = analyzer.analyze(text=text, language="en", score_threshold=THRESHOLD)
        return sorted((hit.start, hit.end) for hit in found)

    return finds


def _analyzer(package: Any) -> Any:
    """The engine without spaCy's models: `no_op` gives no tokens, so only patterns and checksums speak."""
    providers = importlib.import_module(f"{PRESIDIO}.nlp_engine")
    recognizers = importlib.import_module(f"{PRESIDIO}.predefined_recognizers")
    registry = package.RecognizerRegistry()
    models = [{"lang_code": "en", "model_name": "no_op"}]
    nlp = providers.NlpEngineProvider(nlp_configuration={"nlp_engine_name": "no_op", "models": models}).create_engine()
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=nlp)
    registry.remove_recognizer("PhoneRecognizer")
    registry.add_recognizer(recognizers.PhoneRecognizer(supported_regions=REGIONS))
    return package.AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["en"])
