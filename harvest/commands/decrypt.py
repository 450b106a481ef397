"""`harvest decrypt`: the end of harvest.encrypt."""

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out


@guarded
def decrypt(config: ConfigOption = None, data_dir: DataDirOption = None) -> None:
    """Keep the archive as it was written again, after harvest.encrypt."""
    from harvest.at_rest import passphrase
    from harvest.errors import UserError
    from harvest.sealed import Seal, is_sealed

    settings, data = enter("harvest", config, data_dir)
    if not is_sealed(data.archive):
        raise UserError(f"{data.archive}: not encrypted, so there is nothing to decrypt.")
    Seal(passphrase(is_new=False)).unseal(data.archive)
    out.print(f"{data.archive}: readable again, for you alone.", soft_wrap=True, markup=False)
    if settings.harvest.encrypt:
        out.print("Take harvest.encrypt out of the config, or the next command encrypts it again.")
