/* Starting and stopping processes without their descriptors or environment leaking either way. */
#ifndef EVOLVE_LAUNCH_H
#define EVOLVE_LAUNCH_H

#include <stdint.h>

/* The most descriptors that a started process is given. */
#define EVOLVE_LAUNCH_LIMIT 16

/* Starts `arguments[0]` (an absolute path; the list ends with a null) in a session of its own, with `environment` as its
 * whole environment, /dev/null as descriptor 0, and the given descriptors as 1, 2, 3, …; nothing else is inherited.
 * Every signal has its default action there and none is blocked. Safe in a process with several threads.
 * Returns the process id, or -errno of what failed, exec included. */
int evolve_launch(const char *const *arguments, const char *const *environment, const int *descriptors, int count);

/* The same for callers without arrays of C strings: `arguments` and `environment` hold one word a line, at most 60 words
 * and 32 KB each. */
int evolve_launch_lines(const char *arguments, const char *environment, const int *descriptors, int count);

/* Opens a handle on a process that cannot come to mean another one. */
int evolve_process_handle(int process);

/* Sends a signal through such a handle. Returns 0 or -errno. */
int evolve_process_signal(int handle, int signal);

/* Waits until a child has ended; its status word as waitpid gives it goes to `status`. Returns 0 or -errno. */
int evolve_process_wait(int process, int *status);

/* What the zygote reports of an ended worker, through a pipe that only the zygote writes to. */
struct evolve_usage {
    int32_t status;        /* as waitpid gives it */
    int32_t process;       /* its id */
    double cpu_seconds;    /* user and system */
    int64_t peak_bytes;    /* largest resident size */
};

/* Reads one usage record. Returns 1, or 0 at the end of the pipe (the zygote died first), or -errno. */
int evolve_usage_read(int pipe, struct evolve_usage *usage);

/* Makes a pipe, both ends close-on-exec. Returns 0 or -errno. */
int evolve_pipe(int *reader, int *writer);

/* Makes reads of a descriptor return at once. Returns 0 or -errno. */
int evolve_set_nonblocking(int descriptor);

#endif
