/* Framed messages over a SOCK_SEQPACKET pair: one packet is one message, so a reader never resynchronises, and descriptors
 * travel with the message that speaks of them. */
#ifndef EVOLVE_FRAMES_H
#define EVOLVE_FRAMES_H

#include <stddef.h>
#include <stdint.h>

#define EVOLVE_MAGIC 0x45564c31u /* "EVL1" */

/* The largest body of one message, bytes. */
#define EVOLVE_MAXIMUM_BODY 262144

/* The most descriptors that one message carries. */
#define EVOLVE_MAXIMUM_DESCRIPTORS 8

enum {
    EVOLVE_READY = 1,   /* from a new process, before it has read anything: what is in force */
    EVOLVE_REQUEST = 2, /* host to worker or zygote */
    EVOLVE_REPLY = 3,   /* the answer to the request of the same sequence number */
    EVOLVE_REFUSED = 4, /* the process cannot serve: a sentence with the remedy; it exits after it */
    EVOLVE_OFFER = 5,   /* zygote to host: a worker that waits for its first message, or why there is none */
    EVOLVE_TAKEN = 6    /* host to zygote: the worker offered has its work */
};

struct evolve_header {
    uint32_t magic;
    uint32_t type;
    uint32_t sequence;
    uint32_t length; /* of the body, bytes */
};

/* Makes a connected pair with room for the largest message. Both ends are close-on-exec. */
int evolve_pair(int *host, int *worker);

/* Sends one message; never raises SIGPIPE. Returns 0, or -errno (-EPIPE when the other side is gone). */
int evolve_send(int channel, uint32_t type, uint32_t sequence, const void *body, size_t length,
                const int *descriptors, int descriptor_count);

/* Receives one message; waits for it. Returns the length of the body, -ESHUTDOWN at the end of the channel, -EPROTO for
 * anything that is not exactly one well-formed message (descriptors that came with it are closed). At most
 * `descriptor_limit` descriptors are kept, their number goes to `descriptor_count`; both may be zero and null. */
int64_t evolve_receive(int channel, struct evolve_header *header, void *body, size_t capacity, int *descriptors,
                       int descriptor_limit, int *descriptor_count);

#endif
