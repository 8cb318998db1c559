"""Compares what cxaudit finds in documents with an expert's reading of them.

    python benchmarks/detection.py FOLDER [--wrong]

FOLDER holds documents with a NAME.truth.yaml beside each, and an elements.yaml that maps each element to criteria. An
element counts as found where one of its criteria is documented or mentioned; "partial" is left aside. Prints, by
document, by element, and for all: precision, recall, F1, Cohen's kappa, and how many "documented" are wrong.
"""

import argparse
from collections import Counter
from pathlib import Path

import yaml

from cxaudit.catalog import sources
from cxaudit.prose.coverage import NOTHING, Covered, State
from cxaudit.prose.reader import read_prose
from cxaudit.prose.signals import from_json
from cxaudit.prose.view import ProseView

FOUND = (State.DOCUMENTED, State.MENTIONED)


def best(covered: dict[str, Covered], criteria: list[str]) -> Covered:
    return max((covered.get(id, NOTHING) for id in criteria), key=lambda one: (one.state in FOUND, one.strength))


def judged(document: Path, truth: dict, elements: dict, signals) -> list[tuple[str, str, Covered]]:
    """Each element with what the expert says, yes or no, and what cxaudit found."""
    view = ProseView(read_prose(document.name, document.read_bytes()), lambda: signals, "2026-01-01")
    said = {name: one["present"] for name, one in truth["elements"].items()}
    plain = {name: {True: "yes", False: "no"}.get(word, word) for name, word in said.items()}
    return [
        (name, plain[name], best(dict(view.covered), criteria))
        for name, criteria in elements.items()
        if plain.get(name) in ("yes", "no")
    ]


def measured(counts: Counter) -> str:
    hit, false, missed, none = (counts[key] for key in ("tp", "fp", "fn", "tn"))
    whole = hit + false + missed + none
    precision, recall = hit / (hit + false or 1), hit / (hit + missed or 1)
    f1 = 2 * precision * recall / (precision + recall or 1)
    agree = (hit + none) / (whole or 1)
    chance = ((hit + false) * (hit + missed) + (missed + none) * (false + none)) / (whole * whole or 1)
    kappa = (agree - chance) / (1 - chance) if chance < 1 else 1
    of = f"(yes {hit + missed}, no {false + none})"
    return f"precision {precision:.2f}  recall {recall:.2f}  F1 {f1:.2f}  kappa {kappa:.2f}  {of}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--wrong", action="store_true", help="also list what was found wrongly or missed")
    options = parser.parse_args()
    elements = yaml.safe_load((options.folder / "elements.yaml").read_text())
    signals = from_json(sources.own_signals())
    whole: Counter = Counter()
    by_element: dict[str, Counter] = {name: Counter() for name in elements}
    for path in sorted(options.folder.glob("*.truth.yaml")):
        truth = yaml.safe_load(path.read_text())
        document = path.with_name(path.name.replace(".truth.yaml", ".md"))
        counts: Counter = Counter()
        for name, said, covered in judged(document, truth, elements, signals):
            found = covered.state in FOUND
            key = {("yes", True): "tp", ("no", True): "fp", ("yes", False): "fn", ("no", False): "tn"}[said, found]
            counts[key] += 1
            by_element[name][key] += 1
            if covered.state is State.DOCUMENTED:
                counts["documented"] += 1
                counts["documented wrongly"] += said == "no"
            if options.wrong and key in ("fp", "fn"):
                line = truth["elements"][name].get("line", "")
                words = "; ".join(match.words for match in covered.matches[:2])
                what = "found wrongly" if key == "fp" else f"missed at line {line}"
                print(f"  {document.name}: {name} {what} {words}")
        print(f"{document.stem[:40]:<40} {measured(counts)}")
        whole += counts
    print("\nby element: hit, found wrongly, missed, rightly not found")
    for name, counts in sorted(by_element.items(), key=lambda one: -(one[1]["fp"] + one[1]["fn"])):
        print(f"  {name:<32} {counts['tp']:>3} {counts['fp']:>3} {counts['fn']:>3} {counts['tn']:>3}")
    found = whole["tp"] + whole["fp"]
    print(f"\n{measured(whole)}")
    print(f"documented {whole['documented']} of {found} found, {whole['documented wrongly']} wrongly")


if __name__ == "__main__":
    main()
