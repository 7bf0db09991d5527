#define _GNU_SOURCE
#include "serve.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "lockdown.h"
#include "options.h"
#include "python.h"

static char body[EVOLVE_MAXIMUM_BODY];

struct view {
    void *start;
    size_t bytes;
};

/* Maps a memory file whole. The size is sealed, so that no access can fault later. */
static struct view map(int descriptor, int protection) {
    struct stat about;
    struct view view = {NULL, 0};
    if (fstat(descriptor, &about) < 0 || about.st_size == 0) return view;
    void *start = mmap(NULL, (size_t)about.st_size, protection, MAP_SHARED, descriptor, 0);
    if (start == MAP_FAILED) return view;
    view.start = start;
    view.bytes = (size_t)about.st_size;
    return view;
}

_Noreturn static void answer_requests(void) {
    for (;;) {
        struct evolve_header header;
        int64_t length = evolve_receive(CHANNEL, &header, body, sizeof body, NULL, 0, NULL);
        if (length == -ESHUTDOWN) _exit(0);
        if (length < 0 || header.type != EVOLVE_REQUEST) _exit(90);
        const char *answer = NULL;
        long size = python_handle(body, (size_t)length, &answer);
        if (size < 0) _exit(91);
        if (evolve_send(CHANNEL, EVOLVE_REPLY, header.sequence, answer, (size_t)size, NULL, 0) < 0) _exit(0);
    }
}

_Noreturn void serve(int socket, int parent, size_t occupied) {
    struct evolve_header header;
    struct evolve_fork_request request;
    struct evolve_lockdown_report report;
    int descriptors[DESCRIPTORS], count = 0;
    char text[512];
    /* The place of the control channel; the zygote's other descriptors go too, but for the Landlock rules. */
    dup2(socket, CHANNEL);
    lockdown_keep_rules();
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    python_after_fork();
    python_rehearse();
    int64_t length = evolve_receive(CHANNEL, &header, &request, sizeof request, descriptors, DESCRIPTORS, &count);
    if (length != sizeof request || count != DESCRIPTORS) _exit(0);
    struct view signals = map(descriptors[TO_SIGNALS], PROT_READ);
    struct view rewards = map(descriptors[TO_REWARDS], PROT_READ | PROT_WRITE);
    dup2(descriptors[TO_OUTPUT], 1);
    dup2(descriptors[TO_OUTPUT], 2);
    dup2(descriptors[TO_CHANNEL], CHANNEL);
    size_t address_space = occupied + signals.bytes + rewards.bytes + request.memory_bytes;
    lockdown_enter(~options.without, &request, address_space, parent, &report);
    clock_freeze();
    if (!options.allow_weak && lockdown_complaint(&report, text, sizeof text)) {
        evolve_send(CHANNEL, EVOLVE_REFUSED, 0, text, strlen(text), NULL, 0);
        _exit(78);
    }
    evolve_send(CHANNEL, EVOLVE_READY, 0, &report, sizeof report, NULL, 0);
    if (python_begin(signals.start, signals.bytes, rewards.start, rewards.bytes, request.soft_seconds) < 0) _exit(91);
    answer_requests();
}
