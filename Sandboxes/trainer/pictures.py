"""Makes what people look at after a run: films of policies, the picture of the main curve.

What cannot be made is told in a sentence each; nothing here fails a run.
"""

from __future__ import annotations

import pathlib
from typing import Any


def make_pictures(request: dict[str, Any]) -> dict[str, Any]:
    """Makes the files that ``request`` asks for and says what came of each.

    ``films``: a list of ``{"path", "seed", "panels": [{"label", "policy"}]}``; ``curve``: ``{"path", "title",
    "axis", "curves": [{"label", "role", "steps", "mean", "low", "high"}]}``; ``environment``: its name.
    """
    answer: dict[str, Any] = {"schema": 1, "films": [], "curve": None, "problems": []}
    if request.get("films"):
        answer["films"] = _films(request, answer["problems"])
    if request.get("curve"):
        try:
            answer["curve"] = _curve(request["curve"])
        except Exception as error:
            answer["problems"].append(f"no picture of the curve: {type(error).__name__}: {error}")
    return answer


def _films(request: dict[str, Any], problems: list[str]) -> list[dict[str, Any]]:
    from trainer.film import choose_renderer, film

    missing = choose_renderer()
    if missing:
        problems.append(f"no film: {missing}")
        return []
    made = []
    try:
        from trainer.environments import environment as find
        from trainer.policy import Policy

        environment = find(request["environment"])
        for wish in request["films"]:
            policies = [
                (panel["label"], Policy.load(environment, panel["policy"])) for panel in wish["panels"]
            ]
            made.append(
                {"path": wish["path"], **film(environment, policies, int(wish["seed"]), wish["path"])}
            )
    except Exception as error:
        problems.append(f"no film: {' '.join(f'{type(error).__name__}: {error}'.split())}")
        for wish in request["films"][len(made) :]:
            pathlib.Path(wish["path"]).unlink(missing_ok=True)
    return made


def _curve(wish: dict[str, Any]) -> str:
    from trainer.curve_picture import Curve, draw

    draw([Curve(**curve) for curve in wish["curves"]], wish["title"], wish["axis"], wish["path"])
    return wish["path"]
