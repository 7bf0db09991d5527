# expect: ok progress
MEMORY = {"best_height": -1000.0}

def compute_reward(torso_height, memory, *, weight=10.0):
    best = np.maximum(memory["best_height"], torso_height)
    started = memory["best_height"] > -999.0
    progress = np.where(started, best - memory["best_height"], 0.0)
    return weight * progress, {"progress": progress}, {"best_height": best}
