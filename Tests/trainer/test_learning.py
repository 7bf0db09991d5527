"""Checks what learning and measuring rest on: bootstrapping, advantages, fitness, checkpoints, continuing."""

from __future__ import annotations

import dataclasses
import pathlib
import tempfile
import unittest

import support

import jax
import numpy as np
from trainer.environment import Episodes, Steps
from trainer.environments import environment as find
from trainer.evaluation import evaluate
from trainer.learner import Learner, stream
from trainer.policy import Policy, forward, initial_parameters
from trainer.simulation import Recording, Simulation
from trainer.training import Checkpoint, Request, Training, best, checkpoint_batches
from trainer.update import _advantages, use_cache

use_cache(str(support.CACHE))


class LocalHost:
    """Answers a training with a reward file, in this process; without one it only listens."""

    def __init__(self, environment, reward: str | None) -> None:
        self.points: list[dict] = []
        self._environment = environment
        if reward is not None:
            self._reward, self._signals = support.reward_function(environment.name, reward)

    def rewards(self, which: str, steps: Steps, ended: np.ndarray, fresh: bool) -> np.ndarray:
        rows = ended.size
        inputs = []
        for name in self._signals:
            values = self._environment.signal(name).compute(steps).astype(np.float32)
            inputs.append(values.reshape(rows, *values.shape[2:]))
        return self._reward(*inputs)[0].astype(np.float32).reshape(ended.shape)

    def checkpoint(self, point: dict) -> None:
        self.points.append(point)

    def saving(self) -> None:
        pass

    def beat(self) -> None:
        pass


def run(environment, reward: str | None, **settings) -> tuple[dict, LocalHost]:
    host = LocalHost(environment, reward)
    training = Training(environment, Request(environment.name, **settings), host)
    result = training.run()
    training.close()
    return result, host


