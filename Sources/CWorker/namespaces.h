/* Namespaces around the zygote: an empty root folder, no network, no sight of other processes.
 *
 * They come on top of the required layers where the machine allows them, and cost a worker nothing, because it is born into
 * them. The zygote itself stays in the process namespace of its host, so that the host can watch it; a keeper that only
 * waits is the first process of the new one, and all workers die with it. */
#ifndef EVOLVE_NAMESPACES_H
#define EVOLVE_NAMESPACES_H

#include <stddef.h>

/* Enters what this machine allows: root without a user namespace, others with one. Nothing may have to be opened by path
 * afterwards, and no process may have been forked before. */
void namespaces_enter(void);

/* Writes the names of the namespaces in force as a JSON list. */
void namespaces_list(char *text, size_t size);

/* Is true once the keeper has been killed: nothing can be forked any more. Tries it, about 1 ms. */
int namespaces_lost(void);

#endif
