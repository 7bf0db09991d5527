# expect: violation the system call clock_nanosleep
import functools
sleep = functools.__dict__["__builtins__"]["__import__"]("time").sleep

def compute_reward(x_velocity):
    sleep(1000)
    return x_velocity, {}
