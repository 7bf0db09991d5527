# expect: violation .*openat
def compute_reward(x_velocity):
    file = open("/proc/@PARENT@/mem", "r+b", buffering=0)
    file.seek(@ADDRESS@)
    print(file.read(64))
    file.seek(@ADDRESS@)
    file.write(b"x")
    return x_velocity, {}
