"""Names found by a model: the same interface as every other rule, and nothing of it unless it was asked for."""

import pytest

from harvest.errors import ConfigError
from harvest.redact import Redactor
from harvest.redact.names.model import people
from harvest.settings import RedactSettings


def test_a_models_names_are_full_names_unless_the_owner_wants_more():
    """A tagger's single first name stays by default; a full one goes."""
    text = "Мы с Зейнаб пришли, Зейнаб Муратовна Бек ждёт"
    spans = [(5, 11), (20, 40)]
    assert [(s.start, s.end) for s in people(lambda _: spans, first_names=False).find(text)] == [(20, 40)]
    assert [(s.start, s.end) for s in people(lambda _: spans, first_names=True).find(text)] == spans


def test_a_model_that_is_not_there_is_one_clear_line(tmp_path):
    """No download is ever tried: the folder has to hold the model."""
    with pytest.raises(ConfigError, match="holds no model"):
        Redactor(RedactSettings(names_model=str(tmp_path)))


@pytest.fixture(scope="module")
def tiny_tagger(tmp_path_factory):
    """A real token classifier with random weights, saved as anybody's would be: config, safetensors, tokenizer."""
    transformers = pytest.importorskip("transformers")
    folder = tmp_path_factory.mktemp("tagger")
    letters = "abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюя.,!?"
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters]
    pieces += [f"##{piece}" for piece in pieces[5:]]
    (folder / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    transformers.BertTokenizerFast(str(folder / "vocab.txt"), do_lower_case=True).save_pretrained(folder)
    labels = ["O", "B-PER", "I-PER", "B-LOC"]
    config = transformers.BertConfig(
        vocab_size=len(pieces),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
    )
    model = transformers.BertForTokenClassification(config)
    bias = model.classifier.bias.data
    model.classifier.bias.data = bias.new_tensor([0.0, 9.0, 9.0, 0.0])  # calls everything a person
    model.save_pretrained(folder, safe_serialization=True)
    return folder


def test_a_transformers_tagger_is_read_from_a_local_folder(tiny_tagger):
    """Its person labels become names; a text without capitals is not asked about, and a phone goes all the same."""
    assert (tiny_tagger / "model.safetensors").is_file()
    redactor = Redactor(RedactSettings(names_model=str(tiny_tagger), first_names=True))
    found = redactor.text("Зейнаб пришла").findings
    assert {finding.kind for finding in found} == {"PERSON"}
    assert {finding.rule for finding in found} == {"names model"}
    assert redactor.text("просто так").findings == ()
    assert [finding.kind for finding in redactor.text("мой 89161234567").findings] == ["PHONE"]


def test_a_taggers_words_are_names_only_by_two_unless_asked(tiny_tagger):
    """With the default setting one word, however sure the model is, stays."""
    redactor = Redactor(RedactSettings(names_model=str(tiny_tagger)))
    assert redactor.text("Зейнаб").findings == ()
