"""`finetune download`: fetch the base that the settings name. The only command of finetune that uses the network."""

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out


@guarded
def download(config: ConfigOption = None, data_dir: DataDirOption = None) -> None:
    """Fetch finetune.base from the model hub, once. Weights and tokenizer only, nothing that runs."""
    from finetune.base import download as fetch

    settings, _ = enter("finetune", config, data_dir)
    base = fetch(settings.finetune)
    out.print(f"{base.name} is in {base.folder}", soft_wrap=True, markup=False)
    if not settings.finetune.revision:
        out.print(f'Pin it: revision = "{base.commit}" under [finetune] in config.toml.', soft_wrap=True, markup=False)
