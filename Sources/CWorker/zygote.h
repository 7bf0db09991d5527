/* The zygote's loop: fork on request, report the ended. */
#ifndef EVOLVE_ZYGOTE_H
#define EVOLVE_ZYGOTE_H

#include <stddef.h>

#include "CChannel.h"

/* Opens what tells of this process's size and threads; nothing can be opened by path once namespaces are entered. */
void zygote_open_figures(void);

/* Forks one worker that locks itself down and ends, to know what this machine can put in force. Returns 0 or an errno. */
int zygote_try(struct evolve_lockdown_report *report);

/* Serves until the control channel ends. Returns 0, or -errno. */
int zygote_serve(void);

#endif
