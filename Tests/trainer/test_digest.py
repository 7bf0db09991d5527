"""Digests made-up episodes whose answers are known, and those of a real training."""

from __future__ import annotations

import unittest

import support

import numpy as np
from trainer.digest import EpisodeWatch
from trainer.environment import Steps
from trainer.environments import environment as find
from trainer.evaluation import Evaluation
from trainer.probe import probe, segments


class DigestTests(unittest.TestCase):
    def _steps(self, length: int, copies: int) -> Steps:
        environment = find("halfcheetah")
        before = {"qpos": np.zeros((length, copies, 9)), "qvel": np.zeros((length, copies, 9))}
        after = {name: values.copy() for name, values in before.items()}
        for copy in range(copies):
            after["qpos"][:, copy, 0] = (copy + 1) * np.arange(1, length + 1)
            before["qpos"][:, copy, 0] = (copy + 1) * np.arange(length)
        action = np.zeros((length, copies, 6))
        action[::2, 1], action[1::2, 1] = 1.0, -1.0
        observation = np.zeros((length, copies, 17))
        still = np.zeros((length, copies), dtype=bool)
        count = np.zeros((length, copies), dtype=np.int64)
        return Steps(
            before, after, action, action, observation, observation, still, count, environment.interval
        )

    def test_best_median_and_worst_are_told_apart_and_followed(self) -> None:
        environment = find("halfcheetah")
        heard: list[tuple] = []

        def ask(steps: Steps, ended: np.ndarray, fresh: bool) -> np.ndarray:
            heard.append((ended.shape, fresh))
            return np.ones(ended.shape, dtype=np.float32)

        watch = EpisodeWatch(environment, ask)
        steps = self._steps(16, 4)
        ended = np.zeros((16, 4), dtype=bool)
        self.assertEqual(watch(steps, ended, True).shape, (16, 4))
        fitness, own = np.array([1.0, 4.0, 3.0, 2.0]), np.array([4.0, 1.0, 2.0, 3.0])
        ends = np.array([True, False, False, False])
        done = {"success": np.array([0.0, 1.0, 1.0, 0.0]), "steps": np.array([np.nan, 16.0, 12.0, np.nan])}
        found = watch.digest(Evaluation(fitness, own, np.array([8, 16, 16, 16]), ends, done))
        self.assertEqual(found["outcomes"], {"success": 0.5, "steps": 14.0})
        self.assertEqual([episode["succeeded"] for episode in found["episodes"]], [True, False, False])
        self.assertEqual(heard, [((16, 4), True)])
        self.assertEqual((found["count"], found["terminated"], found["mean_length"]), (4, 1, 14.0))
        self.assertEqual(found["agreement"], -1.0)
        self.assertEqual([(e["role"], e["index"]) for e in found["episodes"]], [("best", 1), ("median", 3), ("worst", 0)])
        best, _, worst = found["episodes"]
        position = next(s for s in worst["signals"] if s["name"] == "x_position")
        self.assertEqual((position["first"], position["last"], position["path"]), (1.0, 8.0, 7.0))
        self.assertEqual(position["parts"], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])
        self.assertEqual((best["turns"], best["at_limits"], worst["turns"]), (1.0, 1.0, 0.0))
        names = {s["name"] for s in best["signals"]}
        self.assertFalse(names & {"time", "observation", "previous_action"})
        self.assertIn("joint_velocities", names)

    def test_a_digest_changes_nothing_that_is_measured(self) -> None:
        settings = {"seed": 7, "steps": 2048, "checkpoints": 2, "curve_episodes": 2, "final_episodes": 5}
        results = []
        for wanted in (False, True):
            host = support.Host()
            results.append(host.train("inverted-pendulum", "human", digest=wanted, **settings))
            host.close()
        plain, digested = results
        for key in ("curve", "fitness", "episodes", "lengths", "evaluation_steps"):
            self.assertEqual(plain[key], digested[key])
        self.assertNotIn("digest", plain)
        found = digested["digest"]
        self.assertEqual(found["count"], 5)
        for episode in found["episodes"]:
            self.assertAlmostEqual(episode["fitness"], digested["episodes"][episode["index"]], delta=1e-3)
            self.assertEqual(episode["length"], digested["lengths"][episode["index"]])
            # One for every step but the last of a fall, which is what this reward pays.
            self.assertEqual(episode["own_reward"], episode["length"] - episode["terminated"])


class SegmentTests(unittest.TestCase):
    def test_pieces_are_scored_as_if_they_were_episodes(self) -> None:
        environment = find("halfcheetah")
        recorded, ended = probe(environment, 0, 32, 8)
        found = segments(environment, recorded, ended)
        self.assertTrue(found)
        speed = environment.signal("x_velocity").compute(recorded)
        for piece in found:
            rows = slice(piece["start"], piece["start"] + piece["length"])
            way = speed[rows, piece["copy"]].sum() * environment.interval
            self.assertAlmostEqual(piece["score"], way / 50.0, places=9)

    def test_pieces_over_which_an_episode_ends_are_left_out(self) -> None:
        environment = find("hopper")
        recorded, ended = probe(environment, 0, 32, 8)
        self.assertTrue(ended.any())
        for piece in segments(environment, recorded, ended):
            inside = slice(piece["start"], piece["start"] + piece["length"] - 1)
            self.assertFalse(ended[inside, piece["copy"]].any())


if __name__ == "__main__":
    unittest.main()
