#include "options.h"

#include <stdio.h>
#include <string.h>

#include "CChannel.h"
#include "CWorker.h"

struct options options;

static const char usage[] =
    "usage: evolve-worker --python ENVIRONMENT/bin/python --harness DIR [--allow-weak-sandbox [--without LAYER]...]\n"
    "evolve starts this program itself, with its control channel as descriptor 3\n";

static int fail(const char *what, const char *argument) {
    fprintf(stderr, "evolve-worker: %s \"%s\"\n%s", what, argument, usage);
    return 64;
}

static int take_value(const char *option, const char *value) {
    if (strcmp(option, "--without") == 0) {
        if (strcmp(value, "namespaces") == 0) {
            options.no_namespaces = 1;
            return 0;
        }
        for (int layer = 0; layer < EVOLVE_LAYERS; layer++)
            if (strcmp(value, evolve_layer_name(layer)) == 0) {
                options.without |= 1u << layer;
                return 0;
            }
        return fail("unknown layer", value);
    }
    char *to = strcmp(option, "--python") == 0 ? options.python : options.harness;
    if (strlen(value) >= sizeof options.python) return fail("path too long:", value);
    strcpy(to, value);
    return 0;
}

int evolve_worker_argument(const char *argument) {
    static char pending[16];
    if (pending[0]) {
        int result = take_value(pending, argument);
        pending[0] = 0;
        return result;
    }
    if (strcmp(argument, "--allow-weak-sandbox") == 0) {
        options.allow_weak = 1;
        return 0;
    }
    if (strcmp(argument, "--python") && strcmp(argument, "--harness") && strcmp(argument, "--without"))
        return fail("unknown argument", argument);
    strcpy(pending, argument);
    return 0;
}
