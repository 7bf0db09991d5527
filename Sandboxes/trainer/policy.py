"""Acts: two tanh networks in NumPy, one for actions, one for values; ``update`` trains them."""

from __future__ import annotations

import io
import os
import pathlib
import zipfile

from trainer.environment import Environment
from trainer.normalisers import ObservationNormaliser

import numpy as np

Parameters = dict[str, np.ndarray]
"""Float32 arrays: ``actor.w0``, ``actor.b0`` … ``critic.b2``; for continuous actions ``log_deviation``."""


def initial_parameters(environment: Environment, generator: np.random.Generator) -> Parameters:
    """Draws orthogonal weights; the last layers start small (actor) and at one (critic).

    Where the environment gives choices, the actor's outputs are their log-odds, and there is no deviation.
    """
    hidden = environment.learner.hidden
    parameters: Parameters = {}
    for part, outputs, last in (("actor", environment.policy_outputs, 0.01), ("critic", 1, 1.0)):
        sizes = (environment.observation_size, hidden, hidden, outputs)
        for layer in range(3):
            gain = np.sqrt(2.0) if layer < 2 else last
            weights = _orthogonal(generator, sizes[layer], sizes[layer + 1]) * gain
            parameters[f"{part}.w{layer}"] = weights.astype(np.float32)
            parameters[f"{part}.b{layer}"] = np.zeros(sizes[layer + 1], dtype=np.float32)
    if not environment.choices:
        start = environment.learner.initial_log_deviation
        parameters["log_deviation"] = np.full(environment.action_size, start, dtype=np.float32)
    return parameters


def _orthogonal(generator: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    tall = generator.standard_normal((max(rows, columns), min(rows, columns)))
    basis, triangle = np.linalg.qr(tall)
    basis = basis * np.sign(np.diag(triangle))
    return basis if rows >= columns else basis.T


def forward(parameters: Parameters, part: str, observation: np.ndarray) -> np.ndarray:
    """Evaluates one network: observation (N, D) float32, normalised; result (N, outputs) float32."""
    values = observation
    for layer in range(2):
        values = values @ parameters[f"{part}.w{layer}"]
        values += parameters[f"{part}.b{layer}"]
        np.tanh(values, out=values)
    values = values @ parameters[f"{part}.w2"]
    values += parameters[f"{part}.b2"]
    return values


class Policy:
    """Acts without noise: a copy of parameters and normaliser that later training does not change."""

    def __init__(self, environment: Environment, parameters: Parameters, moments: tuple) -> None:
        self.environment = environment
        self.parameters = {name: np.array(value, dtype=np.float32) for name, value in parameters.items()}
        self.normaliser = ObservationNormaliser(environment.observation_size)
        self.normaliser._centre, self.normaliser._scale = (np.array(item, np.float32) for item in moments)

    def act(self, observation: np.ndarray) -> np.ndarray:
        """Gives actions (N, A) float64 within limits, or the likeliest choices, for observations (N, D)."""
        mean = forward(self.parameters, "actor", self.normaliser(observation)).astype(np.float64)
        if self.environment.choices:
            return mean.argmax(axis=-1, keepdims=True).astype(np.float64)
        limit = self.environment.action_limit
        return np.clip(mean, -limit, limit)

    def arrays(self) -> dict[str, np.ndarray]:
        """Gives everything that is needed to act, by name."""
        centre, scale = self.normaliser.moments
        return {**self.parameters, "observation.centre": centre, "observation.scale": scale}

    @classmethod
    def from_arrays(cls, environment: Environment, arrays: dict[str, np.ndarray]) -> Policy:
        """Makes a policy from what ``arrays`` gave."""
        parameters = {name: value for name, value in arrays.items() if not name.startswith("observation.")}
        return cls(environment, parameters, (arrays["observation.centre"], arrays["observation.scale"]))

    def save(self, path: str) -> None:
        """Writes a policy file (npz) that ``load`` reads; equal policies give equal bytes."""
        write_arrays(path, {**self.arrays(), "environment": np.array(self.environment.name)})

    @classmethod
    def load(cls, environment: Environment, path: str) -> Policy:
        """Reads a policy file; one that is none, or of another environment, raises ValueError."""
        try:
            with np.load(path, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            name = str(arrays.pop("environment"))
            sizes = arrays["actor.w0"].shape[0], arrays["actor.w2"].shape[1], arrays["observation.centre"].shape[0]
        except (ValueError, KeyError, IndexError, AttributeError, EOFError, zipfile.BadZipFile) as error:
            raise ValueError(f"{path} is no policy file: {type(error).__name__}: {error}") from error
        if name != environment.name:
            raise ValueError(f"{path} is a policy for {name}, not for {environment.name}")
        size = environment.observation_size
        if sizes != (size, environment.policy_outputs, size):
            raise ValueError(f"{path} is of an earlier {name}: it observes {sizes[0]} numbers and gives {sizes[1]}")
        return cls.from_arrays(environment, arrays)


def write_arrays(path: str, arrays: dict[str, np.ndarray]) -> None:
    """Writes named arrays to ``path`` in one step: a reader sees the old file or the new one, never half."""
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    target = pathlib.Path(path)
    partial = target.with_name(target.name + ".partial")
    with open(partial, "wb") as file:
        file.write(buffer.getbuffer())
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, target)
