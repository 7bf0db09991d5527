# expect: rejected does not parse
Here is the reward function you asked for: it rewards speed.
