/* What the command line says. */
#ifndef EVOLVE_OPTIONS_H
#define EVOLVE_OPTIONS_H

#include <stdint.h>

struct options {
    char python[1024];  /* …/bin/python of the environment that holds numpy */
    char harness[1024]; /* folder of harness.py */
    int allow_weak;     /* serve although required layers are missing */
    uint32_t without;   /* bits of layers to leave out, for tests that the layers are needed */
    int no_namespaces;  /* enter no namespaces, which are an extra and not required */
};

extern struct options options;

#endif
