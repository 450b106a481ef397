"""Larger bases on a processor alone: their weights in a few bits, computed by OpenVINO where that is installed."""

import sys

# As it is imported, OpenVINO reports to its makers that it is used, unasked, and leaves an id in the home directory. It
# does without where the package that reports can't be imported.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
