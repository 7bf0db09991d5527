"""Drives the review page in a headless Chromium: every view and action, at desk and phone width, with pictures to look at.

usage: drive.py PICTURES_FOLDER [--env inverted-pendulum] [--steps 10000]

Makes a small run first, then a second one that is looked at while it goes on and waits for votes. Needs a set-up checkout
(``./evolve setup``), the Python package ``playwright`` and Debian's ``chromium``. Nothing outside of this machine is asked: a page
that tried would be told so. Prints one line a check and, at the end, ``N passed, N failed``.
"""

from __future__ import annotations

import argparse
import contextlib
import http.server
import json
import os
import pathlib
import subprocess
import tempfile
import threading
import time
from typing import Any

from browser import DESKTOP, PHONE, Visitor, browser, evolve, served

HOME = pathlib.Path(__file__).resolve().parents[2]
HOSTILE = "</q><script>alert(1)</script><img src=x onerror=alert(1)>"


class Checks:
    """Counts what held."""

    def __init__(self) -> None:
        self.failed = 0
        self.passed = 0

    def that(self, words: str, holds: bool, detail: Any = "") -> None:
        """Prints and counts one check."""
        self.passed += bool(holds)
        self.failed += not holds
        print(f"{'ok    ' if holds else 'FAILED'} {words} {'' if holds else detail}", flush=True)


class Bench:
    """Starts runs in a folder and reads their archives."""

    def __init__(self, options: argparse.Namespace, runs: str) -> None:
        python = os.environ.get("EVOLVE_PYTHON", str(HOME / ".environment" / "bin" / "python"))
        self.variables = {"EVOLVE_HOME": str(HOME), **os.environ, "EVOLVE_PYTHON": python, "EVOLVE_RUNS": runs}
        self.options = options

    def start(self, name: str, *words: str) -> subprocess.Popen:
        """Starts a run of two generations of three."""
        budget = ["--steps", str(self.options.steps), "--samples", "3", "--generations", "2", "--seeds", "1"]
        budget += ["--confirm-seeds", "1"]
        return subprocess.Popen(
            [str(evolve()), "reward", "--env", self.options.env, "--run", name, "--seed", "3", "--quiet", *budget, *words],
            env=self.variables,
        )

    def reviews(self, name: str) -> list[dict]:
        """Reads all votes and remarks of a run."""
        shown = subprocess.run(
            [str(evolve()), "show", name, "--json"], env=self.variables, capture_output=True, text=True, check=True
        )
        return [review for entry in json.loads(shown.stdout)["candidates"] for review in entry["reviews"]]


