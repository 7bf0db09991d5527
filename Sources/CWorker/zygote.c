#define _GNU_SOURCE
#include "zygote.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "lockdown.h"
#include "namespaces.h"
#include "options.h"
#include "python.h"
#include "serve.h"

#define CONTROL 3
#define WORKERS 256

/* Nanoseconds that a worker has both the caches and the other core to itself before the next one is forked and rehearses,
 * unless requests come faster than that anyway: then the next one is made at once. */
#define PATIENCE 20000000

static struct {
    int process, status;
} workers[WORKERS];

static struct {
    int process, socket;
} spare;

/* This process's own figures; opened before its root folder is emptied. */
static int size_file = -1, status_file = -1;

void zygote_open_figures(void) {
    size_file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    status_file = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
}

static size_t occupied_bytes(void) {
    char text[64];
    ssize_t got = pread(size_file, text, sizeof text - 1, 0);
    if (got <= 0) return 0;
    text[got] = 0;
    return (size_t)atol(text) * (size_t)sysconf(_SC_PAGESIZE);
}

/* The number of threads of this process: field 20 of stat, whose field 2, the name, may contain spaces. */
static long threads(void) {
    char text[1024];
    ssize_t got = pread(status_file, text, sizeof text - 1, 0);
    if (got <= 0) return -1;
    text[got] = 0;
    char *from = strrchr(text, ')');
    for (int field = 2; field < 20 && from; field++) {
        from = strchr(from, ' ');
        if (from) from++;
    }
    return from ? atol(from) : -1;
}

/* Forks the next worker ahead of its request. A second thread would be lost in it, together with whatever lock it held. */
static int fork_spare(void) {
    int ours, theirs;
    if (spare.process) return 0;
    if (threads() != 1) return -EDEADLK;
    int error = evolve_pair(&ours, &theirs);
    if (error < 0) return error;
    int parent = getpid();
    size_t occupied = occupied_bytes();
    int child = python_fork();
    if (child == 0) serve(theirs, parent, occupied);
    error = child < 0 ? -errno : 0;
    close(theirs);
    if (error) {
        close(ours);
        return error;
    }
    spare.process = child;
    spare.socket = ours;
    return 0;
}

static void forget_spare(void) {
    close(spare.socket);
    spare.process = 0;
}

/* Turns the spare into a worker. Returns its process id, or -errno. */
static int employ_spare(const struct evolve_fork_request *request, const int *descriptors) {
    for (int attempt = 0; attempt < 2; attempt++) {
        int error = fork_spare();
        if (error < 0) return error;
        int process = spare.process;
        error = evolve_send(spare.socket, EVOLVE_REQUEST, 0, request, sizeof *request, descriptors, DESCRIPTORS);
        forget_spare();
        if (error == 0) return process;
    }
    return -ECHILD;
}

static void reply(uint32_t sequence, int process) {
    struct evolve_fork_reply answer = {process > 0 ? process : 0, process < 0 ? -process : 0};
    int handle = process > 0 ? evolve_process_handle(process) : -1;
    if (process > 0 && handle < 0) answer.error = -handle;
    evolve_send(CONTROL, EVOLVE_REPLY, sequence, &answer, sizeof answer, &handle, handle >= 0);
    if (handle >= 0) close(handle);
}

static void handle_request(uint32_t sequence, const struct evolve_fork_request *request, const int *descriptors) {
    int slot = 0;
    while (slot < WORKERS && workers[slot].process) slot++;
    int process = slot == WORKERS ? -EAGAIN : employ_spare(request, descriptors);
    if (process > 0) {
        workers[slot].process = process;
        workers[slot].status = descriptors[TO_STATUS];
    }
    for (int i = 0; i < DESCRIPTORS; i++)
        if (i != TO_STATUS || process < 0) close(descriptors[i]);
    reply(sequence, process);
}

/* Collects every ended worker and writes what it used into its status pipe. Returns 0, or -ECHILD when the keeper of the
 * process namespace has ended, and every worker with it. */
static int reap(void) {
    int status;
    struct rusage used;
    pid_t process;
    while ((process = wait4(-1, &status, WNOHANG, &used)) > 0) {
        /* A worker that dies with its keeper is not to blame for it: without a report the host tries it again. */
        if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL && namespaces_lost()) return -ECHILD;
        if (process == spare.process) forget_spare();
        for (int slot = 0; slot < WORKERS; slot++) {
            if (workers[slot].process != process) continue;
            struct evolve_usage usage;
            memset(&usage, 0, sizeof usage);
            usage.status = status;
            usage.process = process;
            usage.cpu_seconds = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                                (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e-6;
            usage.peak_bytes = (int64_t)used.ru_maxrss * 1024;
            (void)!write(workers[slot].status, &usage, sizeof usage);
            close(workers[slot].status);
            workers[slot].process = 0;
        }
    }
    return 0;
}

int zygote_try(struct evolve_lockdown_report *report) {
    struct evolve_fork_request request = {256u << 20, 10, 1};
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) return errno;
    int parent = getpid();
    size_t occupied = occupied_bytes();
    pid_t child = fork();
    if (child == 0) {
        /* The pipe takes the place of the channel, which stays open in every layer. */
        dup2(ends[1], CHANNEL);
        lockdown_enter(~options.without, &request, occupied + request.memory_bytes, parent, report);
        (void)!write(CHANNEL, report, sizeof *report);
        _exit(0);
    }
    close(ends[1]);
    ssize_t got = child < 0 ? -1 : read(ends[0], report, sizeof *report);
    close(ends[0]);
    if (child > 0) waitpid(child, NULL, 0);
    return got == (ssize_t)sizeof *report ? 0 : EIO;
}

/* Has the allocator sort its free pieces once. Every worker would do it anew, and copy 100 pages in doing so. */
static void settle_memory(void) {
    void *volatile large = malloc(100000);
    free(large);
}

int zygote_serve(void) {
    settle_memory();
    sigset_t ended;
    sigemptyset(&ended);
    sigaddset(&ended, SIGCHLD);
    sigprocmask(SIG_BLOCK, &ended, NULL);
    int notices = signalfd(-1, &ended, SFD_CLOEXEC | SFD_NONBLOCK);
    if (notices < 0) return -errno;
    struct pollfd sources[2] = {{CONTROL, POLLIN, 0}, {notices, POLLIN, 0}};
    int64_t asked = 0, fork_at = 0;
    for (;;) {
        int64_t left = fork_at - clock_nanoseconds();
        if (left <= 0) fork_spare(); /* a failure shows when a worker is asked for */
        if (poll(sources, 2, left <= 0 ? -1 : (int)(left / 1000000) + 1) < 0 && errno != EINTR) return -errno;
        if (sources[1].revents) {
            struct signalfd_siginfo notice;
            while (read(notices, &notice, sizeof notice) > 0) continue;
            if (reap() < 0) return -ECHILD;
        }
        if (!sources[0].revents) continue;
        struct evolve_header header;
        struct evolve_fork_request request;
        int descriptors[DESCRIPTORS], count = 0;
        int64_t length = evolve_receive(CONTROL, &header, &request, sizeof request, descriptors, DESCRIPTORS, &count);
        if (length == -ESHUTDOWN) return 0;
        if (length != sizeof request || header.type != EVOLVE_REQUEST || count != DESCRIPTORS) return -EPROTO;
        int64_t now = clock_nanoseconds();
        fork_at = now - asked > PATIENCE ? now + PATIENCE : now;
        asked = now;
        handle_request(header.sequence, &request, descriptors);
    }
}
