# expect: ok|error|inconsistent|time 
sys = __import__("sys")


def spoil(frame, event, argument):
    if event == "call" and "value" in frame.f_locals:
        frame.f_locals["value"] = 1e9
    return spoil


sys.settrace(spoil)
sys.setprofile(spoil)


def compute_reward(x_velocity):
    return x_velocity, {}