class LearningTests(unittest.TestCase):
    def test_time_limit_bootstraps_with_the_last_observation_and_termination_does_not(self) -> None:
        environment = dataclasses.replace(find("inverted-pendulum"), horizon=5)
        learner = Learner(environment, 1)
        learner.collect()
        recording = learner.recording
        cut = recording.ended & ~recording.terminated
        self.assertTrue(cut.any() and recording.terminated.any())
        self.assertTrue((recording.count[cut] == 5).all())
        values = learner._bootstrap()
        row, copy = np.argwhere(cut)[0]
        final = environment.observe({name: item[row, copy] for name, item in recording.after.items()})
        np.testing.assert_array_equal(recording.observation[row, copy], final)
        expected = forward(learner.parameters, "critic", learner.observations(final[None]))[0, 0]
        self.assertAlmostEqual(float(values[row, copy]), float(expected), places=5)
        self.assertFalse(values[~cut].any())
        following = recording.previous_observation[row + 1, copy]
        self.assertFalse(np.array_equal(final, following))
        learner.close()

    def test_signals_are_those_of_the_step_before_any_reset(self) -> None:
        environment = find("inverted-pendulum")
        learner = Learner(environment, 2)
        steps = learner.collect()
        angle = environment.signal("pole_angle").compute(steps)
        before = environment.signal("previous_pole_angle").compute(steps)
        self.assertTrue((np.abs(angle[steps.terminated]) > 0.2).all())
        self.assertTrue((np.abs(angle[~steps.terminated]) <= 0.2).all())
        self.assertTrue((np.abs(before) <= 0.2).all())
        going = ~learner.recording.ended[:-1]
        np.testing.assert_array_equal(angle[:-1][going], before[1:][going])
        first = steps.count == 1
        self.assertFalse(steps.previous_action[first].any())
        learner.close()

    def test_advantages_equal_their_definition(self) -> None:
        settings = find("ant").learner
        generator = np.random.default_rng(0)
        shape = (7, 3)
        reward, values, bootstrap = (generator.standard_normal(shape).astype(np.float32) for _ in range(3))
        last = generator.standard_normal(3).astype(np.float32)
        ended = generator.random(shape) < 0.3
        batch = {"reward": reward, "ended": ended.astype(np.float32), "bootstrap": bootstrap}
        found = np.array(jax.jit(lambda: _advantages(settings, values, last, batch))())
        expected = np.zeros(shape)
        for copy in range(3):
            carry = 0.0
            for row in reversed(range(7)):
                following = last[copy] if row == 6 else values[row + 1, copy]
                if ended[row, copy]:
                    following, carry = bootstrap[row, copy], 0.0
                error = reward[row, copy] + settings.discount * following - values[row, copy]
                carry = error + settings.discount * settings.trace * carry
                expected[row, copy] = carry
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)

    def test_two_halves_equal_the_whole_to_the_bit(self) -> None:
        for name, batches in (("inverted-pendulum", 12), ("ant", 4)):
            environment = find(name)
            size = environment.learner.batch
            with tempfile.TemporaryDirectory() as folder:
                paths = {key: str(pathlib.Path(folder) / key) for key in ("whole", "half", "second", "state")}
                shared = {"seed": 3, "curve_episodes": 2, "final_episodes": 2}
                whole, heard = run(
                    environment, "human", steps=batches * size, checkpoints=4, policy=paths["whole"], **shared
                )
                half, first = run(
                    environment,
                    "human",
                    steps=batches * size // 2,
                    checkpoints=2,
                    policy=paths["half"],
                    save=paths["state"],
                    **shared,
                )
                second, rest = run(
                    environment,
                    "human",
                    steps=batches * size,
                    checkpoints=4,
                    policy=paths["second"],
                    resume=paths["state"],
                    **shared,
                )
                self.assertEqual(heard.points, first.points + rest.points)
                for key in ("curve", "shipped", "fitness", "episodes", "lengths"):
                    self.assertEqual(whole[key], second[key], f"{name}: {key}")
                self.assertEqual(half["env_steps"] + second["env_steps"], whole["env_steps"])
                files = [pathlib.Path(paths[key]).read_bytes() for key in ("whole", "second")]
                self.assertEqual(files[0], files[1])

    def test_a_paused_training_continues_as_if_it_never_paused(self) -> None:
        # Ant's contact forces are state that a simulator hides; the pendulum's episodes end in the middle.
        for name, batches, pause, rung in (("inverted-pendulum", 12, 0.5, 6), ("ant", 4, 0.3, 1)):
            environment = find(name)
            size = environment.learner.batch
            with tempfile.TemporaryDirectory() as folder:
                paths = {key: str(pathlib.Path(folder) / key) for key in ("whole", "rest", "state")}
                shared = {"seed": 5, "steps": batches * size, "checkpoints": 4, "curve_episodes": 2, "final_episodes": 2}
                whole, heard = run(environment, "human", policy=paths["whole"], **shared)
                first, early = run(environment, "human", pause=pause, save=paths["state"], **shared)
                self.assertEqual(first["curve"], early.points)
                self.assertEqual(first["curve"][-1]["steps"], rung * size)
                self.assertEqual(first["fitness"], first["curve"][-1]["fitness"])
                self.assertIsNone(first["policy"])
                rest, late = run(environment, "human", resume=paths["state"], policy=paths["rest"], **shared)
                self.assertEqual(heard.points, early.points + late.points)
                for key in ("curve", "shipped", "fitness", "episodes", "lengths"):
                    self.assertEqual(whole[key], rest[key], f"{name}: {key}")
                for key in ("env_steps", "evaluation_steps"):
                    self.assertEqual(first[key] + rest[key], whole[key], f"{name}: {key}")
                files = [pathlib.Path(paths[key]).read_bytes() for key in ("whole", "rest")]
                self.assertEqual(files[0], files[1])

    def test_a_training_of_one_batch_pauses_at_its_end_and_is_only_measured_after_that(self) -> None:
        environment = find("inverted-pendulum")
        with tempfile.TemporaryDirectory() as folder:
            path = str(pathlib.Path(folder) / "state")
            shared = {"seed": 1, "steps": 1, "checkpoints": 10, "curve_episodes": 1, "final_episodes": 2}
            whole, _ = run(environment, "human", **shared)
            first, _ = run(environment, "human", pause=0.5, save=path, **shared)
            rest, _ = run(environment, "human", resume=path, **shared)
            self.assertEqual((first["env_steps"], rest["env_steps"]), (environment.learner.batch, 0))
            self.assertEqual((whole["episodes"], whole["curve"]), (rest["episodes"], rest["curve"]))

    def test_a_pause_without_a_file_or_at_no_place_is_refused(self) -> None:
        environment = find("inverted-pendulum")
        for wrong in ({"pause": 0.5}, {"pause": 1.0, "save": "state"}, {"pause": 0.0, "save": "state"}):
            with self.assertRaisesRegex(ValueError, "pause must be between 0 and 1"):
                run(environment, "human", seed=1, steps=512, **wrong)

    def test_a_training_begins_with_the_way_another_policy_acts_and_learns_values_anew(self) -> None:
        environment = find("inverted-pendulum")
        with tempfile.TemporaryDirectory() as folder:
            file = str(pathlib.Path(folder) / "start.npz")
            run(environment, "human", seed=1, steps=20_000, policy=file, final_episodes=0)
            earlier = Policy.load(environment, file)
            learner = Learner(environment, 2)
            fresh = Learner(environment, 2)
            learner.begin_with(earlier)
            for name, values in learner.parameters.items():
                given = fresh.parameters if name.startswith("critic.") else earlier.parameters
                np.testing.assert_array_equal(values, given[name])
            states = np.random.default_rng(0).normal(size=(5, environment.observation_size))
            np.testing.assert_allclose(learner.policy().act(states), earlier.act(states), rtol=1e-4, atol=1e-5)
            learner.close()
            fresh.close()
            begun = run(environment, "human", seed=2, steps=2048, start=file, final_episodes=8)[0]["fitness"]
            self.assertGreater(begun, run(environment, "human", seed=2, steps=2048, final_episodes=8)[0]["fitness"] + 0.3)

    def test_a_policy_of_another_size_or_environment_is_no_beginning(self) -> None:
        small, pendulum = find("reacher"), find("inverted-pendulum")
        wide = dataclasses.replace(pendulum, learner=dataclasses.replace(pendulum.learner, hidden=32))
        with tempfile.TemporaryDirectory() as folder:
            file = str(pathlib.Path(folder) / "start.npz")
            run(wide, "human", seed=1, steps=256, policy=file, final_episodes=0)
            with self.assertRaisesRegex(ValueError, "does not fit: actor.w0"):
                run(pendulum, "human", seed=1, steps=256, start=file)
            with self.assertRaisesRegex(ValueError, "is a policy for inverted-pendulum, not for reacher"):
                run(small, "human", seed=1, steps=256, start=file)

    def test_continuing_with_another_seed_is_refused(self) -> None:
        environment = find("inverted-pendulum")
        with tempfile.TemporaryDirectory() as folder:
            path = str(pathlib.Path(folder) / "state")
            shared = {"steps": 512, "checkpoints": 1, "curve_episodes": 1, "final_episodes": 0}
            run(environment, "human", seed=1, save=path, **shared)
            with self.assertRaisesRegex(ValueError, "saved with seed 1, not 2"):
                run(environment, "human", seed=2, resume=path, **shared)

    def test_the_pendulum_is_learnt_with_the_human_reward_and_not_with_a_silly_one(self) -> None:
        environment = find("inverted-pendulum")
        shared = {"seed": 0, "steps": 20_000, "checkpoints": 5, "curve_episodes": 2, "final_episodes": 8}
        human, host = run(environment, "human", **shared)
        silly, _ = run(environment, "silly", **shared)
        self.assertGreater(human["fitness"], 0.5)
        self.assertLess(silly["fitness"], 0.2)
        self.assertEqual(len(host.points), 5)
        self.assertEqual(len(human["episodes"]), 8)


