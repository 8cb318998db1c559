"""Takes the markup out of Markdown and reStructuredText, within a line or a paragraph."""

import html
import re

_LINK = re.compile(
    r"!?\[((?:[^\[\]]|\[[^\[\]]{0,80}\]){0,300})\](?:\(([^()\s]{0,500}(?:\([^()\s]{0,80}\))?[^()]{0,120})\)"
    r"|\[[^\[\]]{0,80}\])"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>")
_EMPHASIS = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,3})(?=\S)|(?<=\S)(\*{1,3}|_{1,3})(?![\w*_])|`+|~~")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\](?!:)|\{\{[<%][^{}]{0,200}[>%]\}\}")
_RST_LINK = re.compile(r"`([^`<>\n]{1,200})(?: ?<[^`<>\n]{1,300}>)?`_{1,2}")


def plain(text: str) -> str:
    """Text without markup; line breaks stay where they are."""
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "[" in text or "{" in text:
        text = _LINK.sub(_link, _FOOTNOTE.sub("", text))
    if "`" in text:
        text = _RST_LINK.sub(r"\1", text)
    if "*" in text or "_" in text or "`" in text or "~~" in text:
        text = _EMPHASIS.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    return text.replace("\\", "").strip(" \t|") if "\\" in text else text.strip(" \t")


def _link(found: re.Match[str]) -> str:
    target = found[2] or ""
    if target.startswith(("mailto:", "tel:")):
        address = target.partition(":")[2].partition("?")[0]
        return found[1] if address in found[1] else f"{found[1]} {address}"
    return "" if found[0].startswith("!") and not found[1] else found[1]
