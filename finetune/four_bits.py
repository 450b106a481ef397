"""Whether bitsandbytes runs on this machine. Import this before PEFT, which would import a broken one and die of it.

What can't be imported is from then on as if it were not installed, for every library.
"""

import sys
from typing import cast

try:
    import bitsandbytes  # noqa: F401
except (ImportError, RuntimeError, OSError) as error:  # no CUDA libraries for it, another machine's build
    WHY_NOT = type(error).__name__
    for name in [name for name in sys.modules if name.partition(".")[0] == "bitsandbytes"]:
        del sys.modules[name]
    cast(dict[str, None], sys.modules)["bitsandbytes"] = None
else:
    WHY_NOT = ""
