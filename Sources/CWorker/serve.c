#define _GNU_SOURCE
#include "serve.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "clock.h"
#include "lockdown.h"
#include "options.h"
#include "python.h"

/* As much of the rewards memory as a rehearsal may have written to, bytes. */
#define REHEARSED 131072

static char body[EVOLVE_MAXIMUM_BODY];

struct view {
    void *start;
    size_t bytes;
};

/* Maps a memory file whole and closes it. The size is sealed, so that no access can fault later. */
static struct view take(int descriptor, int protection) {
    struct view view = {NULL, 0};
    off_t bytes = lseek(descriptor, 0, SEEK_END); /* libc's fstat makes a call that the filter refuses */
    void *start = bytes > 0 ? mmap(NULL, (size_t)bytes, protection, MAP_SHARED, descriptor, 0) : MAP_FAILED;
    close(descriptor);
    if (start == MAP_FAILED) return view;
    view.start = start;
    view.bytes = (size_t)bytes;
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

/* Ends the process, and tells whoever waits for it, where a required layer is not in force. */
static void refuse_weakness(const struct evolve_lockdown_report *report) {
    char text[512];
    if (options.allow_weak || !lockdown_complaint(report, text, sizeof text)) return;
    evolve_send(CHANNEL, EVOLVE_REFUSED, 0, text, strlen(text), NULL, 0);
    _exit(78);
}

_Noreturn void serve(int channel, int output, int memory, int parent, size_t occupied) {
    struct evolve_header header;
    struct evolve_work work;
    struct evolve_lockdown_report report;
    int descriptors[EVOLVE_WORK_DESCRIPTORS], count = 0;
    uint32_t layers = ~options.without;
    dup2(output, 1);
    dup2(output, 2);
    dup2(channel, CHANNEL);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    python_after_fork();
    struct view rewards = take(memory, PROT_READ | PROT_WRITE);
    python_rehearse(rewards.start, rewards.bytes);
    if (rewards.start) memset(rewards.start, 0, REHEARSED);
    lockdown_enter(layers, parent, &report);
    refuse_weakness(&report);
    evolve_send(CHANNEL, EVOLVE_READY, 0, &report, sizeof report, NULL, 0);
    int64_t length = evolve_receive(CHANNEL, &header, &work, sizeof work, descriptors, EVOLVE_WORK_DESCRIPTORS, &count);
    if (length != sizeof work || count < 1) _exit(0);
    struct view signals = take(descriptors[0], PROT_READ);
    struct view other = {NULL, 0};
    if (count == EVOLVE_WORK_DESCRIPTORS) other = take(descriptors[1], PROT_READ | PROT_WRITE);
    lockdown_limit(layers, &work, occupied + signals.bytes + rewards.bytes + other.bytes + work.memory_bytes, &report);
    refuse_weakness(&report);
    clock_freeze();
    if (python_begin(signals.start, signals.bytes, other.start, other.bytes, work.soft_seconds) < 0) _exit(91);
    answer_requests();
}
