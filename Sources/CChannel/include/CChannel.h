/* Everything the host and the worker share at the level of system calls: sealed memory, framed messages, descriptors.
 *
 * Every function returns a value >= 0, or a negated errno. Nothing here allocates, locks or keeps state, so that all of it
 * may be called between fork and exec. */
#ifndef EVOLVE_CCHANNEL_H
#define EVOLVE_CCHANNEL_H

#include "frames.h"
#include "launch.h"
#include "memory.h"
#include "workers.h"

#endif
