"""Tests the numeric search over constants on a valley whose lowest point is known."""

from __future__ import annotations

import unittest

from trainer.constants import propose


def search(dimension: int, rounds: int, seed: int, target: list[float]) -> tuple[list[float], list[list[float]]]:
    """Searches with ranks only, as the loop does; gives the best point and all losses."""
    told: list[list[float]] = []
    best, least = [0.0] * dimension, float("inf")
    for _ in range(rounds):
        points = propose(dimension, 8, seed, told)
        losses = [sum((a - b) ** 2 for a, b in zip(point, target, strict=True)) for point in points]
        for point, loss in zip(points, losses, strict=True):
            if loss < least:
                best, least = point, loss
        order = sorted(range(8), key=lambda index: losses[index])
        told.append([float(order.index(index)) for index in range(8)])
    return best, told


class ConstantsTests(unittest.TestCase):
    def test_finds_the_lowest_point_by_ranks_alone(self) -> None:
        target = [0.9, -0.6, 0.3]
        best, _ = search(3, 16, 1, target)
        self.assertLess(max(abs(a - b) for a, b in zip(best, target, strict=True)), 0.1)

    def test_one_constant_is_enough(self) -> None:
        best, _ = search(1, 10, 2, [0.7])
        self.assertEqual(len(best), 1)
        self.assertLess(abs(best[0] - 0.7), 0.05)

    def test_the_same_losses_give_the_same_points(self) -> None:
        _, told = search(2, 4, 3, [0.5, 0.5])
        self.assertEqual(propose(2, 8, 3, told), propose(2, 8, 3, told))
        self.assertNotEqual(propose(2, 8, 3, told), propose(2, 8, 4, told))

    def test_a_round_with_other_losses_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "a round has 8 losses, not 2"):
            propose(2, 8, 1, [[0.0, 1.0]])


if __name__ == "__main__":
    unittest.main()
