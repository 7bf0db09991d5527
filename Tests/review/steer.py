"""Shows that votes steer a run: a scripted reviewer who likes a low torso, against the same run without.

usage: steer.py [--env hopper] [--steps 40000] [--samples 6] [--generations 5] [--run-seeds 1 2 3 4] [--keep FOLDER]

Every run is made twice, with the same seed and the offline proposer: once as it is, and once while a reviewer looks at each
generation through the page of ``evolve review``, prefers the lower of two policies, pair by pair, and lets the run go on. The
reviewer sees what a film shows, how the policy moves (``heights.py``), and no fitness. Printed is how high the last generation
(its median, since a policy that falls at once has a height of its own, and its mean) and the winner carry the torso. Needs a
set-up checkout (``./evolve setup``).
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import pathlib
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from browser import evolve, served

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parents[1]


class Bench:
    """Starts runs in a folder and measures what came of them."""

    def __init__(self, options: argparse.Namespace, runs: str) -> None:
        self.options = options
        self.runs = runs
        python = os.environ.get("EVOLVE_PYTHON", str(HOME / ".environment" / "bin" / "python"))
        self.variables = {
            "EVOLVE_HOME": str(HOME),
            **os.environ,
            "EVOLVE_PYTHON": python,
            "EVOLVE_RUNS": runs,
            "EVOLVE_PICTURES": "0",
        }
        self.known: dict[str, float] = {}

    def start(self, name: str, seed: int, *words: str) -> subprocess.Popen:
        """Starts a run and returns while it goes on."""
        budget = ["--steps", str(self.options.steps), "--samples", str(self.options.samples)]
        budget += ["--generations", str(self.options.generations), "--seeds", "1", "--confirm-seeds", "0"]
        return subprocess.Popen(
            [str(evolve()), "reward", "--env", self.options.env, "--run", name, "--seed", str(seed), "--quiet", *budget, *words],
            env=self.variables,
        )

    def candidates(self, name: str) -> list[dict]:
        """Reads the candidates of a run's generations that were trained, with their policies."""
        shown = subprocess.run(
            [str(evolve()), "show", name, "--json"], env=self.variables, capture_output=True, text=True, check=True
        )
        self.shown = json.loads(shown.stdout)
        found = []
        for entry in self.shown["candidates"]:
            policies = [one["policy"] for one in entry["evaluations"] if one["purpose"] == "search" and one.get("policy")]
            if entry["candidate"]["generation"] >= 0 and policies:
                found.append(
                    {
                        "id": entry["candidate"]["id"],
                        "generation": entry["candidate"]["generation"],
                        "policy": f"{self.runs}/{name}/{policies[0]}",
                        "fitness": entry["fitness"]["mean"],
                    }
                )
        return found

    def heights(self, candidates: list[dict]) -> dict[str, float]:
        """Measures how high each candidate's policy carries the torso (m)."""
        new = [one for one in candidates if one["policy"] not in self.known]
        if new:
            done = subprocess.run(
                [self.variables["EVOLVE_PYTHON"], str(HERE / "heights.py"), self.options.env] + [one["policy"] for one in new],
                env={"PYTHONPATH": str(HOME / "Sandboxes")},
                capture_output=True,
                text=True,
                check=True,
            )
            self.known.update(json.loads(done.stdout))
        return {one["id"]: self.known[one["policy"]] for one in candidates}


class Reviewer:
    """Votes through the page, as its form does."""

    def __init__(self, address: str, name: str) -> None:
        self.origin = "/".join(address.split("/")[:3])
        self.path = f"{address}run/{urllib.parse.quote(name)}"
        self.votes = 0

    def _ask(self, path: str, form: dict[str, str] | None = None) -> str:
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(self.path + path, data, {"Origin": self.origin} if form is not None else {})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read().decode()

    def waits(self) -> bool:
        """Says whether the run waits for votes."""
        try:
            return "Go on now" in self._ask("")
        except urllib.error.HTTPError:
            return False

    def prefer(self, better: str, worse: str) -> None:
        """Prefers one candidate to another."""
        self._ask("/prefer", {"left": better, "right": worse, "kind": "left", "author": "script", "text": ""})
        self.votes += 1

    def go_on(self) -> None:
        """Lets the run go on."""
        self._ask("/continue", {"author": "script"})


def review(bench: Bench, name: str, seed: int) -> int:
    """Makes the run with the reviewer; gives the number of votes."""
    process = bench.start(name, seed, "--wait-for-votes", "30m")
    seen: set[str] = set()
    with served(bench.runs) as address:
        reviewer = Reviewer(address, name)
        while process.poll() is None:
            if not reviewer.waits():
                time.sleep(0.5)
                continue
            candidates = bench.candidates(name)
            heights = bench.heights(candidates)
            ranked = sorted(heights, key=heights.get)
            # Neighbours in height, and the lowest against the highest of what is new: what a person would compare first.
            pairs = {(low, high) for low, high in itertools.pairwise(ranked) if not {low, high} <= seen}
            pairs |= {(ranked[0], one) for one in ranked[1:] if one not in seen}
            for better, worse in sorted(pairs):
                reviewer.prefer(better, worse)
            seen |= set(ranked)
            reviewer.go_on()
            while reviewer.waits():
                time.sleep(0.2)
    if process.returncode:
        raise SystemExit(f"{name} ended with {process.returncode}")
    return reviewer.votes


def measure(bench: Bench, name: str) -> dict[str, float]:
    """Says how high the last generation, the lowest and the winner carry the torso, and what the winner scores."""
    candidates = bench.candidates(name)
    heights = bench.heights(candidates)
    last = max(one["generation"] for one in candidates)
    ended = [heights[one["id"]] for one in candidates if one["generation"] == last]
    best = bench.shown["summary"]["best"]
    return {
        "last": statistics.median(ended),
        "mean": statistics.mean(ended),
        "winner": heights[best["id"]],
        "fitness": best["fitness"]["mean"],
    }


def main() -> None:
    """Makes the pairs of runs and prints what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--env", default="hopper")
    parser.add_argument("--steps", type=int, default=40_000)
    parser.add_argument("--samples", type=int, default=6)
    parser.add_argument("--generations", type=int, default=5)
    parser.add_argument("--run-seeds", type=int, nargs="+", default=[1, 2, 3, 4])
    parser.add_argument("--keep", help="folder for the runs (default: one that is deleted)")
    options = parser.parse_args()
    differences = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, options.keep or folder)
        print("seed  run    torso of last generation, its mean  of winner  score of winner  votes")
        for seed in options.run_seeds:
            if bench.start(f"plain{seed}", seed).wait():
                raise SystemExit("the run without votes failed")
            rows = {"plain": (measure(bench, f"plain{seed}"), 0)}
            votes = review(bench, f"votes{seed}", seed)
            rows["votes"] = (measure(bench, f"votes{seed}"), votes)
            for kind, (row, count) in rows.items():
                heights = f"{row['last']:23.3f} m  {row['mean']:7.3f} m  {row['winner']:7.3f} m"
                print(f"{seed:4}  {kind:5}  {heights}  {row['fitness']:15.3f}  {count:5}", flush=True)
            differences.append(rows["votes"][0]["last"] - rows["plain"][0]["last"])
    mean = statistics.mean(differences)
    lower = sum(value < 0 for value in differences)
    print(f"last generation with votes minus without: {mean:+.3f} m; lower in {lower} of {len(differences)}")
    print(f"{lower} passed, {len(differences) - lower} failed")
    raise SystemExit(0 if lower == len(differences) else 1)


if __name__ == "__main__":
    main()
