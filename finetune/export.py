"""Hand a clone to other programs: its adapter as servers take it, or whole weights with the adapter multiplied in.

Either carries a chat template made of the pieces that the clone was trained with, so that a server renders a chat as
we do. What it doesn't carry is our guard against typed control tokens: that is the server's.
"""

import copy
import json
import shutil
from pathlib import Path
from typing import Any

import torch
from transformers import GenerationConfig

from finetune.adapter import with_trained_adapter
from finetune.base import find_base
from finetune.generator import multiply_out
from finetune.loading import load_base, load_tokenizer
from finetune.rendering import ChatFormat, Renderer
from finetune.runs import ADAPTER, ADAPTER_CONFIG, Run, check_stamp
from harvest.errors import UserError
from harvest.settings import FinetuneSettings


def export_adapter(run: Run, settings: FinetuneSettings, folder: Path) -> None:
    """adapter_model.safetensors, adapter_config.json naming the base's folder, tokenizer. Raises UserError."""
    base = find_base(settings)
    tokenizer = load_tokenizer(base)
    renderer = Renderer(tokenizer)
    check_stamp(run, base, renderer)
    _new(folder)
    shutil.copyfile(run.folder / ADAPTER, folder / ADAPTER)
    config = json.loads((run.folder / ADAPTER_CONFIG).read_text(encoding="utf-8"))
    config["base_model_name_or_path"] = str(base.folder.resolve())
    (folder / ADAPTER_CONFIG).write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    tokenizer.chat_template = served_template(renderer)
    tokenizer.save_pretrained(folder)


def export_merged(run: Run, settings: FinetuneSettings, folder: Path) -> None:
    """A model that needs nothing of ours. It is the 4-bit base as trained on, multiplied out, not the original one."""
    base = find_base(settings)
    loaded = load_base(base)
    renderer = Renderer(loaded.tokenizer)
    check_stamp(run, base, renderer)
    _new(folder)
    model = multiply_out(with_trained_adapter(loaded.model, run.folder))
    whole = _never_quantised(model)
    whole.generation_config = GenerationConfig(do_sample=True, eos_token_id=renderer.end_of_turn)
    whole.to(torch.bfloat16).save_pretrained(folder)
    loaded.tokenizer.chat_template = served_template(renderer)
    loaded.tokenizer.save_pretrained(folder)


def _never_quantised(model: Any) -> Any:
    """The same weights in a model that remembers nothing of 4 bits, which transformers would refuse to convert."""
    config = copy.deepcopy(model.config)
    del config.quantization_config
    with torch.device("meta"):
        bare = type(model)(config)
    bare.load_state_dict(model.state_dict(), assign=True)
    bare.tie_weights()
    return bare


def served_template(renderer: Renderer) -> str:
    """Jinja that renders a chat, contact first, as training did."""
    pieces = renderer.format
    end = renderer.as_text([renderer.end_of_turn])
    return TEMPLATE.format(**{name: json.dumps(piece) for name, piece in _named(pieces, end).items()})


TEMPLATE = (
    "{{%- for message in messages -%}}"
    "{{%- if message['role'] == 'assistant' -%}}{{{{ {to_owner} + message['content'] }}}}"
    "{{%- elif loop.first -%}}{{{{ {opening} + message['content'] }}}}"
    "{{%- elif message['role'] == 'user' -%}}{{{{ {to_contact} + message['content'] }}}}{{%- endif -%}}"
    "{{%- if loop.last and message['role'] == 'assistant' -%}}{{{{ {end} }}}}{{%- endif -%}}"
    "{{%- endfor -%}}"
    "{{%- if add_generation_prompt -%}}{{{{ {to_owner} }}}}{{%- endif -%}}"
)


def _named(pieces: ChatFormat, end: str) -> dict[str, str]:
    return {
        "opening": pieces.opening,
        "to_owner": pieces.to_owner,
        "to_contact": pieces.to_contact,
        "end": end,
    }


def _new(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise UserError(f"{folder}: not empty. Name a new folder with --to.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
