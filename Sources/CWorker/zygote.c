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

/* Nanoseconds after the host's word that a worker has its work, for which it has the caches and the other core to itself before
 * the next one is forked and rehearses; none where workers are taken faster than that anyway. */
#define PATIENCE 20000000
#define NEVER INT64_MAX

static struct {
    int process, status;
} workers[WORKERS];

/* The worker that the host was offered and has not taken, or 0. */
static int offered;

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

/* The ends of one worker's channel, output and status, the host's first, and its rewards memory. */
struct plumbing {
    int channel[2], output[2], status[2], rewards;
};

static void close_all(struct plumbing *pipes, int side) {
    int ends[] = {pipes->channel[side], pipes->output[side], pipes->status[side], side == 0 ? pipes->rewards : -1};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends[i] >= 0) close(ends[i]);
}

static int make_plumbing(struct plumbing *pipes) {
    *pipes = (struct plumbing){{-1, -1}, {-1, -1}, {-1, -1}, -1};
    int error = evolve_pair(&pipes->channel[0], &pipes->channel[1]);
    if (error == 0) error = evolve_pipe(&pipes->output[0], &pipes->output[1]);
    if (error == 0) error = evolve_set_nonblocking(pipes->output[0]);
    if (error == 0) error = evolve_pipe(&pipes->status[0], &pipes->status[1]);
    if (error == 0) pipes->rewards = error = evolve_memory_create("rewards", EVOLVE_REWARDS_BYTES);
    if (error < 0) {
        close_all(pipes, 0);
        close_all(pipes, 1);
    }
    return error < 0 ? error : 0;
}

/* Forks a worker into a free slot. A second thread would be lost in it, together with whatever lock it held. Returns its
 * process id, or -errno; the status pipe then stays open here until it ends. */
static int fork_worker(struct plumbing *pipes) {
    int slot = 0, parent = getpid();
    while (slot < WORKERS && workers[slot].process) slot++;
    if (slot == WORKERS) return -EAGAIN;
    if (threads() != 1) return -EDEADLK;
    int error = make_plumbing(pipes);
    if (error < 0) return error;
    size_t occupied = occupied_bytes();
    int child = python_fork();
    if (child == 0) serve(pipes->channel[1], pipes->output[1], pipes->rewards, parent, occupied);
    error = -errno;
    close(pipes->channel[1]);
    close(pipes->output[1]);
    if (child < 0) {
        close(pipes->status[1]);
        close_all(pipes, 0);
        return error;
    }
    workers[slot].process = child;
    workers[slot].status = pipes->status[1];
    return child;
}

/* Forks a worker and sends the host its ends, which wait in the control channel until a worker is needed. Where there is none,
 * the host learns why if it asked. */
static void offer(uint32_t sequence, int is_asked) {
    struct plumbing pipes;
    int process = fork_worker(&pipes);
    int handle = process > 0 ? evolve_process_handle(process) : process;
    if (process > 0 && handle < 0) close_all(&pipes, 0); /* with its channel the worker ends */
    if (handle < 0) {
        struct evolve_offer none = {0, -handle};
        if (is_asked) evolve_send(CONTROL, EVOLVE_OFFER, sequence, &none, sizeof none, NULL, 0);
        return;
    }
    struct evolve_offer words = {process, 0};
    int ends[EVOLVE_OFFER_DESCRIPTORS] = {pipes.channel[0], pipes.output[0], pipes.status[0], pipes.rewards, handle};
    evolve_send(CONTROL, EVOLVE_OFFER, sequence, &words, sizeof words, ends, EVOLVE_OFFER_DESCRIPTORS);
    close_all(&pipes, 0);
    close(handle);
    offered = process;
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
        if (process == offered) offered = 0;
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
    struct evolve_work work = {256u << 20, 10, 1};
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) return errno;
    int parent = getpid();
    size_t occupied = occupied_bytes();
    pid_t child = fork();
    if (child == 0) {
        /* The pipe takes the place of the channel, which stays open in every layer. */
        dup2(ends[1], CHANNEL);
        lockdown_enter(~options.without, parent, report);
        lockdown_limit(~options.without, &work, occupied + work.memory_bytes, report);
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
    /* One that ends before it is taken has no follower until the host asks: it might end as well, for ever. */
    int64_t taken_at = 0, fork_at = 0;
    for (;;) {
        int64_t left = fork_at == NEVER ? NEVER : fork_at - clock_nanoseconds();
        if (left <= 0) {
            if (!offered) offer(0, 0);
            fork_at = left = NEVER;
        }
        if (poll(sources, 2, left == NEVER ? -1 : (int)(left / 1000000) + 1) < 0 && errno != EINTR) return -errno;
        if (sources[1].revents) {
            struct signalfd_siginfo notice;
            while (read(notices, &notice, sizeof notice) > 0) continue;
            if (reap() < 0) return -ECHILD;
        }
        if (!sources[0].revents) continue;
        struct evolve_header header;
        struct evolve_offer taken;
        int64_t length = evolve_receive(CONTROL, &header, &taken, sizeof taken, NULL, 0, NULL);
        if (length == -ESHUTDOWN) return 0;
        if (length == sizeof taken && header.type == EVOLVE_REQUEST) {
            if (taken.process == offered) offered = 0; /* else the next one is on its way */
            if (!offered) offer(header.sequence, 1);
        } else if (length == sizeof taken && header.type == EVOLVE_TAKEN) {
            int64_t now = clock_nanoseconds();
            if (taken.process == offered) offered = 0;
            fork_at = now - taken_at > PATIENCE ? now + PATIENCE : now;
            taken_at = now;
        } else {
            return -EPROTO;
        }
    }
}
