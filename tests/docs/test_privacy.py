"""What the page on privacy promises of a check: it writes what it was told to and its cache, and asks no other computer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lacdsl.sample import make_sample

WATCHED = """
import json, os, runpy, sys
seen = {"network": [], "written": []}
def watch(event, args):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"):
        seen["network"].append(event)
    elif event == "open" and isinstance(args[0], str) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        seen["written"].append(os.path.abspath(args[0]))
    elif event in ("os.remove", "os.rename", "os.mkdir", "os.truncate"):
        seen["written"] += [os.path.abspath(each) for each in args[:2] if isinstance(each, str)]
sys.addaudithook(watch)
sys.argv = ["lacdsl", *sys.argv[1:]]
try:
    runpy.run_module("lacdsl", run_name="__main__")
except SystemExit as end:
    assert not end.code, end.code
finally:
    print(json.dumps(seen), file=sys.stderr)
"""


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the folders of Linux")
@pytest.mark.parametrize("form", ["html", "xlsx", "json", "csv"])
def test_a_check_writes_the_report_and_its_cache_and_nothing_else(tmp_path: Path, form: str) -> None:
    returns, cache, temp, home = (tmp_path / name for name in ("returns", "cache", "temp", "home"))
    for folder in (cache, temp, home):
        folder.mkdir()
    make_sample(returns, children=20, errors=0.2)
    before = contents(returns)
    report = tmp_path / "out" / f"report.{form}"
    report.parent.mkdir()
    places = {"XDG_CACHE_HOME": cache, "TMPDIR": temp, "HOME": home, "LACDSL_HOME": home}
    words = ["check", returns / "this_year", "--last-year", returns / "last_year", "--out", report]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *words, "--format", form, "--ruleset", "dfe/lac/2026-27"],
        cwd=home,
        env={
            **os.environ,
            **{name: str(place) for name, place in places.items()},
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    seen = json.loads(done.stderr.splitlines()[-1])
    assert done.returncode == 0 and report.stat().st_size, done.stderr
    assert not seen["network"]
    assert any(Path(path).is_relative_to(cache) for path in seen["written"]), "the cache is watched"
    lasting = home / ".local" / "share" / "lacdsl"
    elsewhere = [
        path
        for path in seen["written"]
        if not any(Path(path).is_relative_to(place) for place in (cache, lasting))
        and not lasting.is_relative_to(path)
    ]
    assert elsewhere and all(Path(path).is_relative_to(report.parent) for path in elsewhere)
    assert list(report.parent.iterdir()) == [report]
    assert not contents(temp) and [Path(path).name for path in contents(home)] == ["cache.key"]
    assert contents(returns) == before
