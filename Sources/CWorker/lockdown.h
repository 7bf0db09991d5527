/* What a worker gives up between fork and the first line of a candidate. */
#ifndef EVOLVE_LOCKDOWN_H
#define EVOLVE_LOCKDOWN_H

#include <stddef.h>
#include <stdint.h>

#include "CChannel.h"

/* Prepares in the zygote, once, whatever is dear: the compiled filter and the Landlock rules. */
void lockdown_prepare(void);

/* Closes every descriptor but 0, 1, 2, the channel and the Landlock rules. */
void lockdown_keep_rules(void);

/* The version of Landlock that the kernel speaks, or 0. */
int lockdown_landlock_version(void);

/* Puts every layer of `layers` (bits) in force in this process, for good, and reports. `address_space` is the limit of
 * virtual memory in bytes, `parent` the zygote's process id. Async-signal-safe, no allocation. */
void lockdown_enter(uint32_t layers, const struct evolve_fork_request *request, size_t address_space, int parent,
                    struct evolve_lockdown_report *report);

/* Says what to do where a layer cannot be put in force. */
const char *lockdown_remedy(int layer);

/* Writes a sentence on what is missing from the required layers and what to do about it. Returns 0 if nothing is. */
int lockdown_complaint(const struct evolve_lockdown_report *report, char *text, size_t size);

/* filter.c: compiles the list of allowed system calls; loads it for the process `self`. Each returns 0 or an errno. */
int filter_compile(void);
int filter_load(int self);

/* The descriptor of the channel in every worker; the only one beside 0, 1 and 2. */
#define CHANNEL 3

#endif
