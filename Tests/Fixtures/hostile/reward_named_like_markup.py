# expect: ok 
def compute_reward(x_velocity):
    return x_velocity, {"</script><script>alert(1)</script>": x_velocity, "{{prompt}}": x_velocity}
