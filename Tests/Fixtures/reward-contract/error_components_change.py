# expect: error components are a at step 0, but b at step 16
MEMORY = {"step": 0}

def compute_reward(x_velocity, time, memory):
    name = "a" if time[0] < 0.8 else "b"
    return x_velocity, {name: x_velocity}, memory
