"""What a terminal sends: what its keys are called here, and sequences that no key of ours sends. Pure."""

from dataclasses import dataclass

from prompt_toolkit.keys import Keys

KEYS = {  # what the terminal's keys are called here
    Keys.Up: "up",
    Keys.BackTab: "up",
    Keys.Down: "down",
    Keys.Tab: "down",
    Keys.PageUp: "pageup",
    Keys.PageDown: "pagedown",
    Keys.Enter: "enter",
    Keys.Escape: "escape",
    Keys.F1: "h",
    " ": "space",
}

_CSI, _OTHER = "[", "O"
_STRINGS = "]P_^X"  # after Escape, these begin a text that ends with a bell or with Escape and a backslash
_BELL = "\x07"


@dataclass
class Unknown:
    """Reads over what follows an Escape at once, so that no letter in it counts as a key: Alt with a letter, or what a
    terminal answers late to a query.
    """

    begun: str = ""  # what the sequence began with, while it is not over

    def begin(self, character: str) -> None:
        """An Escape came with this character right behind it: Alt with a key, or the beginning of more."""
        self.begun = character if character and character in f"{_CSI}{_OTHER}{_STRINGS}" and not self.begun else ""

    def takes(self, character: str) -> bool:
        """Whether a character belongs to the sequence that was begun."""
        if not self.begun:
            return False
        over = "@" <= character <= "~" if self.begun == _CSI else self.begun == _OTHER or character == _BELL
        if over:
            self.begun = ""
        return True
