/* One worker: from fork to its end.
 *
 * Workers are forked ahead of the request: one spare waits, its hot pages already its own, so that neither the fork nor
 * the copying of pages is waited for. It is given its descriptors and limits through a socket, and locks itself down then.
 * Until that moment it has seen nothing but this program's own code. */
#ifndef EVOLVE_SERVE_H
#define EVOLVE_SERVE_H

#include "CChannel.h"

/* The descriptors that travel with a request for a worker, in order. */
enum { TO_CHANNEL, TO_SIGNALS, TO_REWARDS, TO_OUTPUT, TO_STATUS, DESCRIPTORS };

/* Runs in the forked child: waits at `socket` for a request, locks itself down, reports, answers requests until the
 * channel ends. `parent` is the zygote's process id, `occupied` the bytes of virtual memory that it occupies. Never returns. */
_Noreturn void serve(int socket, int parent, size_t occupied);

#endif
