"""Opens a headless Chromium for the review page, with a record of everything it complains about or asks for elsewhere.

Needs the Python package ``playwright`` and Debian's ``chromium``; neither is part of the tool.
"""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}


def evolve() -> pathlib.Path:
    """Finds the program that was built last; ``EVOLVE_PROGRAM`` names another."""
    if "EVOLVE_PROGRAM" in os.environ:
        return pathlib.Path(os.environ["EVOLVE_PROGRAM"])
    home = pathlib.Path(__file__).resolve().parents[2]
    builds = [home / ".build" / kind / "evolve" for kind in ("release", "debug")]
    return max((build for build in builds if build.exists()), key=lambda build: build.stat().st_mtime)


@contextlib.contextmanager
def served(runs: str, *words: str) -> Iterator[str]:
    """Runs ``evolve review`` over a folder of runs and gives its address."""
    home = pathlib.Path(__file__).resolve().parents[2]
    variables = {"EVOLVE_HOME": str(home), **os.environ, "EVOLVE_RUNS": runs}
    server = subprocess.Popen([str(evolve()), "review", "--json", *words], env=variables, stdout=subprocess.PIPE, text=True)
    try:
        yield json.loads(server.stdout.readline())["address"]
    finally:
        server.terminate()
        server.wait(timeout=20)


@contextlib.contextmanager
def browser() -> Iterator[Any]:
    """Starts Chromium without any network but loopback."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as play:
        # A proxy that is not there: whatever is asked for outside fails at once, and is seen.
        started = play.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=127.0.0.1;localhost"],
        )
        try:
            yield started
        finally:
            started.close()


class Visitor:
    """One person with a browser of their own: a page, and what went wrong on it."""

    def __init__(self, started: Any, viewport: dict[str, int], dark: bool = False) -> None:
        self.context = started.new_context(viewport=viewport, color_scheme="dark" if dark else "light", device_scale_factor=1)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type == "error" else None,
        )
        self.page.on("dialog", lambda dialog: (self.complaints.append("a dialog opened"), dialog.dismiss()))
        self.page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.elsewhere.append(url)

    def picture(self, path: pathlib.Path) -> None:
        """Takes a picture of the whole page."""
        self.page.wait_for_timeout(150)
        self.page.screenshot(path=str(path), full_page=True)

    def overflow(self) -> int:
        """Gives by how many pixels the page is wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
