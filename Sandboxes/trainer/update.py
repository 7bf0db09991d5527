"""Improves the policy: one compiled function does advantages and epochs of PPO (Schulman et al., 2017)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trainer.environment import Learner
from trainer.policy import Parameters

import jax
import jax.numpy as jnp
import numpy as np
import optax

_LOG_TWO_PI = float(np.log(2.0 * np.pi))


def use_cache(folder: str) -> None:
    """Keeps compiled updates in ``folder``, so that later processes start in a second."""
    jax.config.update("jax_compilation_cache_dir", folder)
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)


def _network(parameters: dict[str, Any], part: str, values: jax.Array) -> jax.Array:
    for layer in range(2):
        values = jnp.tanh(values @ parameters[f"{part}.w{layer}"] + parameters[f"{part}.b{layer}"])
    return values @ parameters[f"{part}.w2"] + parameters[f"{part}.b2"]


def _log_probability(parameters: dict[str, Any], observation: jax.Array, action: jax.Array) -> jax.Array:
    output = _network(parameters, "actor", observation)
    if "log_deviation" not in parameters:
        odds = jax.nn.log_softmax(output)
        return jnp.take_along_axis(odds, action.astype(jnp.int32), axis=-1)[..., 0]
    deviation = parameters["log_deviation"]
    scaled = (action - output) * jnp.exp(-deviation)
    return -0.5 * jnp.sum(scaled**2, axis=-1) - jnp.sum(deviation) - 0.5 * action.shape[-1] * _LOG_TWO_PI


def _entropy(parameters: dict[str, Any], observation: jax.Array) -> jax.Array:
    """Gives how undecided the policy is: of continuous actions up to a constant, of choices in nats."""
    if "log_deviation" in parameters:
        return jnp.sum(parameters["log_deviation"])
    odds = jax.nn.log_softmax(_network(parameters, "actor", observation))
    return -jnp.sum(jnp.exp(odds) * odds, axis=-1).mean()


def _advantages(
    learner: Learner, values: jax.Array, last: jax.Array, batch: dict[str, jax.Array]
) -> jax.Array:
    """Sums discounted errors backwards (GAE); an episode's end is followed by ``batch['bootstrap']``."""
    ended = batch["ended"]
    following = jnp.concatenate([values[1:], last[None]])
    following = ended * batch["bootstrap"] + (1.0 - ended) * following
    errors = batch["reward"] + learner.discount * following - values

    def backwards(carry: jax.Array, item: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        error, end = item
        carry = error + learner.discount * learner.trace * (1.0 - end) * carry
        return carry, carry

    _, advantages = jax.lax.scan(backwards, jnp.zeros_like(last), (errors, ended), reverse=True)
    return advantages


def make_optimiser(learner: Learner) -> optax.GradientTransformation:
    """Gives Adam with clipped gradients and a constant rate, so that a run can be continued."""
    return optax.flatten(
        optax.chain(
            optax.clip_by_global_norm(learner.gradient_norm),
            optax.adam(learner.learning_rate, eps=1e-5),
        )
    )


def make_update(learner: Learner) -> Callable[..., tuple[Parameters, Any]]:
    """Compiles the update: (parameters, optimiser state, batch, order) -> (parameters, optimiser state).

    ``batch``: ``observation`` (T, N, D), ``action`` (T, N, A), ``log_probability``, ``reward``, ``ended``,
    ``bootstrap`` (T, N), ``last_observation`` (N, D), all float32. ``order``: (epochs * minibatches, size)
    int32.
    """
    optimiser = make_optimiser(learner)

    def loss(parameters: dict[str, Any], part: dict[str, jax.Array]) -> jax.Array:
        log_probability = _log_probability(parameters, part["observation"], part["action"])
        ratio = jnp.exp(log_probability - part["log_probability"])
        advantage = part["advantage"]
        # Without a floor, the noise of a reward that says nothing (a constant) would grow to a full step.
        spread = jnp.maximum(advantage.std(), learner.advantage_floor)
        advantage = (advantage - advantage.mean()) / spread
        clipped = jnp.clip(ratio, 1.0 - learner.clip, 1.0 + learner.clip)
        gain = jnp.minimum(ratio * advantage, clipped * advantage).mean()
        value = _network(parameters, "critic", part["observation"])[:, 0]
        error = jnp.square(value - part["return"]).mean()
        entropy = _entropy(parameters, part["observation"]) if learner.entropy_weight else 0.0
        return -gain + learner.value_weight * error - learner.entropy_weight * entropy

    def update(parameters: Any, state: Any, batch: dict[str, jax.Array], order: jax.Array) -> tuple[Any, Any]:
        values = _network(parameters, "critic", batch["observation"])[..., 0]
        last = _network(parameters, "critic", batch["last_observation"])[..., 0]
        advantages = _advantages(learner, values, last, batch)
        flat = {
            "observation": batch["observation"].reshape(learner.batch, -1),
            "action": batch["action"].reshape(learner.batch, -1),
            "log_probability": batch["log_probability"].reshape(-1),
            "advantage": advantages.reshape(-1),
            "return": (advantages + values).reshape(-1),
        }

        def minibatch(carry: tuple[Any, Any], rows: jax.Array) -> tuple[tuple[Any, Any], None]:
            parameters, state = carry
            part = {name: jnp.take(value, rows, axis=0) for name, value in flat.items()}
            gradients = jax.grad(loss)(parameters, part)
            changes, state = optimiser.update(gradients, state, parameters)
            return (optax.apply_updates(parameters, changes), state), None

        (parameters, state), _ = jax.lax.scan(minibatch, (parameters, state), order)
        return parameters, state

    return jax.jit(update)


def draw_order(learner: Learner, generator: np.random.Generator) -> np.ndarray:
    """Draws which rows each minibatch takes: (epochs * minibatches, size) int32, each epoch a permutation."""
    size = learner.batch // learner.minibatches
    orders = [
        generator.permutation(learner.batch)[: size * learner.minibatches] for _ in range(learner.epochs)
    ]
    return np.concatenate(orders).reshape(learner.epochs * learner.minibatches, size).astype(np.int32)
