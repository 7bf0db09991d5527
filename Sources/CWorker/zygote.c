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

#include "lockdown.h"
#include "options.h"
#include "python.h"
#include "serve.h"

#define CONTROL 3
#define WORKERS 256

static struct {
    int process, status;
} workers[WORKERS];

/* Reads one number of /proc/self: `field` counts from 1. */
static long proc_number(const char *path, int field) {
    char text[1024];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return -1;
    ssize_t got = read(file, text, sizeof text - 1);
    close(file);
    if (got <= 0) return -1;
    text[got] = 0;
    char *name_end = strrchr(text, ')'); /* of field 2 of stat: a program's name may contain spaces */
    char *from = name_end ? name_end + 2 : text;
    for (int at = name_end ? 3 : 1; at < field && from; at++) {
        from = strchr(from, ' ');
        if (from) from++;
    }
    return from ? atol(from) : -1;
}

static long threads(void) { return proc_number("/proc/self/stat", 20); }

static size_t occupied_bytes(void) {
    return (size_t)proc_number("/proc/self/statm", 1) * (size_t)sysconf(_SC_PAGESIZE);
}

/* Forks a worker. A second thread would be lost in it, together with whatever lock it held. */
static int start(const struct evolve_fork_request *request, const int *descriptors) {
    if (threads() != 1) return -EDEADLK;
    int parent = getpid();
    size_t occupied = occupied_bytes();
    int child = python_fork();
    if (child == 0) serve(request, descriptors, parent, occupied);
    return child < 0 ? -errno : child;
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
    int process = slot == WORKERS ? -EAGAIN : start(request, descriptors);
    if (process > 0) {
        workers[slot].process = process;
        workers[slot].status = descriptors[TO_STATUS];
    }
    for (int i = 0; i < DESCRIPTORS; i++)
        if (i != TO_STATUS || process < 0) close(descriptors[i]);
    reply(sequence, process);
}

/* Collects every ended worker and writes what it used into its status pipe. */
static void reap(void) {
    int status;
    struct rusage used;
    pid_t process;
    while ((process = wait4(-1, &status, WNOHANG, &used)) > 0) {
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

int zygote_serve(void) {
    sigset_t ended;
    sigemptyset(&ended);
    sigaddset(&ended, SIGCHLD);
    sigprocmask(SIG_BLOCK, &ended, NULL);
    int notices = signalfd(-1, &ended, SFD_CLOEXEC | SFD_NONBLOCK);
    if (notices < 0) return -errno;
    struct pollfd sources[2] = {{CONTROL, POLLIN, 0}, {notices, POLLIN, 0}};
    for (;;) {
        if (poll(sources, 2, -1) < 0 && errno != EINTR) return -errno;
        if (sources[1].revents) {
            struct signalfd_siginfo notice;
            while (read(notices, &notice, sizeof notice) > 0) continue;
            reap();
        }
        if (!sources[0].revents) continue;
        struct evolve_header header;
        struct evolve_fork_request request;
        int descriptors[DESCRIPTORS], count = 0;
        int64_t length = evolve_receive(CONTROL, &header, &request, sizeof request, descriptors, DESCRIPTORS, &count);
        if (length == -ESHUTDOWN) return 0;
        if (length != sizeof request || header.type != EVOLVE_REQUEST || count != DESCRIPTORS) return -EPROTO;
        handle_request(header.sequence, &request, descriptors);
    }
}
