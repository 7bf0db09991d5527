"""Keeps running statistics: observations are centred and scaled, rewards scaled by the spread of returns."""

from __future__ import annotations

import numpy as np

_SMALL = 1e-8
_LIMIT = 10.0


class ObservationNormaliser:
    """Centres and scales observations of ``size`` numbers by the mean and variance of all seen."""

    def __init__(self, size: int) -> None:
        self.count = 0.0
        self.total = np.zeros(size)
        self.squares = np.zeros(size)
        self._centre = np.zeros(size, dtype=np.float32)
        self._scale = np.ones(size, dtype=np.float32)

    def update(self, observation: np.ndarray) -> None:
        """Counts in observations (N, size) float64."""
        self.count += len(observation)
        self.total += observation.sum(axis=0)
        self.squares += np.square(observation).sum(axis=0)
        self._refresh()

    def assume(self, centre: np.ndarray, scale: np.ndarray, count: float) -> None:
        """Begins with moments (size,) found elsewhere, as if ``count`` observations had been seen."""
        mean = centre.astype(np.float64)
        variance = np.maximum(1.0 / np.square(scale.astype(np.float64)) - _SMALL, 0.0)
        self.count, self.total = count, mean * count
        self.squares = (variance + mean * mean) * count
        self._refresh()

    def _refresh(self) -> None:
        if self.count > 0:
            mean = self.total / self.count
            variance = np.maximum(self.squares / self.count - mean * mean, 0.0)
            self._centre = mean.astype(np.float32)
            self._scale = (1.0 / np.sqrt(variance + _SMALL)).astype(np.float32)

    def __call__(self, observation: np.ndarray) -> np.ndarray:
        """Gives (…, size) float32 in [-10, 10]."""
        scaled = (observation.astype(np.float32) - self._centre) * self._scale
        return np.clip(scaled, -_LIMIT, _LIMIT, out=scaled)

    @property
    def moments(self) -> tuple[np.ndarray, np.ndarray]:
        """The centre and the scale, (size,) float32 each."""
        return self._centre, self._scale

    def snapshot(self) -> dict[str, np.ndarray]:
        """Copies the statistics."""
        return {"count": np.array(self.count), "total": self.total.copy(), "squares": self.squares.copy()}

    def restore(self, arrays: dict[str, np.ndarray]) -> None:
        """Goes back to a snapshot."""
        self.count = float(arrays["count"])
        self.total = arrays["total"].copy()
        self.squares = arrays["squares"].copy()
        self._refresh()


class RewardNormaliser:
    """Divides rewards by the standard deviation of the discounted return of ``copies`` environments."""

    def __init__(self, copies: int, discount: float) -> None:
        self.discount = discount
        self.returns = np.zeros(copies)
        self.count = 0.0
        self.mean = 0.0
        self.deviations = 0.0

    def __call__(self, rewards: np.ndarray, ended: np.ndarray) -> np.ndarray:
        """Counts in rewards (T, N) and ends (T, N), and gives the rewards scaled, float32 in [-10, 10]."""
        history = np.empty(rewards.shape)
        for row in range(len(rewards)):
            self.returns = self.returns * self.discount + rewards[row]
            history[row] = self.returns
            self.returns[ended[row]] = 0.0
        added = history.size
        mean = history.mean()
        difference = mean - self.mean
        total = self.count + added
        self.deviations += np.square(history - mean).sum() + difference**2 * self.count * added / total
        self.mean += difference * added / total
        self.count = total
        scale = 1.0 / np.sqrt(self.deviations / self.count + _SMALL)
        return np.clip(rewards * scale, -_LIMIT, _LIMIT).astype(np.float32)

    def snapshot(self) -> dict[str, np.ndarray]:
        """Copies the statistics."""
        scalars = np.array([self.count, self.mean, self.deviations])
        return {"returns": self.returns.copy(), "scalars": scalars}

    def restore(self, arrays: dict[str, np.ndarray]) -> None:
        """Goes back to a snapshot."""
        self.returns = arrays["returns"].copy()
        self.count, self.mean, self.deviations = (float(value) for value in arrays["scalars"])
