"""Trains policies under rewards that come from elsewhere, and measures them with a trusted fitness.

Read in this order: ``environment`` (what an environment is) and one file of ``environments``; ``simulation``
(many copies stepped together, and what a step records); ``policy``, ``normalisers`` and ``update`` (PPO);
``training`` (one training from begin to end, checkpoints, saving); ``serve`` (the protocol with the host).
Environments that do not ship come through ``environment_file`` (a user's) or ``gymnasium_environment`` and
``gymnasium_world`` (any of Gymnasium's). ``pictures`` makes films and the main curve after a run.
No candidate's code ever enters this package: it writes signals and reads totals.
"""
