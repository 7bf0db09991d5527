"""Checks the tasks on Craftax-Classic: names, remedies and figures always, the worlds where craftax is installed."""

from __future__ import annotations

import importlib.util
import sys
import unittest
from unittest import mock

import support

import numpy as np
from trainer.craftax_tasks import TASKS
from trainer.description import describe
from trainer.environment import Episodes, Steps
from trainer.environments import environment as find
from trainer.evaluation import Evaluation, evaluate

HAS_CRAFTAX = importlib.util.find_spec("craftax") is not None


def described_without_playing(name: str):
    """Gives an environment whether craftax is there or not; its worlds cannot be made."""
    from trainer.craftax_environment import craftax_environment

    with mock.patch("importlib.util.find_spec", return_value=object()):
        return craftax_environment(name)


def synthetic(environment, count: int) -> Steps:
    """Makes one step of ``count`` copies out of made-up states that hold what the signals need."""
    shapes = {signal.name: signal.shape for signal in environment.signals}
    states = []
    for shift in (0.0, 1.0):
        state = {}
        for name, shape in shapes.items():
            plain = name.removeprefix("previous_")
            state[plain] = np.full((1, count, *shape), shift) + np.arange(count).reshape(1, count, *[1] * len(shape))
        states.append(state)
    wide = np.zeros((1, count, environment.observation_size))
    flat = np.zeros((1, count))
    action = np.ones((1, count, 1))
    return Steps(states[0], states[1], action, 2 * action, wide, wide, flat > 0, flat + 3, 1.0)


class WithoutCraftaxTests(unittest.TestCase):
    def test_a_wrong_name_is_told_with_the_nearest_and_a_missing_package_with_the_remedy(self) -> None:
        answer = describe("craftax:find-treee")
        self.assertEqual(answer["environments"], [])
        self.assertIn("did you mean craftax:find-tree?", answer["error"])
        self.assertIn("craftax:avoid-lava", answer["error"])
        find.cache_clear()
        with mock.patch.dict(sys.modules, {"craftax": None}), mock.patch("importlib.util.find_spec", return_value=None):
            answer = describe("craftax:find-tree")
        find.cache_clear()
        self.assertIn(f'{sys.executable} -m pip install "craftax==', answer["error"])

    def test_every_task_has_signals_of_the_right_shape_and_a_sparse_reward(self) -> None:
        for task in TASKS:
            environment = described_without_playing(task.name)
            names = [signal.name for signal in environment.signals]
            self.assertEqual(len(names), len(set(names)), task.name)
            steps = synthetic(environment, 5)
            for signal in environment.signals:
                self.assertEqual(np.shape(signal.compute(steps)), (1, 5, *signal.shape), signal.name)
            for thing in (*task.things, "enemy"):
                self.assertLess({f"{thing}_distance", f"previous_{thing}_distance", f"{thing}_visible"}, set(names))
                now = environment.signal(f"{thing}_distance").compute(steps)
                before = environment.signal(f"previous_{thing}_distance").compute(steps)
                np.testing.assert_array_equal(now - before, 1.0)
            space: dict = {"np": np}
            code = (support.SANDBOXES / "trainer" / "rewards" / "craftax" / "sparse.py").read_text()
            exec(compile(code, "sparse.py", "exec"), space)
            success = environment.signal("success").compute(steps)
            total, parts = space["compute_reward"](success)
            np.testing.assert_array_equal(total, success)
            self.assertEqual(list(parts), ["success"])

    def test_success_is_the_fitness_and_deaths_and_steps_are_told_beside_it(self) -> None:
        environment = described_without_playing("find-tree")
        last = {"success": np.array([1.0, 0.0, 1.0, 0.0]), "died": np.array([0.0, 1.0, 0.0, 0.0])}
        length = np.array([10, 5, 30, 100])
        episodes = Episodes({}, last, length, np.array([True, True, True, False]))
        np.testing.assert_array_equal(environment.score(episodes), [100.0, 0.0, 100.0, 0.0])
        result = Evaluation(np.zeros(4), np.zeros(4), length, episodes.terminated, environment.outcomes(episodes))
        self.assertEqual(result.figures(), {"success": 0.5, "death": 0.25, "steps_to_success": 20.0})
        none = {"steps_to_success": np.array([np.nan, np.nan])}
        self.assertEqual(Evaluation(*[np.zeros(2)] * 4, none).figures(), {"steps_to_success": None})