def wait(words: str, condition: Any, checks: Checks, seconds: float = 60) -> bool:
    """Waits until a condition holds and counts that as a check."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        # A page that is being left cannot be asked.
        with contextlib.suppress(Exception):
            if condition():
                checks.that(words, True)
                return True
        time.sleep(0.2)
    checks.that(words, False, f"not within {seconds} s")
    return False


def plays(visitor: Visitor, count: int, within: str) -> bool:
    """Says whether so many films in a part of the page have pictures and move."""
    return visitor.page.evaluate(
        "([count, within]) => { const films = [...document.querySelectorAll(within + ' video')];"
        " return films.length === count && films.every(film => film.readyState >= 2 && film.currentTime > 0.2); }",
        [count, within],
    )


def look_around(desk: Visitor, phone: Visitor, address: str, pictures: pathlib.Path, checks: Checks) -> None:
    """Looks at every view of a finished run in both widths and in the dark."""
    for name, visitor in (("desk", desk), ("phone", phone)):
        page = visitor.page
        page.goto(address)
        visitor.picture(pictures / f"{name}-1-runs.png")
        page.click(".runs a >> text=first")
        checks.that(
            f"{name}: the run has tree, list and curves",
            page.locator(".tree a").count() >= 3
            and page.locator(".list tbody tr").count() >= 5
            and page.locator("#curves svg").count() > 0,
        )
        checks.that(f"{name}: the run fits the width", visitor.overflow() <= 0, visitor.overflow())
        visitor.picture(pictures / f"{name}-2-run.png")
        page.locator(".list th a").first.click()
        checks.that(
            f"{name}: the candidate has code, curve and trainings",
            page.locator("pre.code .line").count() > 3
            and page.locator("#curve svg").count() > 0
            and page.locator("#measured tbody tr").count() > 0,
        )
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        checks.that(f"{name}: the candidate fits the width", visitor.overflow() <= 0, visitor.overflow())
        visitor.picture(pictures / f"{name}-3-candidate.png")


def vote(desk: Visitor, phone: Visitor, address: str, bench: Bench, pictures: pathlib.Path, checks: Checks) -> None:
    """Approves, rejects, remarks, films and compares; the second visitor sees it without loading anew."""
    page = desk.page
    page.goto(f"{address}run/first")
    links = page.eval_on_selector_all(".list th a", "links => links.map(link => link.href)")
    phone.page.goto(f"{address}run/first")
    phone.page.evaluate("window.mine = 1")
    page.fill("#author", "Ada")
    page.goto(links[0])
    page.mouse.wheel(0, 300)
    page.fill("textarea[name=text]", "stands still, good")
    page.click("button[value=approve]")
    wait("a vote is shown without loading anew", lambda: "stands still, good" in page.inner_text("#said"), checks)
    page.fill("textarea[name=text]", HOSTILE)
    page.click("button[value=comment]")
    wait("a hostile remark is shown as text", lambda: HOSTILE in page.inner_text("#said"), checks)
    page.goto(links[1])
    page.click("button[value=reject]")
    wait("a rejection says what it does", lambda: "not used any more: more people" in page.inner_text("#said"), checks)
    rows = bench.reviews("first")
    checks.that(
        "the votes are rows under the voter's name",
        sorted(row["kind"] for row in rows) == ["approve", "comment", "reject"] and {row["author"] for row in rows} == {"Ada"},
        rows,
    )
    wait("another reviewer's page follows", lambda: "stands still, good" in phone.page.inner_text("#liking"), checks)
    checks.that("… and was not loaded anew", phone.page.evaluate("window.mine") == 1)
    page.goto(links[0])
    page.click("[data-order]")
    wait("a film is made on demand", lambda: page.locator(".film video").count() == 1, checks, 120)
    desk.picture(pictures / "desk-4-voted.png")
    page.goto(f"{address}run/first/compare")
    wait("two films play side by side", lambda: plays(desk, 2, ".pair"), checks, 180)
    desk.picture(pictures / "desk-5-compare.png")
    before = page.eval_on_selector_all(".pair h2 a", "links => links.map(link => link.href)")
    page.keyboard.press("ArrowRight")
    wait(
        "the next pair comes",
        lambda: page.eval_on_selector_all(".pair h2 a", "links => links.map(link => link.href)") != before,
        checks,
    )
    rows = [row for row in bench.reviews("first") if row["kind"] == "prefer"]
    checks.that(
        "the preference is a row: the right one",
        len(rows) == 1 and before[1].endswith(rows[0]["candidate"]) and before[0].endswith(rows[0]["over"]),
        rows,
    )
    phone.page.goto(f"{address}run/first/compare")
    wait("films play on the phone", lambda: plays(phone, 2, ".pair"), checks, 180)
    checks.that("comparing fits the phone", phone.overflow() <= 0, phone.overflow())
    phone.picture(pictures / "phone-5-compare.png")
    phone.page.click("button[value=equal]")
    wait("no difference is a row", lambda: any(row["kind"] == "equal" for row in bench.reviews("first")), checks)


def at_once(desk: Visitor, phone: Visitor, address: str, bench: Bench, checks: Checks) -> None:
    """Two reviewers send twenty remarks each, at the same time."""
    before = len(bench.reviews("first"))
    script = """async ([path, who]) => {
        const candidate = document.querySelector('.list th a').href.split('/').pop();
        return (await Promise.all([...Array(20).keys()].map(async number => {
            const body = new URLSearchParams({ candidate, kind: 'comment', author: who, text: `${who} ${number}` });
            return (await fetch(path, { method: 'POST', body })).ok;
        }))).every(Boolean);
    }"""
    for visitor in (desk, phone):
        visitor.page.goto(f"{address}run/first")
    path = f"{address}run/first/vote"
    pending = [
        visitor.page.evaluate_handle(f"args => {{ window.sent = ({script})(args); }}", [path, who])
        for visitor, who in ((desk, "Ada"), (phone, "Bob"))
    ]
    checks.that(
        "both reviewers' remarks are taken",
        len(pending) == 2 and desk.page.evaluate("window.sent") and phone.page.evaluate("window.sent"),
    )
    checks.that("none is lost", len(bench.reviews("first")) == before + 40, len(bench.reviews("first")) - before)


def from_elsewhere(started: Any, address: str, bench: Bench, checks: Checks) -> None:
    """A page of another origin, which even knows the address, tries to vote and to read."""
    before = len(bench.reviews("first"))

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>elsewhere</title><p>elsewhere")

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    visitor = Visitor(started, DESKTOP)
    home = f"http://127.0.0.1:{server.server_address[1]}/"
    visitor.page.goto(address + "run/first")
    candidate = visitor.page.locator(".list th a").first.get_attribute("href").split("/")[-1]
    visitor.page.goto(home)
    read = visitor.page.evaluate(
        "async address => { try { return await (await fetch(address)).text(); } catch { return 'nothing'; } }", address
    )
    checks.that("another origin reads nothing", read == "nothing", read)
    visitor.page.evaluate(
        """async ([address, candidate]) => {
            const body = new URLSearchParams({ candidate, kind: 'approve', author: 'Mallory' });
            try { await fetch(address + 'run/first/vote', { method: 'POST', body, mode: 'no-cors' }); } catch { }
            const form = document.createElement('form');
            form.method = 'post';
            form.action = address + 'run/first/vote';
            for (const [name, value] of body) {
                const field = document.createElement('input');
                field.name = name;
                field.value = value;
                form.append(field);
            }
            document.body.append(form);
            form.submit();
        }""",
        [address, candidate],
    )
    visitor.page.wait_for_url(address + "run/first/vote")
    checks.that("another origin's form is refused", "another page" in visitor.page.inner_text("body"))
    checks.that("another origin changes nothing", len(bench.reviews("first")) == before)
    server.shutdown()
    visitor.context.close()


def live(desk: Visitor, address: str, bench: Bench, pictures: pathlib.Path, checks: Checks) -> None:
    """Watches a run from its beginning, and lets it go on when it waits for votes."""
    process = bench.start("second", "--wait-for-votes", "10m")
    page = desk.page
    page.goto(address)
    wait("a new run appears in the list", lambda: page.locator(".runs a >> text=second").count() == 1, checks)
    page.click(".runs a >> text=second")
    page.evaluate("window.mine = 1")
    wait("its candidates appear while it runs", lambda: page.locator("#list th a").count() >= 3, checks, 180)
    wait("it says that it waits", lambda: "waits for votes" in page.inner_text("#waiting"), checks, 240)
    checks.that("the page was not loaded anew", page.evaluate("window.mine") == 1)
    desk.picture(pictures / "desk-6-waiting.png")
    page.click("#waiting button")
    wait("it goes on", lambda: page.locator("#list tr.group").count() >= 3, checks, 120)
    checks.that("the run ends well", process.wait(timeout=400) == 0)
    wait("the page says that it is done", lambda: "done" in page.inner_text("#state"), checks)


def main() -> None:
    """Runs all of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pictures", type=pathlib.Path)
    parser.add_argument("--env", default="inverted-pendulum")
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument(
        "--runs", help="folder for the runs, where a finished one named first is used (default: one that is deleted)"
    )
    options = parser.parse_args()
    options.pictures.mkdir(parents=True, exist_ok=True)
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        runs = options.runs or folder
        bench = Bench(options, runs)
        if not pathlib.Path(runs, "first").exists():
            checks.that("the first run ends well", bench.start("first").wait() == 0)
        with served(runs) as address, browser() as started:
            desk, phone = Visitor(started, DESKTOP), Visitor(started, PHONE)
            look_around(desk, phone, address, options.pictures, checks)
            vote(desk, phone, address, bench, options.pictures, checks)
            at_once(desk, phone, address, bench, checks)
            from_elsewhere(started, address, bench, checks)
            live(desk, address, bench, options.pictures, checks)
            dark = Visitor(started, DESKTOP, dark=True)
            dark.page.goto(f"{address}run/first")
            dark.picture(options.pictures / "dark-run.png")
            dark.page.locator(".list th a").first.click()
            dark.picture(options.pictures / "dark-candidate.png")
            for visitor in (desk, phone, dark):
                checks.that("no page complained", not visitor.complaints, visitor.complaints[:3])
                checks.that("nothing elsewhere was asked for", not visitor.elsewhere, visitor.elsewhere)
    print(f"{checks.passed} passed, {checks.failed} failed")
    raise SystemExit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