class MeasureTests(unittest.TestCase):
    def test_locomotion_fitness_is_displacement_over_the_full_horizon(self) -> None:
        for name, size in (("ant", 15), ("halfcheetah", 9)):
            environment = find(name)
            first, last = np.zeros((2, size)), np.zeros((2, size))
            first[:, 0], last[:, 0] = 1.0, (51.0, 11.0)
            length, fallen = np.array([1000, 100]), np.array([False, True])
            fitness = environment.score(Episodes({"qpos": first}, {"qpos": last}, length, fallen))
            np.testing.assert_allclose(fitness, [1.0, 0.2])

    def test_pendulum_fitness_is_the_share_survived(self) -> None:
        length, fallen = np.array([1000, 1, 500]), np.array([False, True, True])
        fitness = find("inverted-pendulum").score(Episodes({}, {}, length, fallen))
        np.testing.assert_allclose(fitness, [1.0, 0.0, 0.499])

    def test_every_policy_is_measured_from_the_same_starts(self) -> None:
        environment = find("ant")
        starts = []
        for seed in (5, 5, 6):
            simulation = Simulation(environment, 3, stream(seed, "final"))
            starts.append(simulation.observation.copy())
            simulation.close()
        np.testing.assert_array_equal(starts[0], starts[1])
        self.assertFalse(np.array_equal(starts[0], starts[2]))

    def test_own_reward_counts_each_episode_to_its_end_and_no_further(self) -> None:
        environment = find("inverted-pendulum")
        policy = Policy(environment, initial_parameters(environment, stream(0, "start")), (0.0, 1.0))
        seen = []

        def rewards(steps: Steps, ended: np.ndarray, fresh: bool) -> np.ndarray:
            seen.append((ended.shape, fresh))
            self.assertTrue(np.isfinite(environment.signal("pole_angle").compute(steps)).all())
            return np.ones(ended.shape, dtype=np.float32)

        result = evaluate(environment, policy, 0, "curve", 8, 64, rewards, lambda: None)
        np.testing.assert_array_equal(result.own_reward, result.length)
        self.assertGreater(len(set(result.length.tolist())), 1)
        np.testing.assert_allclose(result.fitness, (result.length - 1) / 1000)
        self.assertEqual([fresh for _, fresh in seen], [True] + [False] * (len(seen) - 1))
        self.assertEqual(seen[0][0], (8, 8))

    def test_checkpoints_are_spread_evenly_and_the_latest_of_equal_ones_is_shipped(self) -> None:
        self.assertEqual(checkpoint_batches(20, 10), list(range(2, 21, 2)))
        self.assertEqual(checkpoint_batches(3, 10), [1, 2, 3])
        points = [Checkpoint(index, 0, 0.0, own, 0.0, []) for index, own in enumerate((1.0, 3.0, 3.0, 2.0))]
        self.assertEqual(best(points), 2)

    def test_a_diverging_simulation_ends_its_episode_at_its_last_good_state(self) -> None:
        environment = find("ant")
        simulation = Simulation(environment, 2, np.random.default_rng(0))
        recording = Recording(environment, 2, 2)
        simulation.step(np.zeros((2, 8)), recording, 0)
        simulation.physics.qvel[1, 0] = 1e12
        simulation.step(np.zeros((2, 8)), recording, 1)
        self.assertEqual(recording.terminated[1].tolist(), [False, True])
        self.assertTrue(np.isfinite(recording.after["qpos"]).all())
        np.testing.assert_array_equal(recording.after["qpos"][1, 1], recording.before["qpos"][1, 1])
        simulation.close()


if __name__ == "__main__":
    unittest.main()
