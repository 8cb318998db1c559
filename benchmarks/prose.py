"""What it costs to read documents in prose.

    python benchmarks/prose.py FOLDER [RUNS]

FOLDER holds Markdown documents. Prints the ratio of `cxaudit lint FILE` to `python -c pass` for a document of some
10 kB, with and without --coverage; milliseconds of processor time for 10 kB beyond start-up, of documents of different
lengths, for lint alone and with coverage; what a line of 100,000 characters costs; a Word file of 500 paragraphs; and
peak memory over ten and over a thousand documents.
"""

import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from cxaudit.project import open_project
from cxaudit.prose.kinds import guessed
from cxaudit.prose.reader import read_prose
from cxaudit.prose.view import ProseView
from cxaudit.rules.engine import check_prose

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or every run compiles what it imports
PROGRAM = str(Path(sys.executable).with_name("cxaudit"))
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MEMORY = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=-3, stderr=-3)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def ratio(command: list[str], runs: int) -> float:
    """The median of a command's time beside a bare interpreter's, run in turn."""
    found = []
    for _ in range(runs):
        times = []
        for one in ([sys.executable, "-c", "pass"], command):
            begun = time.perf_counter()
            subprocess.run(one, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            times.append(time.perf_counter() - begun)
        found.append(times[1] / times[0])
    return statistics.median(found)


def milliseconds(name: str, data: bytes, covered: bool = True, runs: int = 3) -> float:
    """Processor time to read a document and find what it covers, or else what lint finds in it."""
    project = open_project(None, None)
    ruleset, signals = project.ruleset, project.signals
    found = []
    for _ in range(runs):
        begun = time.process_time()
        prose = read_prose(name, data)
        view = ProseView(prose, lambda: signals, "2026-01-01")
        _ = view.covered if covered else check_prose(view, guessed(prose), ruleset, ())
        found.append(1000 * (time.process_time() - begun))
    return min(found)


def word(paragraphs: list[str]) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def main() -> None:
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    documents = sorted(Path(sys.argv[1]).glob("*.md"), key=lambda path: path.stat().st_size)
    middle = min(documents, key=lambda path: abs(path.stat().st_size - 10_000))
    print(
        f"lint {middle.stat().st_size} bytes: {ratio([PROGRAM, 'lint', str(middle)], runs):.1f} x python -c pass (18)"
    )
    print(f"  with --coverage: {ratio([PROGRAM, 'lint', str(middle), '--coverage'], runs):.1f}")
    for path in documents:
        data = path.read_bytes()
        lint, both = (milliseconds(path.name, data, covered) * 10_000 / len(data) for covered in (False, True))
        print(f"  {len(data):>6} bytes: {lint:5.1f} ms for 10 kB (25), {both:5.1f} with coverage")
    text = middle.read_text()
    long = "we answer the customer within two days and " * 2300
    print(f"a line of {len(long)} characters: {milliseconds('a.md', long.encode()):.0f} ms")
    whole = text * 20
    print(f"{len(whole)} bytes: {milliseconds('a.md', whole.encode()) * 10_000 / len(whole):.1f} ms for 10 kB")
    paragraphs = [
        " ".join(part.split()) for part in text.split("\n\n") if part.strip() and "<" not in part and "&" not in part
    ]
    data = word((paragraphs * 500)[:500])
    begun = time.process_time()
    read_prose("a.docx", data)
    print(f"Word, 500 paragraphs: read in {1000 * (time.process_time() - begun):.0f} ms (100)")
    for count in (10, 1000):
        with tempfile.TemporaryDirectory() as folder:
            names = [Path(folder) / f"{n}.md" for n in range(count)]
            for name in names:
                name.write_text(text)
            command = [PROGRAM, "lint", *map(str, names), "--coverage"]
            peak = subprocess.run(
                [sys.executable, "-c", MEMORY, *command], capture_output=True, text=True, check=False
            ).stdout
            print(f"{count} documents: {int(peak.split()[-1]) / 1024:.0f} MB at most")


if __name__ == "__main__":
    main()
