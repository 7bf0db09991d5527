# expect: rejected no function compute_reward
