"""Norms, rotary positions and gated MLPs as single kernels: liger-kernel's, where it is installed and knows the model.

Eager transformers take six to ten kernels for each, in fp32. Only on CUDA: they are Triton.
"""

from typing import Any

PARTS = {"rope": True, "rms_norm": True, "swiglu": True, "geglu": True}  # not its losses: ours skips what isn't trained


def use_liger(model: Any) -> None:
    """For good: modules are exchanged in place. Raises ImportError or ValueError, with the reason."""
    import inspect

    try:
        from liger_kernel.transformers import monkey_patch
    except ImportError:
        raise ImportError("liger-kernel is not installed (pip install 'understudy[gpu]')") from None
    inner = model.get_base_model() if hasattr(model, "get_base_model") else model
    apply = monkey_patch.MODEL_TYPE_TO_APPLY_LIGER_FN.get(inner.config.model_type)
    if apply is None:
        raise ValueError(f"liger-kernel does not know {inner.config.model_type}")
    known = inspect.signature(apply).parameters
    options = {name: on for name, on in PARTS.items() if name in known}
    options |= {name: False for name in ("cross_entropy", "fused_linear_cross_entropy") if name in known}
    apply(model=inner, **options)
