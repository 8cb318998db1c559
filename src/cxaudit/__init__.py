"""Audits an organisation's customer service strategy."""

VERSION = "0.1.0"
__version__ = VERSION
CONFIG_FILE, STRATEGY_FILE = "cxaudit.yaml", "strategy.yaml"  # the files recognised by name


def version_line() -> str:
    """The version, with a note where libyaml is missing, which makes reading about twelve times slower."""
    import sys
    from os import listdir, path

    homes = (path.join(folder, "yaml") for folder in sys.path)  # searched for, not imported: this must be quick
    home = next(filter(path.isdir, homes), None)
    fast = home is not None and any(name.startswith("_yaml.") for name in listdir(home))
    return f"cxaudit {VERSION}" + ("" if fast else " (PyYAML without libyaml: slower)")
