"""Answers the host: ``hello``, ``probe``, ``begin``; one request at a time until the host closes the channel.

During a training the trainer drives: it writes signals, says ``chunk``, and the host answers with totals or
with ``stop``; before it saves its state it says ``saving``, and the host answers with the ``memory`` to keep
with it. A failure of the trainer's own is reported in one line with its place, and the next request is
awaited.
"""

from __future__ import annotations

import importlib.metadata
import mmap
import pathlib
import sys
import traceback
from dataclasses import fields
from typing import Any

from trainer import description
from trainer.channel import Channel, Disconnected
from trainer.environment import Environment, Steps
from trainer.environments import environment as find
from trainer.layout import SignalMemory
from trainer.probe import probe, segments
from trainer.training import Request, Training

import numpy as np

_PACKAGES = ("numpy", "mujoco", "gymnasium", "jax", "optax")


class _Stopped(Exception):
    """Says that the host abandons the training."""


class _RemoteHost:
    """Passes chunks to the host over the channel and takes the totals from its answers."""

    def __init__(self, channel: Channel, signals: SignalMemory) -> None:
        self._channel = channel
        self._signals = signals
        self._chunk = 0

    def rewards(self, which: str, steps: Steps, ended: np.ndarray, fresh: bool) -> np.ndarray:
        self._signals.write(steps, ended)
        length, copies = ended.shape
        number = self._chunk
        self._chunk += 1
        self._channel.send(
            {"chunk": number, "stream": which, "steps": length, "environments": copies, "fresh": fresh}
        )
        answer, payload = self._channel.receive()
        if "stop" in answer:
            raise _Stopped
        if answer.get("chunk") != number or len(payload) != 4 * ended.size:
            raise ValueError(
                f"chunk {number} of {ended.size} rows was answered with chunk {answer.get('chunk')} "
                f"and {len(payload)} bytes"
            )
        totals = np.frombuffer(payload, dtype=np.float32).reshape(ended.shape)
        if not np.isfinite(totals).all():
            raise ValueError(f"chunk {number} was answered with totals that are not finite")
        return totals

    def checkpoint(self, point: dict[str, Any]) -> None:
        self._channel.send(point)

    def saving(self) -> Any:
        self._channel.send({"saving": True})
        answer, _ = self._channel.receive()
        if "stop" in answer:
            raise _Stopped
        return answer.get("memory")

    def beat(self) -> None:
        self._channel.send({"beat": True})


class Server:
    """Keeps the channel and the shared memory for as long as the host wants."""

    def __init__(self, channel: Channel, mapping: mmap.mmap) -> None:
        self._channel = channel
        self._mapping = mapping

    def run(self) -> None:
        """Answers requests until the host is gone."""
        while True:
            message, _ = self._channel.receive()
            if "stop" in message:  # it crossed with the end of the training it was meant for
                continue
            try:
                self._answer(message)
            except Disconnected:
                raise
            except _Stopped:
                self._channel.send({"stopped": True})
            except Exception as error:
                traceback.print_exc(file=sys.stderr)
                self._channel.send({"error": _one_line(error), "where": _where(error)})

    def _answer(self, message: dict[str, Any]) -> None:
        word = message.get("do")
        if word == "hello":
            versions = {name: importlib.metadata.version(name) for name in _PACKAGES}
            versions["python"] = sys.version.split()[0]
            self._channel.send({"ok": True, "versions": versions, **description.describe()})
        elif word == "probe":
            self._probe(message)
        elif word == "begin":
            self._train(message)
        else:
            raise ValueError(f"unknown request {word!r}: the trainer knows hello, probe, begin")

    def _signals(self, environment: Environment, message: dict[str, Any], rows: int) -> SignalMemory:
        return SignalMemory(self._mapping, environment, message["signals"], rows)

    def _probe(self, message: dict[str, Any]) -> None:
        environment = find(message["environment"])
        steps, copies = int(message["steps"]), int(message["environments"])
        signals = self._signals(environment, message, steps * copies)
        recorded, ended = probe(
            environment, int(message["seed"]), steps, copies, bool(message.get("idle")), message.get("policy")
        )
        signals.write(recorded, ended)
        size = {"rows": steps * copies, "steps": steps, "environments": copies}
        size["segments"] = segments(environment, recorded, ended)
        self._channel.send({"layout": signals.describe(), **size})
        signals.close()

    def _train(self, message: dict[str, Any]) -> None:
        environment = find(message["environment"])
        signals = self._signals(environment, message, environment.learner.batch)
        known = {item.name for item in fields(Request)}
        request = Request(**{name: value for name, value in message.items() if name in known})
        host = _RemoteHost(self._channel, signals)
        training = Training(environment, request, host)
        try:
            self._channel.send(
                {
                    "layout": signals.describe(),
                    "batches": training.batches,
                    "steps": training.batches * environment.learner.batch,
                    "resumed_steps": training.learner.batches * environment.learner.batch,
                    "memory": training.memory,
                }
            )
            self._channel.send(training.run())
        finally:
            training.close()
            signals.close()


def _one_line(error: Exception) -> str:
    if isinstance(error, (KeyError, ValueError)) and error.args:
        return " ".join(str(error.args[0]).split())
    return " ".join(f"{type(error).__name__}: {error}".split())


def _where(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return "trainer"
    here = pathlib.Path(__file__).parent
    ours = [frame for frame in frames if pathlib.Path(frame.filename).is_relative_to(here)]
    last = (ours or frames)[-1]
    return f"{pathlib.Path(last.filename).name}:{last.lineno}"


def serve(channel: int, memory: int, size: int, cache: str | None) -> int:
    """Answers a host on descriptors ``channel`` (stream socket) and ``memory`` (``size`` shared bytes)."""
    if cache:
        from trainer.update import use_cache

        use_cache(cache)
    mapping = mmap.mmap(memory, size, mmap.MAP_SHARED, mmap.PROT_READ | mmap.PROT_WRITE)
    try:
        Server(Channel(channel), mapping).run()
    except Disconnected:
        return 0
    return 0
