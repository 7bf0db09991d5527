# expect: violation candidate.py:3: .*openat
def compute_reward(x_velocity):
    try:
        open("/tmp/evolve-was-here", "w").write("x")
    except Exception:
        pass
    return x_velocity, {}
