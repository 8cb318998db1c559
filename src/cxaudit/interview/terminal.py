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
SOON = 0.5  # seconds within which a terminal sends all of a sequence; a person may be quicker only by chance


@dataclass
class Unknown:
    """Reads over what belongs to an Escape, so that no letter in it counts as a key: Alt with a letter, or what a
    terminal answers late to a query. Times are in seconds, of any clock.
    """

    begun: str = ""  # what the sequence began with, while it is not over
    at: float = float("-inf")  # when the Escape came

    def escape(self, now: float) -> None:
        """An Escape came alone; over a slow line, the rest may follow."""
        self.begun, self.at = "", now

    def begin(self, character: str, now: float) -> None:
        """An Escape came with this character right behind it: Alt with a key, or the beginning of more."""
        ends = bool(self.begun)  # an Escape and a backslash end a text
        self.begun = character if character in (_CSI, _OTHER, *_STRINGS) and not ends else ""
        self.at = now

    def takes(self, character: str, now: float) -> bool:
        """Whether a character belongs to the sequence that was begun."""
        if now - self.at > SOON:
            self.begun, self.at = "", float("-inf")
            return False
        if not self.begun:
            self.begun = character if character == _CSI else ""
            return bool(self.begun)
        over = "@" <= character <= "~" if self.begun == _CSI else self.begun == _OTHER or character == _BELL
        if over:
            self.escape(float("-inf"))
        return True
