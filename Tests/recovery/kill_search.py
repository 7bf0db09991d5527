"""Kills a scripted search at random instants in each strategy, continues it, and compares the archives.

usage: kill_search.py [--kills 50] [--strategies eureka,islands,sequential,best-of-n] [--rungs] [--evolve PATH]

Needs the built program and no trainer: evaluations are a formula that waits a few milliseconds. A run may be killed
several times before it comes to its end. Prints one line a strategy and, at the end, `N passed, N failed`.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]


def environment(runs: Path) -> dict[str, str]:
    """Returns the variables that the launcher would set, with the runs in a folder of their own."""
    python = os.environ.get("EVOLVE_PYTHON", str(HOME / ".environment" / "bin" / "python"))
    return {**os.environ, "EVOLVE_HOME": str(HOME), "EVOLVE_PYTHON": python, "EVOLVE_RUNS": str(runs)}


def start(options: argparse.Namespace, strategy: str, name: str, runs: Path) -> subprocess.Popen[str]:
    """Starts or continues a search, which prints its canonical export at its end."""
    words = [options.evolve, "bench", "search", "--trial", name, "--strategy", strategy,
             "--seed", str(options.seed), "--pause", str(options.pause)] + (["--rungs"] if options.rungs else [])
    return subprocess.Popen(words, env=environment(runs), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)


def whole(options: argparse.Namespace, strategy: str, runs: Path) -> tuple[str, float]:
    """Runs a search without disturbance; returns its export and how long it took."""
    begin = time.monotonic()
    process = start(options, strategy, f"{strategy}-whole", runs)
    export, complaint = process.communicate()
    if process.returncode != 0:
        raise SystemExit(f"the undisturbed run of {strategy} failed: {complaint}")
    return export, time.monotonic() - begin


def killed(options: argparse.Namespace, strategy: str, name: str, runs: Path, length: float) -> tuple[str, int]:
    """Kills a run at random instants until it comes to its end; returns its export, or what was wrong, and the kills."""
    kills = 0
    while True:
        process = start(options, strategy, name, runs)
        try:
            # The first attempt is always interrupted; a later one may come through.
            export, complaint = process.communicate(timeout=random.uniform(0.02, length * (0.95 if kills == 0 else 1.5)))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            kills += 1
            continue
        if process.returncode != 0:
            if "before anything was recorded" in complaint:
                subprocess.run(["rm", "-r", str(runs / name)], check=True)
                continue
            return f"ended with {process.returncode}: {complaint.strip()}", kills
        return export, kills


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50, help="kills in each strategy, at least")
    parser.add_argument("--strategies", default="eureka,islands,sequential,best-of-n")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pause", type=float, default=0.004, help="seconds that an evaluation waits")
    parser.add_argument("--rungs", action="store_true", help="evaluations pause at half and are continued")
    parser.add_argument("--evolve", default=str(HOME / ".build" / "release" / "evolve"))
    options = parser.parse_args()
    random.seed(options.seed)
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="evolve-recovery-") as folder:
        runs = Path(folder)
        for strategy in options.strategies.split(","):
            expected, length = whole(options, strategy, runs)
            kills = runs_done = differing = 0
            while kills < options.kills:
                export, more = killed(options, strategy, f"{strategy}-{runs_done}", runs, length)
                runs_done += 1
                kills += more
                if export != expected:
                    differing += 1
                    print(f"{strategy} {runs_done}: {export[:300] if len(export) < 300 else 'the archive differs'}")
            passed, failed = passed + runs_done - differing, failed + differing
            print(f"{strategy}: {kills} kills in {runs_done} runs of about {length:.1f} s, "
                  f"{runs_done - differing} same archives of {len(expected)} bytes, {differing} others", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
