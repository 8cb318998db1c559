"""Audits an organisation's customer service strategy."""

VERSION = "0.1.0"
__version__ = VERSION
CONFIG_FILE, STRATEGY_FILE = "cxaudit.yaml", "strategy.yaml"  # files that are known by their names


def version_line() -> str:
    """The version; says so where PyYAML came without libyaml, which makes reading about twelve times slower."""
    import sys
    from os import listdir, path

    homes = (path.join(folder, "yaml") for folder in sys.path)  # looked up, not imported: this must be quick
    home = next(filter(path.isdir, homes), None)
    fast = home is not None and any(name.startswith("_yaml.") for name in listdir(home))
    return f"cxaudit {VERSION}" + ("" if fast else " (PyYAML without libyaml: slower)")
