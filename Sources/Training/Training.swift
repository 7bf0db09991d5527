// Training: see README.md for the map of Sources.