@unittest.skipUnless(HAS_CRAFTAX, "needs the optional package craftax")
class WorldTests(unittest.TestCase):
    """One task's functions are compiled, once: half a minute of CPU the first time."""

    def test_steps_are_craftaxs_own_and_equal_generators_give_equal_episodes(self) -> None:
        import jax
        from craftax.craftax_classic.constants import Action, BlockType
        from craftax.craftax_classic.envs.craftax_symbolic_env import CraftaxClassicSymbolicEnvNoAutoReset
        from trainer.craftax_game import COPIES, game, view_of
        from trainer.simulation import Recording, make_world

        environment = find("craftax:find-tree")
        worlds = [make_world(environment, count, np.random.default_rng(3)) for count in (5, 9)]
        records = [Recording(environment, 1, world.count) for world in worlds]
        theirs = CraftaxClassicSymbolicEnvNoAutoReset()
        step = jax.jit(theirs.step_env, static_argnums=())
        generator = np.random.default_rng(4)
        (state, _), key = worlds[0]._held, worlds[0]._noise
        twin = jax.tree.map(lambda leaf: leaf[2], state)
        for number in range(1, 41):
            action = generator.integers(environment.choices, size=(9, 1)).astype(float)
            noise = jax.random.split(jax.random.fold_in(key, number), COPIES)[2]
            played = Action[game("find-tree").task.actions[int(action[2, 0])]].value
            symbolic, twin, _, done, _ = step(noise, twin, played, theirs.default_params)
            for world, record in zip(worlds, records, strict=True):
                world.step(action[: world.count], record, 0)
            np.testing.assert_array_equal(worlds[0].observation, worlds[1].observation[:5])
            view, rest = (np.asarray(part) for part in view_of(symbolic))
            ours = worlds[0].observation[2]
            layers = ours[:693].reshape(7, 9, 11)
            np.testing.assert_allclose(ours[693:], rest, atol=1e-6)
            np.testing.assert_array_equal(layers[..., 2], view[..., BlockType.TREE.value])
            np.testing.assert_array_equal(layers[..., 7], view[..., 18])
            steps = records[0].steps(1)
            away = np.argwhere(view[..., BlockType.TREE.value] > 0) - [3, 4]
            expected = np.abs(away).sum(axis=1).min() if len(away) else 12
            self.assertEqual(environment.signal("tree_distance").compute(steps)[0, 2], expected)
            self.assertEqual(steps.after["died"][0, 2], float(done))
            np.testing.assert_array_equal(records[0].terminated[0], (steps.after["success"][0] + steps.after["died"][0]) > 0)
            if steps.terminated[0, 2]:
                break

    def test_episodes_start_out_of_sight_of_trees_and_are_measured_alike(self) -> None:
        from trainer.learner import stream
        from trainer.policy import Policy, initial_parameters
        from trainer.simulation import make_world

        environment = find("craftax:find-tree")
        world = make_world(environment, 40, np.random.default_rng(1))
        self.assertFalse(world.state["tree_visible"].any() or world.state["success"].any())
        self.assertGreater(len(np.unique(world.state["player_position"], axis=0)), 30)
        with self.assertRaisesRegex(ValueError, "at most 64 episodes"):
            make_world(environment, 65, np.random.default_rng(1))
        policy = Policy(environment, initial_parameters(environment, stream(0, "start")), (0.0, 1.0))
        one = evaluate(environment, policy, 0, "final", 12, 2048, None, lambda: None)
        two = evaluate(environment, policy, 0, "final", 12, 2048, None, lambda: None)
        np.testing.assert_array_equal(one.length, two.length)
        self.assertEqual(one.fitness.mean(), 100.0 * one.figures()["success"])


if __name__ == "__main__":
    unittest.main()
