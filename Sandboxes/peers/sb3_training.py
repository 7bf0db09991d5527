"""Trains with stable-baselines3's PPO, for ``evolve bench training --against sb3``.

It runs in an environment of its own, with stable-baselines3 and ``gymnasium[mujoco]``, and prints one JSON
object: returns of the last policy's episodes, acting without noise, and CPU seconds of the learning alone.
The settings are those that RL Baselines3 Zoo publishes for PPO (hyperparams/ppo.yml, MuJoCo's section).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import Any

_WIDE = {"log_std_init": -2, "ortho_init": False, "net_arch": {"pi": [256, 256], "vf": [256, 256]}}
_PUBLISHED: dict[str, dict[str, Any]] = {
    "Ant-v5": {},
    "HalfCheetah-v5": {
        "batch_size": 64, "n_steps": 512, "gamma": 0.98, "learning_rate": 2.0633e-05, "ent_coef": 0.000401762,
        "clip_range": 0.1, "n_epochs": 20, "gae_lambda": 0.92, "max_grad_norm": 0.8, "vf_coef": 0.58096,
        "policy_kwargs": _WIDE,
    },
    "Hopper-v5": {
        "batch_size": 32, "n_steps": 512, "gamma": 0.999, "learning_rate": 9.80828e-05,
        "ent_coef": 0.00229519, "clip_range": 0.2, "n_epochs": 5, "gae_lambda": 0.99,
        "max_grad_norm": 0.7, "vf_coef": 0.835671,
        "policy_kwargs": _WIDE,
    },
    "Walker2d-v5": {
        "batch_size": 32, "n_steps": 512, "gamma": 0.99, "learning_rate": 5.05041e-05,
        "ent_coef": 0.000585045, "clip_range": 0.1, "n_epochs": 20, "gae_lambda": 0.95,
        "max_grad_norm": 1.0, "vf_coef": 0.871923,
    },
}  # fmt: skip


def main() -> None:
    """Trains, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--environment", required=True, choices=sorted(_PUBLISHED))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=300_000)
    parser.add_argument("--episodes", type=int, default=20)
    arguments = parser.parse_args()

    import stable_baselines3
    import torch
    from stable_baselines3 import PPO
    from stable_baselines3.common.env_util import make_vec_env
    from stable_baselines3.common.evaluation import evaluate_policy
    from stable_baselines3.common.vec_env import VecNormalize

    torch.set_num_threads(1)
    settings = dict(_PUBLISHED[arguments.environment])
    if "policy_kwargs" in settings:
        settings["policy_kwargs"] = {**settings["policy_kwargs"], "activation_fn": torch.nn.ReLU}
    worlds = make_vec_env(arguments.environment, n_envs=1, seed=arguments.seed)
    worlds = VecNormalize(worlds, gamma=settings.get("gamma", 0.99))
    model = PPO("MlpPolicy", worlds, seed=arguments.seed, device="cpu", **settings)
    start = time.process_time()
    model.learn(arguments.steps)
    seconds = time.process_time() - start

    measured = make_vec_env(arguments.environment, n_envs=1, seed=arguments.seed + 10_000)
    measured = VecNormalize(measured, training=False, norm_reward=False)
    measured.obs_rms = worlds.obs_rms
    returns: list[float] = []
    if arguments.episodes:
        returns, _ = evaluate_policy(
            model, measured, n_eval_episodes=arguments.episodes, return_episode_rewards=True
        )
    json.dump(
        {
            "returns": [float(value) for value in returns],
            "steps": model.num_timesteps,
            "cpu_seconds": seconds,
            "versions": {"stable_baselines3": stable_baselines3.__version__, "torch": torch.__version__},
        },
        sys.stdout,
    )
    print()


if __name__ == "__main__":
    main()
