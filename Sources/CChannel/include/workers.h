/* What host and zygote say to each other about workers, and what a new worker says of its own lock-down. */
#ifndef EVOLVE_WORKERS_H
#define EVOLVE_WORKERS_H

#include <stdint.h>

/* The layers of the lock-down in the order in which they are put in force. The names are `evolve_layer_name`. */
enum {
    EVOLVE_IDENTITY = 0,    /* root gives up its identity and every capability */
    EVOLVE_DESCRIPTORS = 1, /* nothing open but 0, 1, 2 and the channel */
    EVOLVE_LIMITS = 2,      /* rlimits: memory, CPU, files, processes */
    EVOLVE_NO_NEW_PRIVILEGES = 3,
    EVOLVE_LANDLOCK = 4, /* no file, no TCP, no signals to others */
    EVOLVE_SECCOMP = 5,  /* a list of allowed system calls */
    EVOLVE_LAYERS = 6
};

/* The bits of the layers that no unprivileged process lacks on a suitable kernel, and that are required. */
#define EVOLVE_REQUIRED_LAYERS 0x3eu

/* The name by which people and options call a layer, or null. */
const char *evolve_layer_name(int layer);

/* What one layer took, nanoseconds. */
struct evolve_lockdown_report;
int64_t evolve_layer_nanoseconds(const struct evolve_lockdown_report *report, int layer);

/* The first message to a worker: what it may use. With it travels the signals memory (read-only) and, where its own does not
 * do, another one for rewards. */
struct evolve_work {
    uint64_t memory_bytes; /* beyond what the zygote itself occupies */
    uint64_t cpu_seconds;
    double soft_seconds; /* of wall time a request; after it the code is interrupted where it stands */
};

/* The body of an EVOLVE_OFFER, of the EVOLVE_TAKEN that answers it, and of a host's EVOLVE_REQUEST for another one, which names
 * the worker offered last. With error == 0 descriptors travel with the offer:
 * the worker's channel, what it prints, its status pipe (struct evolve_usage at its end), its rewards memory, a handle of the
 * process. */
struct evolve_offer {
    int32_t process; /* its id, as the zygote sees it */
    int32_t error; /* errno */
};

enum { EVOLVE_WORK_DESCRIPTORS = 2, EVOLVE_OFFER_DESCRIPTORS = 5 };

/* The size of the rewards memory that every worker comes with, bytes. */
#define EVOLVE_REWARDS_BYTES (1 << 20)

/* The body of a worker's EVOLVE_READY, without the three limits that come with its work, and of the trial worker's that the zygote starts first. */
struct evolve_lockdown_report {
    uint32_t in_force;                   /* bits */
    int32_t errors[EVOLVE_LAYERS];       /* errno of the layers that failed */
    int64_t nanoseconds[EVOLVE_LAYERS];  /* what each took */
    int64_t total_nanoseconds;
};

#endif
