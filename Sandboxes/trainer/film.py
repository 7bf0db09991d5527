"""Films policies: one episode of each from the same start, side by side, as an mp4 file.

Simulation and drawing are apart: the episode is stepped as in a measurement, only its joint positions are
kept, and the pictures are drawn from those. Drawing goes through software (OSMesa) or the graphics driver
(EGL), whichever works; it must be chosen before MuJoCo is imported, so ``choose_renderer`` comes first.
"""

from __future__ import annotations

import ctypes.util
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from trainer.environment import Environment
    from trainer.policy import Policy

WIDTH, HEIGHT = 320, 240
_FRAMES_A_SECOND = 25
_LONGEST_SECONDS = 12.0
_USUAL_STEPS_A_SECOND = 30
_CRAFTAX_STEPS_A_SECOND = 8


def choose_renderer() -> str | None:
    """Sets the way to draw without a screen; gives a sentence with the remedy where there is none."""
    if ctypes.util.find_library("OSMesa"):
        os.environ.update(MUJOCO_GL="osmesa", PYOPENGL_PLATFORM="osmesa")
    elif ctypes.util.find_library("EGL"):
        os.environ.update(MUJOCO_GL="egl", PYOPENGL_PLATFORM="egl")
    else:
        return "no renderer: neither OSMesa nor EGL is installed; apt-get install libosmesa6"
    return None


def film(
    environment: Environment, policies: list[tuple[str, Policy]], seed: int, path: str
) -> dict[str, Any]:
    """Writes ``path`` (mp4) with one panel a policy, each under its label; gives frames and seconds."""
    import imageio.v2 as imageio

    panels = [list(_frames(environment, policy, seed)) for _, policy in policies]
    rate = _frame_rate(environment)
    length = max(len(panel) for panel in panels)
    writer = imageio.get_writer(
        path, format="FFMPEG", fps=rate, codec="libx264", macro_block_size=2, output_params=["-crf", "26"]
    )
    with writer:
        for number in range(length):
            pictures = [
                _labelled(panel[min(number, len(panel) - 1)], label, ended=number >= len(panel))
                for panel, (label, _) in zip(panels, policies, strict=True)
            ]
            writer.append_data(np.concatenate(pictures, axis=1))
    return {"frames": length, "seconds": round(length / rate, 2), "panels": [label for label, _ in policies]}


def _stride(environment: Environment) -> int:
    """Counts steps a frame, so that the film runs at the speed of the simulation."""
    if environment.world is not None:
        return 1
    return max(1, round(1.0 / (_FRAMES_A_SECOND * environment.interval)))


def _frame_rate(environment: Environment) -> float:
    if _is_craftax(environment):
        return _CRAFTAX_STEPS_A_SECOND
    if environment.world is not None:
        return _USUAL_STEPS_A_SECOND
    return 1.0 / (environment.interval * _stride(environment))


def _frames(environment: Environment, policy: Policy, seed: int) -> Iterator[np.ndarray]:
    if environment.world is None:
        yield from _physical(environment, policy, seed)
    elif _is_craftax(environment):
        yield from _craftaxs(environment, policy, seed)
    else:
        yield from _gymnasiums(environment, policy, seed)


def _positions(environment: Environment, policy: Policy, seed: int, longest: int) -> list[np.ndarray]:
    from trainer.learner import stream
    from trainer.simulation import Recording, Simulation

    simulation = Simulation(environment, 1, stream(seed, "final"))
    recording = Recording(environment, 1, 1)
    kept = [simulation.state["qpos"][0].copy()]
    while len(kept) <= longest and not recording.ended[0, 0]:
        simulation.step(policy.act(simulation.observation), recording, 0)
        kept.append(recording.after["qpos"][0, 0].copy())
    simulation.close()
    return kept


