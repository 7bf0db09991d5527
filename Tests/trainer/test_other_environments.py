"""Checks environments that do not ship: any of Gymnasium's (``gym:ID``), and files of a user's own."""

from __future__ import annotations

import pathlib
import sys
import tempfile
import unittest
from unittest import mock

import support

import gymnasium
import numpy as np
from test_learning import run
from trainer.description import describe
from trainer.environments import environment as find
from trainer.evaluation import evaluate
from trainer.learner import Learner, stream
from trainer.policy import Policy, initial_parameters
from trainer.probe import probe
from trainer.simulation import Recording, make_world
from trainer.training import Request, Training
from trainer.update import _log_probability

EXAMPLES = support.SANDBOXES / "trainer" / "examples"


class Telltale(gymnasium.Env):
    """Says its reward in ``info`` under other names, beside numbers that are fit for signals."""

    observation_space = gymnasium.spaces.Dict(
        {"place": gymnasium.spaces.Box(-1.0, 1.0, (2,)), "mode": gymnasium.spaces.Discrete(3)}
    )
    action_space = gymnasium.spaces.Discrete(4, start=5)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self._steps = 0
        return {"place": np.zeros(2, np.float32), "mode": 1}, {}

    def step(self, action):
        assert 5 <= action < 9
        self._steps += 1
        reward = float(self.np_random.normal())
        info = {
            "reward_forward": 1.0, "score": 3.0 * reward + 1.0, "height": float(self.np_random.normal()),
            "contact": np.arange(3.0), "name": "telltale", "episode_length": self._steps,
        }  # fmt: skip
        return {"place": np.full(2, 0.5, np.float32), "mode": 2}, reward, False, False, info


gymnasium.register("Telltale-v0", entry_point=Telltale, max_episode_steps=7)


class GymnasiumTests(unittest.TestCase):
    def test_steps_equal_gymnasiums_and_no_signal_tells_the_reward(self) -> None:
        for name in ("gym:CartPole-v1", "gym:Pendulum-v1"):
            environment = find(name)
            ours = make_world(environment, 3, np.random.default_rng(4))
            seeds = np.random.default_rng(4).integers(2**31, size=3)
            twin = gymnasium.make(name.removeprefix("gym:"))
            observation, _ = twin.reset(seed=int(seeds[1]))
            recording, generator, total = Recording(environment, 1, 3), np.random.default_rng(5), 0.0
            for _ in range(300):
                np.testing.assert_allclose(ours.observation[1], observation, rtol=1e-6)
                action = generator.uniform(-1, 1, (3, 1))
                command = (2.0 * action[1]).astype(np.float32)
                if environment.choices:
                    action = generator.integers(2, size=(3, 1)).astype(float)
                    command = int(action[1, 0])
                observation, reward, terminated, truncated, _ = twin.step(command)
                ours.step(action, recording, 0)
                steps = recording.steps(1)
                total += float(reward)
                np.testing.assert_allclose(steps.after["return"][0, 1], total, rtol=1e-5)
                self.assertEqual(bool(recording.terminated[0, 1]), bool(terminated))
                self.assertEqual(bool(recording.ended[0, 1]), bool(terminated or truncated))
                sent = environment.signal("action").compute(steps)[0, 1]
                np.testing.assert_allclose(sent, np.squeeze(command) if environment.choices else command)
                if terminated or truncated:
                    break
                ours.reset_ended(recording, 0)
            else:
                self.fail("the episode never ended")
            ours.close()
            self.assertFalse({"reward", "return"} & {signal.name for signal in environment.signals})

    def test_info_that_tells_the_reward_is_no_signal(self) -> None:
        environment = find("gym:Telltale-v0")
        signals = {signal.name: signal for signal in environment.signals}
        self.assertEqual(
            {name for name in signals if name.startswith("info_")}, {"info_height", "info_contact"}
        )
        self.assertEqual((environment.observation_size, environment.choices), (5, 4))
        steps, ended = probe(environment, 1, 16, 8)
        self.assertEqual(signals["info_contact"].compute(steps).shape, (16, 8, 3))
        self.assertTrue(ended.any() and not steps.terminated.any())
        self.assertEqual(set(np.unique(signals["action"].compute(steps))), {0.0, 1.0, 2.0, 3.0})

    def test_fitness_is_the_return_to_the_end_of_each_episode_and_no_further(self) -> None:
        environment = find("gym:CartPole-v1")
        policy = Policy(environment, initial_parameters(environment, stream(0, "start")), (0.0, 1.0))
        result = evaluate(environment, policy, 0, "final", 6, 64, None, lambda: None)
        np.testing.assert_array_equal(result.fitness, result.length)
        again = evaluate(environment, policy, 0, "final", 6, 64, None, lambda: None)
        np.testing.assert_array_equal(result.fitness, again.fitness)
        self.assertGreater(len(set(result.length.tolist())), 1)

    def test_a_training_that_cannot_be_saved_says_so_before(self) -> None:
        self.assertFalse(describe("gym:CartPole-v1")["environments"][0]["pauses"])

    def test_choices_are_learned_with_the_environments_own_reward(self) -> None:
        environment = find("gym:CartPole-v1")
        learner = Learner(environment, 1)
        learner.collect()
        drawn = learner._log_probability.copy()
        said = np.array(_log_probability(learner.parameters, learner._observation, learner._action))
        np.testing.assert_allclose(drawn, said, rtol=1e-4, atol=1e-5)
        self.assertAlmostEqual(float(learner._action.mean()), 0.5, delta=0.05)
        learner.close()
        _, host = run(
            environment, None, seed=1, steps=12_288, checkpoints=3, final_episodes=0, own_reward=True
        )
        self.assertGreater(host.points[-1]["fitness"], 150.0)
        self.assertEqual(host.points[-1]["fitness"], host.points[-1]["own_reward"])
        with self.assertRaisesRegex(ValueError, "ant gives no reward of its own"):
            Training(find("ant"), Request("ant", 1, 1, own_reward=True), host)

    def test_what_cannot_be_used_is_told_with_the_remedy(self) -> None:
        def complaint(name: str) -> str:
            answer = describe(name)
            self.assertEqual(answer["environments"], [])
            return answer["error"]

        self.assertIn("doesn't exist", complaint("gym:CartPoll-v1"))
        with mock.patch.dict(sys.modules, {"Box2D": None}):
            self.assertIn('-m pip install "gymnasium[box2d]==', complaint("gym:LunarLander-v3"))
        gymnasium.register("Pictures-v0", entry_point=Pictures)
        self.assertIn("no pictures", complaint("gym:Pictures-v0"))
        gymnasium.register("Several-v0", entry_point=Several)
        self.assertIn("takes actions from MultiDiscrete", complaint("gym:Several-v0"))


