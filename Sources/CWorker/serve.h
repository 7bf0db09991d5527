/* One worker: from fork to its end. */
#ifndef EVOLVE_SERVE_H
#define EVOLVE_SERVE_H

#include "CChannel.h"

/* The descriptors that travel with a request for a worker, in order. */
enum { TO_CHANNEL, TO_SIGNALS, TO_REWARDS, TO_OUTPUT, TO_STATUS, DESCRIPTORS };

/* Runs in the forked child: locks it down, reports, answers requests until the channel ends. Never returns. */
_Noreturn void serve(const struct evolve_fork_request *request, const int *descriptors, int parent, size_t occupied);

#endif
