#define _GNU_SOURCE
#include "namespaces.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct {
    int flag;
    const char *name;
} kinds[] = {{CLONE_NEWUSER, "user"}, {CLONE_NEWNET, "network"}, {CLONE_NEWPID, "process"},
             {CLONE_NEWIPC, "ipc"},   {CLONE_NEWUTS, "host name"}, {CLONE_NEWNS, "mount"}};

static int entered; /* flags */
static int keeper;

static int write_file(const char *path, const char *text) {
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return -1;
    ssize_t put = write(file, text, strlen(text));
    close(file);
    return put == (ssize_t)strlen(text) ? 0 : -1;
}

/* Keeps user and group what they are: only what they may do changes. */
static void keep_identity(unsigned user, unsigned group) {
    char text[64];
    write_file("/proc/self/setgroups", "deny");
    snprintf(text, sizeof text, "%u %u 1", user, user);
    write_file("/proc/self/uid_map", text);
    snprintf(text, sizeof text, "%u %u 1", group, group);
    write_file("/proc/self/gid_map", text);
}

/* Makes an empty, read-only folder the root. Returns 0 or -1; after a failure the root is the old one. */
static int empty_root(void) {
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0) return -1;
    if (mount("none", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=4k,mode=555") < 0) return -1;
    if (chdir("/tmp") < 0 || syscall(SYS_pivot_root, ".", ".") < 0) {
        (void)!chdir("/");
        umount2("/tmp", MNT_DETACH);
        return -1;
    }
    int failed = umount2(".", MNT_DETACH) < 0 || chdir("/") < 0;
    mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    return failed ? -1 : 0;
}

static void start_keeper(void) {
    int parent = getpid();
    keeper = fork();
    if (keeper != 0) {
        if (keeper < 0) keeper = 0;
        return;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    /* The zygote may have ended before; then its end of the control channel is closed, and nobody needs this process. */
    if (getppid() != 0 && getppid() != parent) _exit(0);
    syscall(SYS_close_range, 0u, ~0u, 0u);
    for (;;) pause();
}

/* A process alone in its user namespace has every capability there; workers need none of them. */
static void drop_capabilities(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2];
    memset(none, 0, sizeof none);
    syscall(SYS_capset, &header, none);
}

void namespaces_enter(void) {
    unsigned user = geteuid(), group = getegid();
    int all = CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNS;
    /* Root does without a user namespace, in which its workers could not become nobody. */
    int wanted = user == 0 ? all : all | CLONE_NEWUSER;
    if (unshare(wanted) < 0) return;
    entered = wanted;
    if (entered & CLONE_NEWUSER) keep_identity(user, group);
    (void)!sethostname("worker", 6);
    if (empty_root() < 0) entered &= ~CLONE_NEWNS;
    start_keeper();
    if (entered & CLONE_NEWUSER) drop_capabilities();
}

void namespaces_list(char *text, size_t size) {
    size_t used = (size_t)snprintf(text, size, "[");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (entered & kinds[i].flag)
            used += (size_t)snprintf(text + used, size - used, "%s\"%s\"", used > 1 ? "," : "", kinds[i].name);
    snprintf(text + used, size - used, "]");
}

int namespaces_lost(void) {
    if (!keeper) return 0;
    int child = fork();
    if (child == 0) _exit(0);
    if (child < 0) return errno == ENOMEM; /* what the kernel answers in a namespace that is ending */
    waitpid(child, NULL, 0);
    return 0;
}
