"""Proposes values for constants: CMA-ES, asked anew from its beginning each time.

usage: python -m trainer.constants '{"dimension": 3, "count": 7, "seed": 1, "losses": [[0, 1, 2, 3, 4, 5, 6]]}'

Nothing is kept between calls: the losses of the earlier rounds, told again in their order, lead to the same state. Prints
``{"points": [[...], ...]}``, ``count`` points of ``dimension`` numbers around zero.
"""

from __future__ import annotations

import json
import sys

from trainer.threads import limit_threads

DEVIATION = 0.4
"""Width of the first round: coordinates are logarithms of factors, so most factors lie within 0.5 and 2."""


def propose(dimension: int, count: int, seed: int, losses: list[list[float]]) -> list[list[float]]:
    """Gives the points of the round after those whose losses are known."""
    import numpy as np
    from cmaes import CMA

    # The method needs two dimensions; a second one that nobody looks at does no harm.
    optimizer = CMA(mean=np.zeros(max(2, dimension)), sigma=DEVIATION, seed=seed, population_size=count)
    for known in losses:
        if len(known) != count:
            raise ValueError(f"a round has {count} losses, not {len(known)}")
        points = [optimizer.ask() for _ in range(count)]
        optimizer.tell(list(zip(points, known, strict=True)))
    return [optimizer.ask()[:dimension].tolist() for _ in range(count)]


def main() -> int:
    """Reads the request from the command line and prints the points."""
    limit_threads()
    request = json.loads(sys.argv[1])
    points = propose(request["dimension"], request["count"], request["seed"], request["losses"])
    json.dump({"points": points}, sys.stdout)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
