#define _GNU_SOURCE
#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define FIRST 64 /* descriptors are first moved above this number, so that none overwrites another */

static void set_default_signals(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; number++) sigaction(number, &action, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Runs in the child: puts the descriptors in place and becomes the program. Returns only on failure, with errno. */
static int become(const char *const *arguments, const char *const *environment, const int *descriptors, int count,
                  int report) {
    setsid();
    set_default_signals();
    int moved[EVOLVE_LAUNCH_LIMIT];
    for (int i = 0; i < count; i++)
        if ((moved[i] = fcntl(descriptors[i], F_DUPFD_CLOEXEC, FIRST)) < 0) return errno;
    int high_report = fcntl(report, F_DUPFD_CLOEXEC, FIRST);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (high_report < 0 || null < 0) return errno;
    if (null != 0 && dup2(null, 0) < 0) return errno;
    if (null == 0) fcntl(0, F_SETFD, 0);
    for (int i = 0; i < count; i++)
        if (dup2(moved[i], i + 1) < 0) return errno;
    /* Marks instead of closing: the report pipe must live until exec succeeds. */
    if (syscall(SYS_close_range, (unsigned)count + 1, ~0u, 4u /* CLOSE_RANGE_CLOEXEC */) < 0) return errno;
    execve(arguments[0], (char *const *)arguments, (char *const *)environment);
    return errno;
}

int evolve_launch(const char *const *arguments, const char *const *environment, const int *descriptors, int count) {
    if (count > EVOLVE_LAUNCH_LIMIT) return -EINVAL;
    int report[2];
    if (pipe2(report, O_CLOEXEC) < 0) return -errno;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* no handler of this process may run in the child */
    pid_t child = fork();
    if (child == 0) {
        int error = become(arguments, environment, descriptors, count, report[1]);
        (void)!write(report[1], &error, sizeof error);
        _exit(127);
    }
    int failure = child < 0 ? errno : 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(report[1]);
    if (child > 0 && read(report[0], &failure, sizeof failure) == (ssize_t)sizeof failure)
        waitpid(child, NULL, 0);
    close(report[0]);
    return failure ? -failure : child;
}

/* Cuts a text into lines, in place. Returns 0, or -E2BIG. */
static int split(const char *text, char *copy, size_t size, const char **words, int limit) {
    size_t length = strlen(text);
    int count = 0;
    if (length >= size) return -E2BIG;
    memcpy(copy, text, length + 1);
    for (char *from = copy; *from;) {
        if (count == limit - 1) return -E2BIG;
        words[count++] = from;
        char *end = strchr(from, '\n');
        if (!end) break;
        *end = 0;
        from = end + 1;
    }
    words[count] = NULL;
    return 0;
}

int evolve_launch_lines(const char *arguments, const char *environment, const int *descriptors, int count) {
    char argument_copy[32768], environment_copy[32768];
    const char *argument_words[61], *environment_words[61];
    int bad = split(arguments, argument_copy, sizeof argument_copy, argument_words, 61);
    if (!bad) bad = split(environment, environment_copy, sizeof environment_copy, environment_words, 61);
    return bad ? bad : evolve_launch(argument_words, environment_words, descriptors, count);
}

int evolve_process_handle(int process) {
    int handle = (int)syscall(SYS_pidfd_open, process, 0);
    return handle < 0 ? -errno : handle;
}

int evolve_process_signal(int handle, int signal) {
    return syscall(SYS_pidfd_send_signal, handle, signal, NULL, 0) < 0 ? -errno : 0;
}

int evolve_process_wait(int process, int *status) {
    pid_t got;
    do {
        got = waitpid(process, status, 0);
    } while (got < 0 && errno == EINTR);
    return got < 0 ? -errno : 0;
}

int evolve_usage_read(int pipe, struct evolve_usage *usage) {
    ssize_t got;
    do {
        got = read(pipe, usage, sizeof *usage);
    } while (got < 0 && errno == EINTR);
    if (got < 0) return -errno;
    return got == (ssize_t)sizeof *usage ? 1 : 0;
}

int evolve_pipe(int *reader, int *writer) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
    *reader = ends[0];
    *writer = ends[1];
    return 0;
}

int evolve_set_nonblocking(int descriptor) {
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0 || fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) < 0) return -errno;
    return 0;
}
