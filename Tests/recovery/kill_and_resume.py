"""Kills a real run at random instants, resumes it, and compares its archive with that of an uninterrupted run.

usage: kill_and_resume.py [--kills 20] [--env inverted-pendulum] [--steps 10000] [--victim evolve|worker|trainer]

Needs a set-up checkout (`./evolve setup`); about a quarter of an hour for 20 kills. Prints one line a kill and, at the
end, `N passed, N failed`. With another victim than evolve itself the run must survive the kill without help.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
EVOLVE = HOME / ".build" / "release" / "evolve"
WORDS = {"worker": "evolve-worker", "trainer": "trainer serve"}


def environment(runs: Path) -> dict[str, str]:
    """Returns the variables that the launcher would set, with the runs in a folder of their own."""
    python = os.environ.get("EVOLVE_PYTHON", str(HOME / ".environment" / "bin" / "python"))
    return {**os.environ, "EVOLVE_HOME": str(HOME), "EVOLVE_PYTHON": python, "EVOLVE_RUNS": str(runs)}


def command(options: argparse.Namespace, name: str) -> list[str]:
    """Returns the command line of the run that is killed."""
    budget = ["--samples", "3", "--generations", "2", "--seeds", "1", "--confirm-seeds", "1"]
    return [str(EVOLVE), "reward", "--env", options.env, "--steps", str(options.steps), "--seed", "11",
            "--run", name, "--jobs", "2", "--quiet", *budget]


def export(name: str, runs: Path) -> str:
    """Returns the canonical export of a run."""
    done = subprocess.run([str(EVOLVE), "archive", "export", name, "--canonical"], env=environment(runs), check=True,
                          capture_output=True, text=True)
    return done.stdout


def descendants(of: int) -> list[tuple[int, str]]:
    """Lists the processes below one, with their command lines."""
    rows = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True).stdout.splitlines()
    parts = [row.split(None, 2) for row in rows]
    found, frontier = [], {of}
    while frontier:
        below = [(int(p), args) for p, parent, args in parts if int(parent) in frontier]
        found += below
        frontier = {pid for pid, _ in below}
    return found


def gone(processes: list[tuple[int, str]], within: float = 10) -> bool:
    """Waits until none of the processes is left."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if not any(Path(f"/proc/{pid}").exists() for pid, _ in processes):
            return True
        time.sleep(0.05)
    return False


def kill_once(options: argparse.Namespace, name: str, runs: Path, after: float) -> str:
    """Starts a run, kills the victim after some seconds, brings the run to its end; returns what was wrong, or ''."""
    process = subprocess.Popen(command(options, name), env=environment(runs), stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    time.sleep(after)
    children = descendants(process.pid)
    if options.victim == "evolve":
        process.kill()
        process.wait()
        if not gone(children):
            return "processes were left behind: " + "; ".join(args for _, args in children)
        done = subprocess.run([str(EVOLVE), "resume", name, "--quiet"], env=environment(runs), stdin=subprocess.DEVNULL,
                              capture_output=True, text=True)
        if "no run named" in done.stderr or "before anything was recorded" in done.stderr:
            shutil.rmtree(runs / name, ignore_errors=True)
            done = subprocess.run(command(options, name), env=environment(runs), stdin=subprocess.DEVNULL,
                                  capture_output=True, text=True)
        return "" if done.returncode == 0 else f"resume ended with {done.returncode}: {done.stderr.strip()}"
    victims = [pid for pid, args in children if WORDS[options.victim] in args]
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    _, complaint = process.communicate()
    return "" if process.returncode == 0 else f"the run ended with {process.returncode}: {complaint.decode().strip()}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--env", default="inverted-pendulum")
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--victim", choices=["evolve", *WORDS], default="evolve")
    options = parser.parse_args()
    random.seed(options.seed)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="evolve-recovery-") as folder:
        runs = Path(folder)
        start = time.monotonic()
        subprocess.run(command(options, "whole"), env=environment(runs), check=True, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL)
        length = time.monotonic() - start
        expected = export("whole", runs)
        print(f"the uninterrupted run took {length:.1f} s; its export has {len(expected)} bytes", flush=True)
        for number in range(options.kills):
            after = random.uniform(0, length)
            wrong = kill_once(options, f"killed-{number}", runs, after)
            if not wrong and export(f"killed-{number}", runs) != expected:
                wrong = "the archive differs"
                (Path(tempfile.gettempdir()) / f"evolve-differs-{number}.json").write_text(export(f"killed-{number}", runs))
            failed += bool(wrong)
            print(f"kill {number + 1:3d} of {options.victim} after {after:6.2f} s: {wrong or 'same archive'}", flush=True)
    print(f"{options.kills - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
