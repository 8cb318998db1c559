"""Audits an organisation's customer service strategy."""

VERSION = "0.1.0"
__version__ = VERSION


def version_line() -> str:
    """The version; says so where PyYAML came without libyaml, which makes reading about twelve times slower."""
    from importlib.util import find_spec
    from os import listdir

    yaml = find_spec("yaml")
    folder = yaml.submodule_search_locations[0] if yaml and yaml.submodule_search_locations else ""
    fast = folder and any(name.startswith("_yaml.") for name in listdir(folder))
    return f"cxaudit {VERSION}" + ("" if fast else " (PyYAML without libyaml: slower)")
