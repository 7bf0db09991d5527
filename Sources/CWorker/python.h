/* The embedded interpreter. Only python.c includes Python.h. */
#ifndef EVOLVE_PYTHON_H
#define EVOLVE_PYTHON_H

#include <stddef.h>

/* Starts an isolated interpreter on the environment's numpy and imports the harness. Returns 0, or 78 with a sentence,
 * remedy included, in `text`; on success `text` is a JSON object of versions. */
int python_start(char *text, size_t size);

/* fork(2), with the interpreter told before and, in the parent, after. The child must call python_after_fork. */
int python_fork(void);

/* Makes the interpreter usable in a forked child. */
void python_after_fork(void);

/* Runs a harmless candidate that writes to `rewards`, so that the pages that every candidate needs are this process's own.
 * Whatever comes later writes there, too, unless it is given another memory. */
void python_rehearse(void *rewards, size_t bytes);

/* Hands the harness its memory: signals to read and, where it is not null, another one for rewards than at the rehearsal.
 * Returns 0, or -1 after printing why. */
int python_begin(const void *signals, size_t signals_bytes, void *rewards, size_t rewards_bytes, double soft_seconds);

/* Lets the harness answer one request. The answer stays valid until the next call. Returns its length, or -1. */
long python_handle(const char *body, size_t length, const char **answer);

#endif
