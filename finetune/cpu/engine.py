"""Read a prompt, then token after token, giving the logits behind each: as transformers does, faster on a processor."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from finetune.cpu.adapters import Adapters
from finetune.cpu.decoder import read_decoder
from finetune.cpu.names import BEAM, POSITIONS, TOKENS, VOICE
from finetune.cpu.weights import Kind

# The cache in halves: bytes, which OpenVINO would take, come back from it as others.
AS_IT_COMES = {"PERFORMANCE_HINT": "LATENCY", "KV_CACHE_PRECISION": "f16"}
EXACT = {"INFERENCE_PRECISION_HINT": "f32", "KV_CACHE_PRECISION": "f32", "DYNAMIC_QUANTIZATION_GROUP_SIZE": "0"}


class Engine:
    """voices: the adapters' folders, of which the first speaks until another is switched to.

    is_exact: everything between the weights in float32, to compare numbers. Raises Unsupported, ImportError or, where
    OpenVINO itself fails, RuntimeError.
    """

    def __init__(self, base: Path, kept: Path, kind: Kind, voices: Sequence[Path], *, is_exact: bool = False) -> None:
        import openvino as ov

        from finetune.cpu.graph import Graph

        decoder, adapters = read_decoder(base), Adapters(voices)
        self.vocabulary = decoder.vocabulary
        self.named_ends = _ends(base)
        self._switches = adapters.switches
        self._graph = Graph(decoder, kept, kind, adapters)
        options: dict[str, Any] = AS_IT_COMES | {"INFERENCE_NUM_THREADS": torch.get_num_threads()}
        compiled = ov.Core().compile_model(self._graph.model(), "CPU", options | (EXACT if is_exact else {}))
        self._request = compiled.create_infer_request()
        self._inputs: dict[str, Any] = {TOKENS: None, BEAM: np.zeros(1, np.int32), VOICE: None}
        self._read = 0
        self._last: _Behind | None = None
        self.speak_as(0)
        self._behind([0])  # OpenVINO packs the weights as it first uses them, which takes longer than a reply

    def speak_as(self, voice: int | None) -> None:
        """None: the bare base."""
        switch = torch.zeros_like(self._switches[:1]) if voice is None else self._switches[voice : voice + 1]
        self._inputs[VOICE] = switch[None].numpy()
        self._voice = voice

    def read(self, prompt: Sequence[int]) -> Tensor:
        """(vocabulary,) float32, behind the prompt. The same one once more, as for another attempt, costs nothing."""
        asked = (self._voice, *prompt)
        self._read = len(prompt)
        states = self._request.query_state()
        if self._last is not None and self._last.asked == asked:
            for state in states:
                state.state = self._last.states[state.name]
            return self._last.logits.clone()
        self._request.reset_state()
        self._read = 0
        logits = self._behind(prompt)
        self._last = _Behind(asked, {state.name: _copied(state.state) for state in states}, logits.clone())
        return logits

    def step(self, token: int) -> Tensor:
        return self._behind([token])

    def _behind(self, tokens: Sequence[int]) -> Tensor:
        self._inputs[TOKENS] = np.array([tokens], np.int64)
        self._inputs[POSITIONS] = np.arange(self._read, self._read + len(tokens), dtype=np.int64)[None]
        self._read += len(tokens)
        return torch.from_numpy(self._request.infer(self._inputs)[0][0, -1].copy())


@dataclass(frozen=True, slots=True)
class _Behind:
    """A prompt, with the voice that read it, the cache and the logits behind it."""

    asked: tuple[int | None, ...]
    states: dict[str, Any]
    logits: Tensor


def _copied(tensor: Any) -> Any:
    import openvino as ov

    return ov.Tensor(np.array(tensor.data))


def _ends(base: Path) -> list[int]:
    """The base's own, beside the renderer's."""
    from transformers import GenerationConfig

    try:
        ends = GenerationConfig.from_pretrained(base).eos_token_id
    except OSError:
        return []
    return ends if isinstance(ends, list) else [] if ends is None else [ends]