class Pictures(Telltale):
    observation_space = gymnasium.spaces.Box(0, 255, (64, 64, 3), np.uint8)


class Several(Telltale):
    action_space = gymnasium.spaces.MultiDiscrete([2, 2])


class FileTests(unittest.TestCase):
    def test_the_example_is_complete_and_its_rewards_fit(self) -> None:
        path = str(EXAMPLES / "crane.py")
        described = describe(path)["environments"][0]
        self.assertEqual(described["name"], path)
        self.assertTrue(described["pauses"])
        self.assertEqual(set(described["rewards"]), {"human", "sparse", "silly"})
        environment = find(path)
        steps, ended = probe(environment, 1, 32, 8)
        self.assertTrue(ended.any())
        for name, file in described["rewards"].items():
            space: dict = {"np": np}
            exec(compile(pathlib.Path(file).read_text(), file, "exec"), space)
            code = space["compute_reward"].__code__
            inputs = [
                environment.signal(item).compute(steps) for item in code.co_varnames[: code.co_argcount]
            ]
            total, _ = space["compute_reward"](*inputs)
            self.assertEqual((total.shape, bool(np.isfinite(total).all())), ((32, 8), True), name)

    def test_mistakes_are_told_with_file_and_line(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "mine.py"
            for text, words in (
                (None, "there is no such file"),
                ("x = 1\n", "ENVIRONMENT must be an Environment"),
                ("x = 1\n\nlen(x)\n", "mine.py:3: TypeError"),
                ("x = 1\nif:\n", "mine.py:2: SyntaxError"),
            ):
                if text is not None:
                    path.write_text(text)
                self.assertIn(words, describe(str(path))["error"])
            example = (EXAMPLES / "crane.py").read_text()
            path.write_text(example.replace('"swing_velocity",', '"swing_angle",'))
            self.assertIn("the signal swing_angle is declared twice", describe(str(path))["error"])


if __name__ == "__main__":
    unittest.main()
