"""Starts the trainer: ``python -m trainer describe | serve | bench | learn | evaluate | pictures``."""

from __future__ import annotations

import argparse
import json
import sys


def main() -> int:
    """Reads the command line and does one of the words."""
    parser = argparse.ArgumentParser(prog="trainer", description=__doc__)
    words = parser.add_subparsers(dest="word", required=True)
    tell = words.add_parser("describe", help="print the environments as JSON")
    tell.add_argument("--environment", help="a name, FILE.py or gym:ID (default: all that ship)")
    serve = words.add_parser("serve", help="answer a host on descriptors 3 (channel) and 4 (signals)")
    serve.add_argument("--memory-bytes", type=int, required=True)
    serve.add_argument("--cache", help="folder for compiled updates")
    bench = words.add_parser("bench", help="compare training speed with the bare simulator")
    bench.add_argument("--environment", default="ant")
    bench.add_argument("--steps", type=int, default=65536)
    bench.add_argument("--seed", type=int, default=0)
    bench.add_argument("--bare", action="store_true", help="measure the bare simulator only")
    bench.add_argument("--cache", help="folder for compiled updates")
    learn = words.add_parser("learn", help="train once with a reward file that ships, in this process")
    learn.add_argument("--environment", required=True)
    learn.add_argument("--reward", default="human")
    learn.add_argument("--steps", type=int, default=300_000)
    learn.add_argument("--seed", type=int, default=0)
    learn.add_argument("--episodes", type=int, default=20)
    learn.add_argument("--cache", help="folder for compiled updates")
    measure = words.add_parser("evaluate", help="measure a policy file in a clean process")
    measure.add_argument("--environment", required=True)
    measure.add_argument("--policy", required=True)
    measure.add_argument("--episodes", type=int, default=32)
    measure.add_argument("--seed", type=int, default=0)
    pictures = words.add_parser("pictures", help="film policies and draw the main curve")
    pictures.add_argument("--request", required=True, help="what to make, as JSON (see pictures.py)")
    arguments = parser.parse_args()

    from trainer.threads import limit_threads

    limit_threads()
    if arguments.word == "serve":
        from trainer.serve import serve as run

        return run(3, 4, arguments.memory_bytes, arguments.cache)
    if arguments.word == "describe":
        from trainer.description import describe

        result = describe(arguments.environment)
    elif arguments.word == "learn":
        from trainer.learning import learn as train
        from trainer.update import use_cache

        if arguments.cache:
            use_cache(arguments.cache)
        result = train(
            arguments.environment, arguments.reward, arguments.steps, arguments.seed, arguments.episodes
        )
    elif arguments.word == "pictures":
        from trainer.pictures import make_pictures

        result = make_pictures(json.loads(arguments.request))
    elif arguments.word == "bench":
        from trainer import bench as benchmark
        from trainer.update import use_cache

        if arguments.cache:
            use_cache(arguments.cache)
        measure_speed = benchmark.bare if arguments.bare else benchmark.bench
        result = measure_speed(arguments.environment, arguments.steps, arguments.seed)
    else:
        from trainer.description import measure_policy

        result = measure_policy(arguments.environment, arguments.policy, arguments.episodes, arguments.seed)
    json.dump(result, sys.stdout, indent=1, allow_nan=False)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
