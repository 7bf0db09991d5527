# expect: error 
def compute_reward(x_velocity):
    raise BaseExceptionGroup("all", [SystemExit(0), KeyboardInterrupt()])
