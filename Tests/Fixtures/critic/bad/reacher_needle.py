# env: reacher
# fault: scale
# why: Nothing is paid until half a millimetre is left.
def compute_reward(distance, *, temperature=0.0005):
    near = np.exp(-(distance / temperature)**2)
    return near, {"near": near}
