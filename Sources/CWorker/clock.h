/* A clock that stands still for candidates.
 *
 * This program defines the C library's clock functions itself, so that libpython and numpy find these: before the freeze they
 * ask the kernel, after it they always answer 0. A reward is a function of its signals; one that looks at the time would
 * differ from run to run, and numpy.datetime64("now") does so once a second only, too seldom for the comparison of two
 * calls to notice. Code that reaches machine instructions can still read the processor's counter. */
#ifndef EVOLVE_CLOCK_H
#define EVOLVE_CLOCK_H

#include <stdint.h>

/* Stops the clock of this process, and lets it go again while the planner runs, between two calls of a candidate. */
void clock_freeze(void);
void clock_thaw(void);

/* Nanoseconds of the monotonic clock, also after the freeze; for this program's own figures. */
int64_t clock_nanoseconds(void);

#endif
