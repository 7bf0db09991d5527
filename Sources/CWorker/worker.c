#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "CChannel.h"
#include "CWorker.h"
#include "lockdown.h"
#include "namespaces.h"
#include "options.h"
#include "python.h"
#include "zygote.h"

#define CONTROL 3

/* Tells the host, and whoever reads stderr, why nothing will be served. */
static int refuse(const char *reason) {
    evolve_send(CONTROL, EVOLVE_REFUSED, 0, reason, strlen(reason), NULL, 0);
    fprintf(stderr, "evolve-worker: %s\n", reason);
    return 78;
}

static int has_control_channel(void) {
    int type = 0;
    socklen_t size = sizeof type;
    return getsockopt(CONTROL, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_SEQPACKET;
}

static int list_layers(uint32_t bits, char *to, size_t size) {
    size_t used = 0;
    for (int layer = 0; layer < EVOLVE_LAYERS; layer++)
        if (bits & 1u << layer)
            used += (size_t)snprintf(to + used, size - used, "%s\"%s\"", used ? "," : "", evolve_layer_name(layer));
    if (!used) to[0] = 0;
    return (int)used;
}

/* Lists what is missing and what to do about it, as members of a JSON object. */
static void list_remedies(const struct evolve_lockdown_report *report, char *to, size_t size) {
    size_t used = 0;
    to[0] = 0;
    for (int layer = 0; layer < EVOLVE_LAYERS && used < size; layer++) {
        if (!(EVOLVE_REQUIRED_LAYERS & ~report->in_force & 1u << layer)) continue;
        int written = snprintf(to + used, size - used, "%s\"%s\":\"%s: ", used ? "," : "", evolve_layer_name(layer),
                               report->errors[layer] ? strerror(report->errors[layer]) : "switched off");
        used += (size_t)written;
        for (const char *from = lockdown_remedy(layer); *from && used + 4 < size; from++) {
            if (*from == '"') to[used++] = '\\';
            to[used++] = *from;
        }
        used += (size_t)snprintf(to + used, size - used, "\"");
    }
}

/* The Swift runtime may have installed handlers that start a backtracer; here a crash must end the process at once. */
static void crash_plainly(void) {
    static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGQUIT, SIGSYS};
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) signal(crashes[i], SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
}

int evolve_worker_run(void) {
    char reason[1024], versions[512], ready[4096], in_force[160], missing[160], spaces[160], remedies[2048];
    struct evolve_lockdown_report report;
    if (!options.python[0] || !options.harness[0] || !has_control_channel()) {
        fprintf(stderr, "evolve-worker: needs --python, --harness and a control channel; evolve starts it itself\n");
        return 64;
    }
    crash_plainly();
    if (options.without && !options.allow_weak) return refuse("--without is for tests and needs --allow-weak-sandbox");
    if (python_start(versions, sizeof versions) != 0) return refuse(versions);
    lockdown_prepare();
    zygote_open_figures();
    if (!options.no_namespaces) namespaces_enter();
    int failed = zygote_try(&report);
    if (failed) {
        snprintf(reason, sizeof reason, "no worker can be locked down here (%s): the machine or container forbids fork",
                 strerror(failed));
        return refuse(reason);
    }
    if (!options.allow_weak && lockdown_complaint(&report, reason, sizeof reason)) return refuse(reason);
    list_layers(report.in_force, in_force, sizeof in_force);
    list_layers(EVOLVE_REQUIRED_LAYERS & ~report.in_force, missing, sizeof missing);
    list_remedies(&report, remedies, sizeof remedies);
    namespaces_list(spaces, sizeof spaces);
    int length = snprintf(ready, sizeof ready, "{\"versions\":%s,\"landlock\":%d,\"layers\":[%s],\"missing\":[%s],\"remedies\":{%s},"
                          "\"namespaces\":%s}",
                          versions, lockdown_landlock_version(), in_force, missing, remedies, spaces);
    if (evolve_send(CONTROL, EVOLVE_READY, 0, ready, (size_t)length, NULL, 0) < 0) return 0;
    failed = zygote_serve();
    if (failed == 0) return 0;
    fprintf(stderr, "evolve-worker: the control channel failed: %s\n", strerror(-failed));
    return 70;
}
