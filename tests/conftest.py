"""For all tests: small models on one thread each, so that processes don't fight for two cores."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
