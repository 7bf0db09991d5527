#include "workers.h"

#include <stddef.h>

const char *evolve_layer_name(int layer) {
    static const char *const names[EVOLVE_LAYERS] = {"identity",     "descriptors", "limits",
                                                     "no_new_privs", "landlock",    "seccomp"};
    return layer >= 0 && layer < EVOLVE_LAYERS ? names[layer] : NULL;
}

int64_t evolve_layer_nanoseconds(const struct evolve_lockdown_report *report, int layer) {
    return layer >= 0 && layer < EVOLVE_LAYERS ? report->nanoseconds[layer] : 0;
}
