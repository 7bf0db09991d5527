/* What a worker gives up between fork and the first line of a candidate. */
#ifndef EVOLVE_LOCKDOWN_H
#define EVOLVE_LOCKDOWN_H

#include <stddef.h>
#include <stdint.h>

#include "CChannel.h"

/* Prepares in the zygote, once, whatever is dear: the compiled filter and the Landlock rules. */
void lockdown_prepare(void);

/* The version of Landlock that the kernel speaks, or 0. */
int lockdown_landlock_version(void);

/* Puts every layer of `layers` (bits) in force in this process, for good, and reports. `parent` is the zygote's process id.
 * What is left open is for `lockdown_limit`. Async-signal-safe, no allocation. */
void lockdown_enter(uint32_t layers, int parent, struct evolve_lockdown_report *report);

/* Sets the limits that depend on the work; after it no descriptor can be opened. `address_space` is the limit of virtual
 * memory in bytes. Where one cannot be set, that layer is in force no more, says the report. */
void lockdown_limit(uint32_t layers, const struct evolve_work *work, size_t address_space,
                    struct evolve_lockdown_report *report);

/* Says what to do where a layer cannot be put in force. */
const char *lockdown_remedy(int layer);

/* Writes a sentence on what is missing from the required layers and what to do about it. Returns 0 if nothing is. */
int lockdown_complaint(const struct evolve_lockdown_report *report, char *text, size_t size);

/* filter.c: compiles the list of allowed system calls; loads it for the process `self`. Each returns 0 or an errno.
 * prlimit64 may set limits from `last_limit` alone: these only ever fall. */
int filter_compile(const void *last_limit);
int filter_load(int self);

/* The descriptor of the channel in every worker; the only one beside 0, 1 and 2. */
#define CHANNEL 3

#endif
