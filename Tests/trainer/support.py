"""Gives the tests the package's path, reward files as functions, and a host that speaks the protocol."""

from __future__ import annotations

import inspect
import json
import mmap
import os
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SANDBOXES = ROOT / "Sandboxes"
sys.path.insert(0, str(SANDBOXES))

from trainer.threads import limit_threads  # noqa: E402

limit_threads()

import numpy as np  # noqa: E402

CACHE = pathlib.Path(tempfile.gettempdir()) / f"evolve-trainer-tests-{os.getuid()}"


def reward_function(environment: str, name: str):
    """Loads a reward file of the repository; gives the function and the names of its signals."""
    path = SANDBOXES / "trainer" / "rewards" / environment / f"{name}.py"
    space: dict = {"np": np}
    exec(compile(path.read_text(), str(path), "exec"), space)
    function = space["compute_reward"]
    parameters = inspect.signature(function).parameters.values()
    return function, [item.name for item in parameters if item.kind == item.POSITIONAL_OR_KEYWORD]


class Host:
    """Starts a trainer process and plays the host's part, with a reward file as the reward."""

    def __init__(self, size: int = 8 << 20) -> None:
        ours, theirs = socket.socketpair()
        self.socket = ours
        memory = os.memfd_create("signals")
        os.ftruncate(memory, size)
        self.memory = mmap.mmap(memory, size)
        inherited = {3: os.dup(theirs.fileno()), 4: os.dup(memory)}
        high = {target: os.dup(fd) for target, fd in inherited.items()}
        command = (
            f"exec 3<&{high[3]} 4<&{high[4]} && exec {sys.executable} -m trainer serve "
            f"--memory-bytes {size} --cache {CACHE}"
        )
        self.process = subprocess.Popen(
            ["/bin/bash", "-c", command],
            pass_fds=tuple(high.values()),
            env={**os.environ, "PYTHONPATH": str(SANDBOXES)},
            stderr=subprocess.PIPE,
        )
        for descriptor in (*inherited.values(), *high.values()):
            os.close(descriptor)
        theirs.close()
        os.close(memory)

    def send(self, message: dict, payload: bytes = b"") -> None:
        text = json.dumps(message).encode()
        self.socket.sendall(struct.pack("<II", len(text), len(payload)) + text + payload)

    def receive(self) -> dict:
        header = self._exactly(8)
        text, payload = struct.unpack("<II", header)
        message = json.loads(self._exactly(text))
        self._exactly(payload)
        return message

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            piece = self.socket.recv(size - len(data))
            if not piece:
                raise AssertionError(f"the trainer is gone: {self.process.stderr.read().decode()}")
            data += piece
        return data

    def signal(self, layout: dict, name: str, rows: int) -> np.ndarray:
        place = next(item for item in layout["signals"] if item["name"] == name)
        width = int(np.prod(place["shape"]))
        block = np.frombuffer(self.memory, np.float32, rows * width, place["offset"]).copy()
        return block.reshape(rows, *place["shape"])

    def train(self, environment: str, reward: str, stop_after: int | None = None, **settings) -> dict:
        """Runs one training to its end; gives the ``done`` message with what was heard on the way."""
        function, signals = reward_function(environment, reward)
        self.send({"do": "begin", "environment": environment, "signals": signals, **settings})
        begun = self.receive()
        if "error" in begun:
            return begun
        heard, fresh = [], []
        while True:
            message = self.receive()
            if "chunk" in message:
                rows = message["steps"] * message["environments"]
                inputs = [self.signal(begun["layout"], name, rows) for name in signals]
                total, _ = function(*inputs)
                if message["stream"] == "train":
                    fresh.append(message["fresh"])
                if stop_after is not None and message["chunk"] >= stop_after:
                    self.send({"stop": "enough"})
                else:
                    self.send({"chunk": message["chunk"]}, total.astype(np.float32).tobytes())
            elif "saving" in message:
                self.send({"memory": {"best": f"after {len(fresh)}"}})
            elif "checkpoint" in message:
                heard.append(message)
            elif "beat" not in message:
                return {**message, "heard": heard, "begun": begun, "fresh": fresh}

    def close(self) -> int:
        """Closes the channel; gives the trainer's exit status."""
        self.socket.close()
        self.memory.close()
        status = self.process.wait(timeout=30)
        self.process.stderr.close()
        return status
