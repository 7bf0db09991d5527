/* One worker: from fork to its end.
 *
 * Workers are forked ahead of the request: one waits, its hot pages already its own and locked down but for three limits
 * that depend on its work. The first message through its channel brings these and the memory. Until then it has seen nothing
 * but this program's own code. */
#ifndef EVOLVE_SERVE_H
#define EVOLVE_SERVE_H

#include "CChannel.h"

/* Runs in the forked child: locks itself down, says so through `channel`, waits there for its work, and answers requests until
 * the channel ends. What it prints goes to `output`, what it computes to `rewards`; `parent` is the zygote's process id, `occupied` the bytes of virtual memory that it
 * occupies. Never returns. */
_Noreturn void serve(int channel, int output, int rewards, int parent, size_t occupied);

#endif