def _physical(environment: Environment, policy: Policy, seed: int) -> Iterator[np.ndarray]:
    from trainer.simulation import load_model

    import mujoco

    stride = _stride(environment)
    longest = min(environment.horizon, int(_LONGEST_SECONDS / environment.interval))
    model = load_model(environment)
    model.vis.quality.offsamples = 0
    data = mujoco.MjData(model)
    with mujoco.Renderer(model, HEIGHT, WIDTH) as renderer:
        renderer.scene.flags[mujoco.mjtRndFlag.mjRND_SHADOW] = False
        renderer.scene.flags[mujoco.mjtRndFlag.mjRND_REFLECTION] = False
        camera = _camera(model)
        for qpos in _positions(environment, policy, seed, longest)[::stride]:
            data.qpos[:] = qpos
            mujoco.mj_forward(model, data)
            if model.ncam == 0:
                camera.lookat[:] = _middle(model, data)
            renderer.update_scene(data, camera)
            yield renderer.render().copy()


def _camera(model: Any) -> Any:
    """Gives the model's own camera, the one that follows first; without any, a free one from the side."""
    import mujoco

    if model.ncam:
        names = [model.camera(index).name for index in range(model.ncam)]
        return names.index("track") if "track" in names else 0
    camera = mujoco.MjvCamera()
    camera.distance = max(1.1, 1.2 * float(model.stat.extent)) if model.stat.extent < 10 else 4.0
    camera.azimuth, camera.elevation = 90.0, -35.0
    return camera


def _middle(model: Any, data: Any) -> np.ndarray:
    """Gives the point midway between everything that moves."""
    moving = [index for index in range(1, model.nbody) if model.body_weldid[index]]
    return data.xpos[moving].mean(axis=0) if moving else model.stat.center


def _gymnasiums(environment: Environment, policy: Policy, seed: int) -> Iterator[np.ndarray]:
    from trainer.gymnasium_environment import make, scaled

    interface = environment.world.args[0]
    world = make(interface.identifier, render_mode="rgb_array")
    try:
        observation, _ = world.reset(seed=seed % 2**31)
        yield _fitted(world.render())
        over, steps = False, 0
        while not over and steps < _LONGEST_SECONDS * _USUAL_STEPS_A_SECOND:
            action = policy.act(observation[None].astype(np.float64))[0]
            if environment.choices:
                command = int(action[0]) + interface.first
            else:
                space = world.action_space
                command = scaled(interface, action).astype(space.dtype).reshape(space.shape)
            observation, _, terminated, truncated, _ = world.step(command)
            over, steps = terminated or truncated, steps + 1
            yield _fitted(world.render())
    finally:
        world.close()


def _is_craftax(environment: Environment) -> bool:
    return environment.name.startswith("craftax:")


def _craftaxs(environment: Environment, policy: Policy, seed: int) -> Iterator[np.ndarray]:
    from trainer.craftax_game import picture
    from trainer.learner import stream
    from trainer.simulation import Recording, make_world

    world = make_world(environment, 1, stream(seed, "final"))
    recording = Recording(environment, 1, 1)
    yield _fitted(picture(world.first()), enlarged=True)
    while not recording.ended[0, 0]:
        world.step(policy.act(world.observation), recording, 0)
        yield _fitted(picture(world.first()), enlarged=True)


def _fitted(picture: np.ndarray, enlarged: bool = False) -> np.ndarray:
    """Scales a picture into the panel, keeping its shape, on a white ground; small ones grow where ``enlarged``."""
    from PIL import Image, ImageOps

    image = Image.fromarray(np.asarray(picture, dtype=np.uint8)).convert("RGB")
    if enlarged:
        image = ImageOps.contain(image, (WIDTH, HEIGHT), Image.Resampling.NEAREST)
    image.thumbnail((WIDTH, HEIGHT))
    ground = Image.new("RGB", (WIDTH, HEIGHT), "white")
    ground.paste(image, ((WIDTH - image.width) // 2, (HEIGHT - image.height) // 2))
    return np.asarray(ground)


def _labelled(picture: np.ndarray, label: str, ended: bool) -> np.ndarray:
    from PIL import Image, ImageDraw

    image = Image.fromarray(picture)
    draw = ImageDraw.Draw(image)
    text = f"{label} (ended)" if ended else label
    box = draw.textbbox((8, 6), text, font_size=14)
    draw.rectangle((box[0] - 4, box[1] - 3, box[2] + 4, box[3] + 3), fill=(0, 0, 0))
    draw.text((8, 6), text, fill=(255, 255, 255), font_size=14)
    return np.asarray(image)
