# expect: ok 
def compute_reward(x_velocity):
    """Seconds since 1970: a whole number that would stay the same from one call to the next, mostly."""
    seconds = np.datetime64("now").astype(int)
    assert seconds == np.array("now", dtype="M8[s]").astype(int) == 0
    return x_velocity * 0 + np.float32(seconds % 100000), {}
