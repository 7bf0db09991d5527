/* The worker program: a zygote that holds Python and numpy ready, and forks one locked worker for each candidate.
 *
 * Read in this order: options.h (arguments), worker.c (start), python.c (the interpreter), zygote.c (forking and reaping),
 * serve.c (one worker's life), lockdown.c and filter.c (what it gives up), namespaces.c (what is around it), clock.c (its clock). This header includes no Python.h:
 * its definitions clash with those that Swift sees. */
#ifndef EVOLVE_CWORKER_H
#define EVOLVE_CWORKER_H

#include "planner.h"

/* Takes one command-line argument, in order. Returns 0, or 64 after saying on stderr what is wrong with it. */
int evolve_worker_argument(const char *argument);

/* Serves the control channel on descriptor 3 until the host closes it. Returns the exit code: 0, 64 or 78. */
int evolve_worker_run(void);

#endif
