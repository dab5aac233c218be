"""Times a whole run on generated returns: `python -m benchmarks [--episodes 1000,10000,…] [--ruleset NAME] [--json FILE]`.

Every size runs in a process of its own, so that the peak of memory is that of the size alone. Times are seconds on the
wall clock; reading includes decoding and recognising the files, preparing and evaluating are the engine's.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

CHILDREN_PER_EPISODE = 1 / 2.7


def main() -> int:
    """Runs every size and prints a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--episodes", default="1000,10000,100000,1000000")
    parser.add_argument("--ruleset", default="dfe/lac/2026-27")
    parser.add_argument("--errors", type=float, default=0.02)
    parser.add_argument("--codes", help="only these rules, with commas")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one is not None:
        print(json.dumps(measure(arguments.one, arguments.ruleset, arguments.errors, arguments.codes)))
        return 0
    records = []
    names = [
        "episodes",
        "rows",
        "rules",
        "import",
        "ruleset",
        "read",
        "plan",
        "prepare",
        "evaluate",
        "findings",
        "report",
        "peak_mb",
    ]
    print("".join(f"{name:>11}" for name in names))
    for size in (int(text) for text in arguments.episodes.split(",")):
        command = [sys.executable, "-m", "benchmarks", "--one", str(size), "--ruleset", arguments.ruleset]
        command += ["--errors", str(arguments.errors)]
        if arguments.codes:
            command += ["--codes", arguments.codes]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stderr, file=sys.stderr)
            return 1
        record = json.loads(done.stdout.splitlines()[-1])
        records.append(record)
        print("".join(_shown(record[name]) for name in names))
    slowest = records[-1]["slowest"]
    print(
        "\nSlowest rules of the last size (seconds, shared nodes count for the first rule that needs them):"
    )
    for code, seconds in slowest:
        print(f"{code:>12}  {seconds:.4f}")
    if arguments.json:
        arguments.json.write_text(json.dumps(records, indent=1), encoding="utf-8")
    return 0


def _shown(value: Any) -> str:
    return f"{value:>11.3f}" if isinstance(value, float) else f"{value:>11}"


def measure(episodes: int, ruleset: str, errors: float, codes: str | None) -> dict[str, Any]:
    """One size, in this process."""
    begin = perf_counter()
    import lacdsl
    from lacdsl.reference.providers import read_providers

    imported = perf_counter() - begin
    record: dict[str, Any] = {"episodes": episodes, "import": imported}
    children = max(1, round(episodes * CHILDREN_PER_EPISODE))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        subprocess.run(
            [
                sys.executable,
                "-c",
                "from pathlib import Path; from lacdsl.sample import make_sample; import sys;"
                "make_sample(Path(sys.argv[1]), children=int(sys.argv[2]), errors=float(sys.argv[3]), seed=7)",
                str(folder),
                str(children),
                str(errors),
            ],
            check=True,
        )
        begin = perf_counter()
        rules = lacdsl.load_ruleset(ruleset)
        record["ruleset"] = perf_counter() - begin
        begin = perf_counter()
        this = lacdsl.read_folder(folder / "this_year", rules.model)
        last = lacdsl.read_folder(folder / "last_year", rules.model)
        providers, _ = read_providers(folder / "reference" / "providers.csv")
        record["read"] = perf_counter() - begin
        record["rows"] = sum(len(table) for table in this.tables.values())
        collection = lacdsl.Collection(year=rules.model.year, authority="E08000003")
        only = codes.split(",") if codes else None
        report = lacdsl.check(
            this, rules, last_year=last, reference={"Provider": providers}, collection=collection, only=only
        )
        record["rules"] = int((report.rules["status"] == "ran").sum())
        for name in ("plan", "prepare", "evaluate", "findings"):
            record[name] = report.profile[name]
        begin = perf_counter()
        json.dumps(report.findings.to_dict(orient="list"), default=str)
        record["report"] = perf_counter() - begin
        record["cells"] = len(report.findings)
        record["slowest"] = sorted(report.slowest.items(), key=lambda pair: -pair[1])[:12]
    record["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return record


if __name__ == "__main__":
    sys.exit(main())
