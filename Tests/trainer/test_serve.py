"""Speaks to real trainer processes over the protocol, as the host does."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import support

import numpy as np
from trainer.environments import environment as find
from trainer.environments import environments

_SETTINGS = {"seed": 7, "steps": 4096, "checkpoints": 4, "curve_episodes": 2, "final_episodes": 4}


class ServeTests(unittest.TestCase):
    def test_two_processes_give_the_same_bits_and_a_third_continues_them(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            results, files = [], []
            for index in range(2):
                host = support.Host()
                path = str(pathlib.Path(folder) / f"policy{index}.npz")
                results.append(host.train("inverted-pendulum", "human", policy=path, **_SETTINGS))
                files.append(pathlib.Path(path).read_bytes())
                self.assertEqual(host.close(), 0)
            for result in results:
                self.assertEqual(result["heard"], result["curve"])
                self.assertEqual(len(result["curve"]), 4)
            same = ("curve", "fitness", "episodes", "lengths", "shipped", "env_steps")
            self.assertEqual([results[0][key] for key in same], [results[1][key] for key in same])
            self.assertEqual(files[0], files[1])
            host = support.Host()
            state, path = str(pathlib.Path(folder) / "state"), str(pathlib.Path(folder) / "continued.npz")
            half = {**_SETTINGS, "steps": 2048, "checkpoints": 2, "final_episodes": 0}
            first = host.train("inverted-pendulum", "human", save=state, **half)
            self.assertEqual(first["fitness"], first["curve"][first["shipped"]]["fitness"])
            host.close()
            host = support.Host()
            rest = host.train("inverted-pendulum", "human", resume=state, policy=path, **_SETTINGS)
            host.close()
            self.assertEqual(rest["begun"]["resumed_steps"], 2048)
            self.assertEqual(rest["begun"]["memory"], {"best": "after 4"})
            self.assertEqual((first["fresh"][0], rest["fresh"][0]), (True, False))
            self.assertEqual([results[0][key] for key in same[:5]], [rest[key] for key in same[:5]])
            self.assertEqual(pathlib.Path(path).read_bytes(), files[0])

    def test_wrong_requests_are_answered_and_the_trainer_goes_on(self) -> None:
        host = support.Host()
        host.send({"do": "hello"})
        self.assertTrue(host.receive()["ok"])
        begin = {"do": "begin", "environment": "ant", "signals": ["x_velocty"], "seed": 1, "steps": 1}
        host.send(begin)
        self.assertIn("did you mean x_velocity", host.receive()["error"])
        host.send({**begin, "environment": "anr"})
        self.assertIn("unknown environment 'anr'; did you mean ant?", host.receive()["error"])
        host.send({"do": "sing"})
        self.assertIn("unknown request 'sing'", host.receive()["error"])
        stopped = host.train("inverted-pendulum", "human", stop_after=2, **_SETTINGS)
        self.assertTrue(stopped["stopped"])
        done = host.train("inverted-pendulum", "human", **{**_SETTINGS, "steps": 512})
        self.assertTrue(done["done"])
        self.assertEqual(host.close(), 0)

    def test_a_trainer_whose_host_vanishes_ends_by_itself(self) -> None:
        host = support.Host()
        begin = {"do": "begin", "environment": "inverted-pendulum", "signals": ["terminated"]}
        host.send({**begin, **_SETTINGS})
        self.assertIn("layout", host.receive())
        self.assertEqual(host.receive()["chunk"], 0)
        self.assertEqual(host.close(), 0)

    def test_the_probe_holds_ends_of_both_kinds_and_repeats(self) -> None:
        host = support.Host()
        for environment in environments():
            names = [signal.name for signal in environment.signals]
            request = {
                "do": "probe", "environment": environment.name, "seed": 1, "steps": 32, "environments": 8,
                "signals": names,
            }  # fmt: skip
            answers, memories = [], []
            for _ in range(2):
                host.send(request)
                answers.append(host.receive())
                memories.append(bytes(host.memory[: answers[-1]["layout"]["bytes"]]))
            self.assertEqual(answers[0]["rows"], 256)
            self.assertEqual(memories[0], memories[1])
            layout = answers[0]["layout"]
            ended = np.frombuffer(memories[0], np.uint8, 256, layout["ended_offset"])
            terminated = host.signal(layout, "terminated", 256)
            self.assertTrue((ended[terminated == 1] == 1).all())
            self.assertTrue((ended[terminated == 0] == 1).any(), environment.name)
            if environment.name == "inverted-pendulum":
                self.assertTrue(terminated.any())
            for name in names:
                self.assertTrue(np.isfinite(host.signal(layout, name, 256)).all(), name)
        host.close()


class DescribeTests(unittest.TestCase):
    def setUp(self) -> None:
        code = (
            "import json, sys; from trainer.description import describe; text = json.dumps(describe());"
            "assert not {'jax', 'mujoco', 'gymnasium'} & set(sys.modules); print(text)"
        )
        variables = {**os.environ, "PYTHONPATH": str(support.SANDBOXES)}
        output = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, check=True)
        self.described = json.loads(output.stdout)["environments"]

    def test_every_environment_is_described_completely(self) -> None:
        self.assertEqual(
            [item["name"] for item in self.described],
            [
                *("ant", "halfcheetah", "hopper", "humanoid", "inverted-double-pendulum"),
                *("inverted-pendulum", "pusher", "reacher", "swimmer", "walker2d"),
            ],
        )
        for item in self.described:
            for key in ("title", "task", "termination"):
                self.assertTrue(item[key].strip())
            self.assertEqual(set(item["fitness"]), {"name", "unit", "text"})
            self.assertEqual(
                set(item["defaults"]),
                {"steps", "generations", "samples", "seeds", "finalists", "finalist_seeds", "confirm_seeds"},
            )
            self.assertLessEqual(
                {"human", "sparse", "constant", "random", "silly"}, set(item["rewards"]), item["name"]
            )
            names = [signal["name"] for signal in item["signals"]]
            self.assertEqual(len(names), len(set(names)))
            for signal in item["signals"]:
                # `terminated` never changes where no episode ends for good, and its range says so.
                least = self.assertLessEqual if signal["name"] == "terminated" else self.assertLess
                least(signal["low"], signal["high"])
                self.assertTrue(signal["name"].isidentifier())
                self.assertTrue(signal["unit"] and signal["text"])

    def test_reward_files_take_declared_signals_and_give_finite_components(self) -> None:
        for item in self.described:
            shapes = {signal["name"]: signal["shape"] for signal in item["signals"]}
            for name in item["rewards"]:
                function, signals = support.reward_function(item["name"], name)
                generator = np.random.default_rng(0)
                inputs = [generator.random((64, *shapes[key]), dtype=np.float32) for key in signals]
                for values in inputs:
                    values.flags.writeable = False
                total, components = function(*inputs)
                again, _ = function(*inputs)
                np.testing.assert_array_equal(total, again)
                for values in (total, *components.values()):
                    self.assertEqual(values.shape, (64,), f"{item['name']} {name}")
                    self.assertTrue(np.isfinite(values).all())

    def test_an_idle_probe_does_nothing_and_is_laid_out_the_same(self) -> None:
        from trainer.probe import probe

        for item in self.described:
            steps, ended = probe(find(item["name"]), 3, 8, 4, idle=True)
            self.assertFalse(steps.action.any(), item["name"])
            self.assertEqual(ended.shape, (8, 4))

    def test_signals_have_the_shapes_that_are_declared(self) -> None:
        from trainer.probe import probe

        for item in self.described:
            steps, ended = probe(find(item["name"]), 3, 8, 4)
            self.assertEqual(ended.shape, (8, 4))
            for signal in find(item["name"]).signals:
                self.assertEqual(np.shape(signal.compute(steps)), (8, 4, *signal.shape), signal.name)


if __name__ == "__main__":
    unittest.main()
