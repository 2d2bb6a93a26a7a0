"""The trade (业务): Django apps on one ladder; who may use what is in pyproject.toml."""
