"""Write a base down as OpenVINO computes it: weights in few bits, adapters beside them, a cache that it keeps itself.

The patterns are those that OpenVINO's processor plugin takes together: weights that are unpacked inside the product,
attention with its cache, norms.
"""

from pathlib import Path
from typing import Any

import numpy as np
import openvino as ov
from openvino import opset6, opset13
from safetensors import safe_open
from torch import Tensor

from finetune.cpu.adapters import Adapters
from finetune.cpu.decoder import Decoder, Unsupported
from finetune.cpu.names import BEAM, POSITIONS, TOKENS, VOICE
from finetune.cpu.weights import BLOCK, LINEAR, Kind

Node = Any  # openvino's own, untyped where its wheel isn't installed
HIDDEN_FROM = -65504.0  # the lowest of fp16
KNOWN = (
    "input_layernorm.weight",
    "post_attention_layernorm.weight",
    "self_attn.q_norm.weight",
    "self_attn.k_norm.weight",
)


class Graph:
    """Holds what its constants point at. Raises Unsupported for parts that it doesn't know."""

    def __init__(self, decoder: Decoder, kept: Path, kind: Kind, adapters: Adapters) -> None:
        self._decoder, self._kept, self._kind, self._adapters = decoder, kept, kind, adapters
        self._held: list[Any] = []  # mapped files' memory: OpenVINO only points at it
        self._sinks: list[Node] = []
        self._tokens = _input(TOKENS, [1, -1], np.int64)
        self._positions = _input(POSITIONS, [1, -1], np.int64)
        self._beam = _input(BEAM, [1], np.int32)
        self._voice = _input(VOICE, [1, 1, adapters.switches.shape[1]], np.float32)
        self._cos, self._sin = self._rotation()
        self._mask = self._look_back()

    def model(self) -> ov.Model:
        ends = self._file("ends")
        table = self._unpacked(ends, "embed_tokens", "int8")
        x = opset13.gather(table, opset13.convert(self._tokens, np.int32), _constant(0))
        for layer in range(self._decoder.layers):
            x = self._layer(x, layer)
        x = self._norm(opset13.gather(x, _constant([-1]), _constant(1)), ends["norm.weight"])
        head = self._unpacked(ends, "lm_head", "int8") if "lm_head.data" in ends else table
        logits = opset13.matmul(x, head, False, True)
        inputs = [self._tokens, self._positions, self._beam, self._voice]
        return ov.Model([opset13.result(logits)], self._sinks, inputs, "understudy")

    def _layer(self, x: Node, layer: int) -> Node:
        tensors = self._file(f"layer-{layer:03d}")
        self._check(tensors)
        x = opset13.add(x, self._attention(self._norm(x, tensors["input_layernorm.weight"]), tensors, layer))
        y = self._norm(x, tensors["post_attention_layernorm.weight"])
        gate = opset13.swish(self._linear(y, tensors, layer, "mlp.gate_proj"))
        inner = opset13.multiply(gate, self._linear(y, tensors, layer, "mlp.up_proj"))
        return opset13.add(x, self._linear(inner, tensors, layer, "mlp.down_proj"))

    def _attention(self, x: Node, tensors: dict[str, Tensor], layer: int) -> Node:
        d = self._decoder
        query = self._heads(x, tensors, layer, "q", d.heads)
        key = self._heads(x, tensors, layer, "k", d.kv_heads)
        value = self._heads(x, tensors, layer, "v", d.kv_heads)
        keys, values = self._remembered(key, f"k{layer}"), self._remembered(value, f"v{layer}")
        scale = _constant(d.head_dim**-0.5, np.float32)
        seen = opset13.scaled_dot_product_attention(query, keys, values, self._mask, scale, causal=False)
        flat = opset13.reshape(opset13.transpose(seen, _constant([0, 2, 1, 3])), _constant([0, 0, -1]), True)
        return self._linear(flat, tensors, layer, "self_attn.o_proj")

    def _heads(self, x: Node, tensors: dict[str, Tensor], layer: int, which: str, count: int) -> Node:
        """(1, heads, time, head_dim), normed and rotated where the base does so."""
        flat = self._linear(x, tensors, layer, f"self_attn.{which}_proj")
        split = opset13.reshape(flat, _constant([0, 0, count, self._decoder.head_dim]), True)
        if (norm := f"self_attn.{which}_norm.weight") in tensors:
            split = self._norm(split, tensors[norm])
        heads = opset13.transpose(split, _constant([0, 2, 1, 3]))
        return heads if which == "v" or layer in self._decoder.unrotated else self._rotated(heads)

    def _rotated(self, x: Node) -> Node:
        first, second = opset13.split(x, _constant(-1), 2).outputs()
        turned = opset13.concat([opset13.multiply(second, _constant(-1, np.float32)), first], -1)
        return opset13.add(opset13.multiply(x, self._cos), opset13.multiply(turned, self._sin))

    def _rotation(self) -> tuple[Node, Node]:
        frequencies = opset13.constant(self._decoder.frequencies.view(1, 1, -1).numpy())
        positions = opset13.unsqueeze(opset13.convert(self._positions, np.float32), _constant(-1))
        angles = opset13.multiply(positions, frequencies)
        both = opset13.unsqueeze(opset13.concat([angles, angles], -1), _constant(1))
        scale = _constant(self._decoder.rotary_scale, np.float32)
        return opset13.multiply(opset13.cos(both), scale), opset13.multiply(opset13.sin(both), scale)

    def _look_back(self) -> Node:
        """(1, 1, new, all): 0 where a token may look."""
        newest = opset13.reduce_max(self._positions, _constant([0, 1]), keep_dims=False)
        all_so_far = opset13.range(_constant(0), opset13.add(newest, _constant(1)), _constant(1), output_type="i64")
        keys = opset13.unsqueeze(all_so_far, _constant([0, 1, 2]))
        queries = opset13.unsqueeze(opset13.unsqueeze(self._positions, _constant(1)), _constant(-1))
        seen = opset13.less_equal(keys, queries)
        return opset13.select(seen, _constant(0, np.float32), _constant(HIDDEN_FROM, np.float32))

    def _remembered(self, new: Node, name: str) -> Node:
        """With all that was before; each of the fewer heads as often as queries share it."""
        d = self._decoder
        nothing = opset13.constant(np.zeros((1, d.kv_heads, 0, d.head_dim), np.float32))
        shape = ov.PartialShape([1, d.kv_heads, -1, d.head_dim])
        before = opset13.gather(opset6.read_value(nothing, name, ov.Type.f32, shape), self._beam, _constant(0))
        both = opset13.concat([before, new], 2)
        self._sinks.append(opset6.assign(both, name))
        if d.heads == d.kv_heads:
            return both
        ones = opset13.constant(np.ones((1, 1, d.heads // d.kv_heads, 1, 1), np.float32))
        spread = opset13.multiply(opset13.unsqueeze(both, _constant(2)), ones)
        return opset13.reshape(spread, _constant([0, d.heads, -1, d.head_dim]), True)

    def _norm(self, x: Node, weight: Tensor) -> Node:
        mean = opset13.reduce_mean(opset13.power(x, _constant(2, np.float32)), _constant([-1]), keep_dims=True)
        root = opset13.sqrt(opset13.add(mean, _constant(self._decoder.epsilon, np.float32)))
        normed = opset13.multiply(x, opset13.divide(_constant(1, np.float32), root))
        return opset13.multiply(normed, opset13.constant(weight.numpy()))

    def _linear(self, x: Node, tensors: dict[str, Tensor], layer: int, path: str) -> Node:
        """With the adapters' part, of which `voice` says whose."""
        y = opset13.matmul(x, self._unpacked(tensors, path, self._kind), False, True)
        if f"{path}.bias" in tensors:
            y = opset13.add(y, opset13.constant(tensors[f"{path}.bias"].numpy()))
        if found := self._adapters.of(layer, path):
            down, up = (opset13.constant(side.numpy()) for side in found)
            middle = opset13.multiply(opset13.matmul(x, down, False, True), self._voice)
            y = opset13.add(y, opset13.matmul(middle, up, False, True))
        return y

    def _unpacked(self, tensors: dict[str, Tensor], path: str, kind: Kind) -> Node:
        """(out, in) in float32 for whoever reads the graph; the plugin unpacks inside the product."""
        data, scale = tensors[f"{path}.data"], opset13.constant(tensors[f"{path}.scale"].numpy())
        if kind == "int8":
            levels = opset13.convert(self._mapped(data, list(data.shape), ov.Type.i8), np.float16)
            return opset13.convert(opset13.multiply(levels, scale), np.float32)
        out, width = data.shape[0], data.shape[1] * 2
        blocks = [out, width // BLOCK, BLOCK]
        stored = ov.Type.nf4 if kind == "nf4" else ov.Type.u4
        levels = opset13.convert(self._mapped(data, blocks, stored), np.float16)
        if kind == "int4":
            zero = self._mapped(tensors[f"{path}.zero"], [out, width // BLOCK, 1], ov.Type.u4)
            levels = opset13.subtract(levels, opset13.convert(zero, np.float16))
        whole = opset13.reshape(opset13.multiply(levels, scale), _constant([out, width]), False)
        return opset13.convert(whole, np.float32)

    def _mapped(self, data: Tensor, shape: list[int], stored: Any) -> Node:
        array = data.numpy()
        self._held.append(array)
        return opset13.constant(ov.Tensor(array, ov.Shape(shape), stored), shared_memory=True)

    def _file(self, name: str) -> dict[str, Tensor]:
        """Its tensors lie in the mapped file, which the system reads when they are used."""
        with safe_open(self._kept / f"{name}.safetensors", "pt") as file:
            return {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 -- it is no mapping

    def _check(self, tensors: dict[str, Tensor]) -> None:
        """Nothing of the base or of the adapters is left out silently."""
        for name in tensors:
            module, _, leaf = name.rpartition(".")
            if name not in KNOWN and (module.rpartition(".")[2] not in LINEAR or leaf == "weight"):
                raise Unsupported(f"it doesn't know {name}")
        paths = {name.removesuffix(".data") for name in tensors if name.endswith(".data")}
        if strange := self._adapters.paths - paths:
            raise Unsupported(f"the adapter stands on {strange.pop()}")


def _input(name: str, shape: list[int], kind: Any) -> Node:
    node = opset13.parameter(shape, kind, name=name)
    node.output(0).get_tensor().set_names({name})
    return node


def _constant(value: Any, kind: Any = np.int64) -> Node:
    return opset13.constant(np.array(value, dtype=kind))
