"""Compares every environment with Gymnasium's, from the same states and with the same actions."""

from __future__ import annotations

import dataclasses
import unittest

import support

import gymnasium
import numpy as np
from trainer.environments import environment as find
from trainer.simulation import Recording, Simulation

_TWINS = {
    "inverted-pendulum": "InvertedPendulum-v5",
    "inverted-double-pendulum": "InvertedDoublePendulum-v5",
    "halfcheetah": "HalfCheetah-v5",
    "hopper": "Hopper-v5",
    "walker2d": "Walker2d-v5",
    "swimmer": "Swimmer-v5",
    "reacher": "Reacher-v5",
    "pusher": "Pusher-v5",
    "ant": "Ant-v5",
    "humanoid": "Humanoid-v5",
}
_STEPS = 200


class ParityTests(unittest.TestCase):
    """Deviations that Gymnasium causes itself and that are copied here on purpose: positions of bodies, sites
    and centres of mass, and forces, lag the joints' state by less than a substep (the velocities of Ant and
    Humanoid, the distances of Reacher and Pusher, the tip of the double pendulum). One is not copied: it goes
    on from the simulator's own reset when a simulation diverges, and here the episode ends."""

    def compare(self, name: str, seed: int, kick: float) -> tuple[int, int]:
        """Steps both 200 times, ``kick`` scaling the first velocities; counts ends and contacts."""
        twin = gymnasium.make(_TWINS[name]).unwrapped
        environment = find(name)
        reward, signals = support.reward_function(name, "human")
        generator = np.random.default_rng(seed)

        def start() -> np.ndarray:
            observation, _ = twin.reset(seed=int(generator.integers(2**31)))
            if kick:
                twin.set_state(
                    twin.data.qpos, twin.data.qvel + kick * generator.standard_normal(twin.model.nv)
                )
                observation = twin._get_obs()
            return observation

        observation = start()
        places = lambda _, count: (  # noqa: E731
            np.tile(twin.data.qpos, (count, 1)),
            np.tile(twin.data.qvel, (count, 1)),
        )
        ours = Simulation(dataclasses.replace(environment, reset=places), 3, generator)
        recording = Recording(environment, 1, 3)
        ends = contacts = 0
        for _ in range(_STEPS):
            np.testing.assert_allclose(ours.observation[1], observation, rtol=1e-5, atol=1e-9)
            limit = environment.action_limit
            action = generator.uniform(-limit, limit, environment.action_size).astype(np.float32)
            observation, total, terminated, _, _ = twin.step(action)
            ours.step(np.tile(action.astype(np.float64), (3, 1)), recording, 0)
            np.testing.assert_allclose(ours.observation[1], observation, rtol=1e-5, atol=1e-9)
            self.assertEqual(bool(recording.terminated[0, 1]), bool(terminated))
            steps = recording.steps(1)
            inputs = [environment.signal(item).compute(steps).astype(np.float32)[0] for item in signals]
            mine, components = reward(*inputs)
            scale = max(1.0, *(abs(float(values[1])) for values in components.values()))
            self.assertLessEqual(abs(float(mine[1]) - total), 1e-5 * scale)
            contacts += int(np.abs(twin.data.cfrc_ext).max() > 0)
            if terminated:
                ends += 1
                observation = start()
                ours.reset(np.arange(3, dtype=np.int32))
        ours.close()
        return ends, contacts

    def test_environments_that_end_equal_gymnasium(self) -> None:
        for seed, (name, kick, fewest) in enumerate(
            (
                ("inverted-pendulum", 0.0, 3),
                ("inverted-double-pendulum", 0.0, 3),
                ("hopper", 0.0, 2),
                ("walker2d", 1.0, 2),
            )
        ):
            with self.subTest(name):
                ends, _ = self.compare(name, seed + 1, kick)
                self.assertGreaterEqual(ends, fewest)

    def test_environments_that_never_end_equal_gymnasium(self) -> None:
        for seed, name in enumerate(("halfcheetah", "swimmer", "reacher", "pusher")):
            with self.subTest(name):
                ends, _ = self.compare(name, seed + 2, 1.0)
                self.assertEqual(ends, 0)

    def test_humanoid_equals_gymnasium_with_contacts_and_falls(self) -> None:
        ends, contacts = self.compare("humanoid", 5, 0.0)
        self.assertGreater(ends, 3)
        self.assertGreater(contacts, 30)

    def test_ant_equals_gymnasium_with_contacts_and_falls(self) -> None:
        _, contacts = self.compare("ant", 3, 0.0)
        self.assertGreater(contacts, 30)
        ends, _ = self.compare("ant", 4, 3.0)
        self.assertGreater(ends, 0)


if __name__ == "__main__":
    unittest.main()
