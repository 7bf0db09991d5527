/* Limits of CPU time that interrupt a heuristic where it stands: a timer ticks, and Python's own signal handler raises.
 * Polite limits only: the kernel's limit and the host end what does not let itself be interrupted. */
#define _GNU_SOURCE
#include "heuristic_types.h"

#include <signal.h>
#include <string.h>
#include <sys/time.h>

#define TICK_MICROSECONDS 10000

static volatile sig_atomic_t ticks, end, call_start, call_limit, calling;
volatile int ticks_is_calling;

static int to_ticks(double seconds) {
    double count = seconds * 1e6 / TICK_MICROSECONDS;
    return seconds <= 0 ? 0 : count > 1e9 ? 1000000000 : (int)count + 1;
}

static void tick(int number) {
    ticks++;
    if (ticks_is_calling) calling++;
    int is_late = end && ticks >= end;
    int is_slow = ticks_is_calling && call_limit && ticks - call_start >= call_limit;
    if ((is_late || is_slow) && (ticks % 4 == 0 || ticks == end)) PyErr_SetInterruptEx(number);
}

void ticks_start(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = tick;
    action.sa_flags = SA_RESTART | SA_ONSTACK;
    sigaction(SIGPROF, &action, NULL);
    struct itimerval interval = {{0, TICK_MICROSECONDS}, {0, TICK_MICROSECONDS}};
    setitimer(ITIMER_PROF, &interval, NULL);
}

void ticks_limit(double seconds) { end = seconds > 0 ? ticks + to_ticks(seconds) : 0; }

void ticks_limit_call(double seconds) { call_limit = to_ticks(seconds); }

double ticks_calling_seconds(void) { return calling * (TICK_MICROSECONDS / 1e6); }

void ticks_call(void) {
    call_start = ticks;
    ticks_is_calling = 1;
}

int ticks_call_is_slow(void) { return call_limit && ticks - call_start >= call_limit; }
