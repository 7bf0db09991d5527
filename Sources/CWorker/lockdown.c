#define _GNU_SOURCE
#include "lockdown.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "clock.h"

#define NOBODY 65534

/* Landlock by number: the kernel's headers may be older than the kernel. */
#define LANDLOCK_CREATE 444
#define LANDLOCK_RESTRICT 446

static int ruleset = -1;
static int ruleset_error = ENOSYS;
static int filter_error;
static int landlock_version;

static void prepare_landlock(void) {
    long version = syscall(LANDLOCK_CREATE, NULL, 0, 1);
    if (version < 1) {
        ruleset_error = version < 0 ? errno : ENOSYS;
        return;
    }
    landlock_version = (int)version;
    struct {
        uint64_t files, network, scoped;
    } handled = {0x1fff, 0, 0};
    if (version >= 2) handled.files |= 1 << 13; /* linking and renaming across folders */
    if (version >= 3) handled.files |= 1 << 14; /* truncation */
    if (version >= 4) handled.network = 3;      /* TCP bind and connect */
    if (version >= 5) handled.files |= 1 << 15; /* ioctl on devices */
    if (version >= 6) handled.scoped = 3;       /* abstract sockets and signals of others */
    size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    ruleset = (int)syscall(LANDLOCK_CREATE, &handled, size, 0);
    ruleset_error = ruleset < 0 ? errno : 0;
    if (ruleset >= 0) fcntl(ruleset, F_SETFD, FD_CLOEXEC);
}

/* The only place from which the filter lets a limit be set. */
static struct rlimit last_limit;

void lockdown_prepare(void) {
    prepare_landlock();
    filter_error = filter_compile(&last_limit);
}

int lockdown_landlock_version(void) { return landlock_version; }

static int drop_identity(void) {
    if (geteuid() != 0) return 0;
    if (setgroups(0, NULL) == 0 && setresgid(NOBODY, NOBODY, NOBODY) == 0 && setresuid(NOBODY, NOBODY, NOBODY) == 0)
        return 0;
    /* In a user namespace without that identity: keep the number, give up what it can do. */
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2];
    memset(none, 0, sizeof none);
    return syscall(SYS_capset, &header, none) < 0 ? errno : 0;
}

static int close_descriptors(void) {
    return syscall(SYS_close_range, CHANNEL + 1, ~0u, 0) < 0 ? errno : 0;
}

/* The limits that are the same for every worker. */
static int set_limits(void) {
    static const struct {
        int resource;
        rlim_t bound;
    } limits[] = {{RLIMIT_STACK, 8 << 20}, {RLIMIT_FSIZE, 0},    {RLIMIT_NPROC, 0}, {RLIMIT_CORE, 0},
                  {RLIMIT_MEMLOCK, 0},     {RLIMIT_MSGQUEUE, 0}, {RLIMIT_NICE, 0},  {RLIMIT_RTPRIO, 0}};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct rlimit value = {limits[i].bound, limits[i].bound};
        if (setrlimit(limits[i].resource, &value) < 0) return errno;
    }
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 ? errno : 0;
}

static int set_last_limits(const struct evolve_work *work, size_t address_space) {
    const struct {
        int resource;
        rlim_t soft, hard;
    } limits[] = {{RLIMIT_AS, address_space, address_space},
                  {RLIMIT_CPU, work->cpu_seconds, work->cpu_seconds + 1},
                  {RLIMIT_NOFILE, CHANNEL + 1, CHANNEL + 1}};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        last_limit = (struct rlimit){limits[i].soft, limits[i].hard};
        if (syscall(SYS_prlimit64, 0, limits[i].resource, &last_limit, NULL) < 0) return errno;
    }
    return 0;
}

static int forbid_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ? errno : 0; }

static int close_files(void) {
    if (ruleset < 0) return ruleset_error;
    return syscall(LANDLOCK_RESTRICT, ruleset, 0) < 0 ? errno : 0;
}

static int enter(int layer) {
    switch (layer) {
        case EVOLVE_IDENTITY: return drop_identity();
        case EVOLVE_DESCRIPTORS: return close_descriptors();
        case EVOLVE_LIMITS: return set_limits();
        case EVOLVE_NO_NEW_PRIVILEGES: return forbid_privileges();
        case EVOLVE_LANDLOCK: return close_files();
        default: return filter_error ? filter_error : filter_load(getpid());
    }
}

/* No worker outlives its zygote. */
static void die_with(int parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    /* 0 is a parent outside of this process namespace; with that namespace's first process every other ends. */
    if (getppid() != parent && getppid() != 0) _exit(92);
}

void lockdown_enter(uint32_t layers, int parent, struct evolve_lockdown_report *report) {
    /* Landlock needs its rules, an open descriptor, so that it comes before the closing of descriptors. */
    static const int order[EVOLVE_LAYERS] = {EVOLVE_IDENTITY,    EVOLVE_NO_NEW_PRIVILEGES, EVOLVE_LANDLOCK,
                                             EVOLVE_DESCRIPTORS, EVOLVE_LIMITS,            EVOLVE_SECCOMP};
    memset(report, 0, sizeof *report);
    int64_t start = clock_nanoseconds(), before = start;
    for (int i = 0; i < EVOLVE_LAYERS; i++) {
        int layer = order[i];
        if (layer == EVOLVE_NO_NEW_PRIVILEGES) die_with(parent); /* a change of identity would undo it */
        if (!(layers & 1u << layer)) continue;
        report->errors[layer] = enter(layer);
        if (report->errors[layer] == 0) report->in_force |= 1u << layer;
        int64_t after = clock_nanoseconds();
        report->nanoseconds[layer] = after - before;
        before = after;
    }
    report->total_nanoseconds = before - start;
}

void lockdown_limit(uint32_t layers, const struct evolve_work *work, size_t address_space,
                    struct evolve_lockdown_report *report) {
    if (!(layers & report->in_force & 1u << EVOLVE_LIMITS)) return;
    int error = set_last_limits(work, address_space);
    if (error == 0) return;
    report->errors[EVOLVE_LIMITS] = error;
    report->in_force &= ~(1u << EVOLVE_LIMITS);
}

const char *lockdown_remedy(int layer) {
    switch (layer) {
        case EVOLVE_LANDLOCK:
            return "use Linux 5.13 or newer with CONFIG_SECURITY_LANDLOCK and \"landlock\" among the kernel's lsm=";
        case EVOLVE_SECCOMP: return "use a kernel with CONFIG_SECCOMP_FILTER, and allow seccomp in the container's profile";
        case EVOLVE_DESCRIPTORS: return "use Linux 5.9 or newer, or allow close_range in the container's profile";
        default: return "allow prctl and setrlimit in the container's profile";
    }
}

int lockdown_complaint(const struct evolve_lockdown_report *report, char *text, size_t size) {
    for (int layer = 0; layer < EVOLVE_LAYERS; layer++) {
        if (!(EVOLVE_REQUIRED_LAYERS & 1u << layer) || report->in_force & 1u << layer) continue;
        snprintf(text, size,
                 "the sandbox layer \"%s\" cannot be put in force here (%s): %s; or run with --allow-weak-sandbox, "
                 "which every report will then mention",
                 evolve_layer_name(layer), strerror(report->errors[layer]), lockdown_remedy(layer));
        return 1;
    }
    return 0;
}
