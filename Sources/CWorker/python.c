#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "python.h"

#include <sys/types.h>
#include <unistd.h>

#include "heuristic_types.h"
#include "options.h"
#include "python_paths.h"

static PyObject *handle;
static PyObject *begin;
static PyObject *rehearse;
static PyObject *last_answer;

/* Puts the pending exception, as one line, behind `what`. */
static int python_failure(const char *what, char *text, size_t size) {
    PyObject *type = NULL, *value = NULL, *traceback = NULL;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyObject *words = value ? PyObject_Str(value) : NULL;
    const char *reason = words ? PyUnicode_AsUTF8(words) : NULL;
    snprintf(text, size, "%s: %s", what, reason ? reason : "unknown reason");
    PyErr_Clear();
    return 78;
}

static int add_path(PyConfig *config, const char *path) {
    wchar_t *wide = Py_DecodeLocale(path, NULL);
    if (!wide) return -1;
    PyStatus status = PyWideStringList_Append(&config->module_search_paths, wide);
    PyMem_RawFree(wide);
    return PyStatus_Exception(status) ? -1 : 0;
}

/* An interpreter that reads no environment variable, no site file and no folder but the given ones. */
static int initialise(const struct python_paths *paths, char *text, size_t size) {
    PyPreConfig before;
    PyPreConfig_InitIsolatedConfig(&before);
    before.utf8_mode = 1;
    PyStatus status = Py_PreInitialize(&before);
    if (PyStatus_Exception(status)) {
        snprintf(text, size, "Python does not start: %s", status.err_msg ? status.err_msg : "unknown reason");
        return 78;
    }
    PyImport_AppendInittab("_planning", planning_module);
    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    config.site_import = 0;
    config.use_hash_seed = 1;
    config.hash_seed = 0;
    config.install_signal_handlers = 0;
    config.write_bytecode = 0;
    config.buffered_stdio = 0; /* what a killed worker printed must already be out */
    config.module_search_paths_set = 1;
    int bad = 0;
    for (int i = 0; i < paths->count; i++) bad |= add_path(&config, paths->items[i]);
    bad |= add_path(&config, options.harness);
    PyConfig_SetBytesString(&config, &config.executable, options.python);
    status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    if (bad || PyStatus_Exception(status)) {
        snprintf(text, size, "Python does not start: %s", status.err_msg ? status.err_msg : "bad search path");
        return 78;
    }
    return 0;
}

int python_start(char *text, size_t size) {
    struct python_paths paths;
    int major = 0, minor = 0;
    if (sscanf(Py_GetVersion(), "%d.%d", &major, &minor) != 2 || major != PY_MAJOR_VERSION ||
        minor != PY_MINOR_VERSION) {
        snprintf(text, size,
                 "libpython is %.12s, but this worker was built for %d.%d: rebuild it, with PKG_CONFIG_PATH unset",
                 Py_GetVersion(), PY_MAJOR_VERSION, PY_MINOR_VERSION);
        return 78;
    }
    if (python_paths_find(options.python, minor, &paths, text, size) < 0) return 78;
    int failed = initialise(&paths, text, size);
    if (failed) return failed;
    PyObject *harness = PyImport_ImportModule("harness");
    if (!harness)
        return python_failure("the worker's harness or numpy cannot be imported; install numpy into the environment that "
                              "EVOLVE_PYTHON names",
                              text, size);
    PyObject *versions = PyObject_CallMethod(harness, "prepare", NULL);
    if (!versions) return python_failure("the worker's harness cannot be prepared", text, size);
    snprintf(text, size, "%s", PyUnicode_AsUTF8(versions));
    Py_DECREF(versions);
    handle = PyObject_GetAttrString(harness, "handle");
    begin = PyObject_GetAttrString(harness, "begin");
    rehearse = PyObject_GetAttrString(harness, "rehearse");
    Py_DECREF(harness);
    return handle && begin && rehearse ? 0 : python_failure("the harness is incomplete", text, size);
}

int python_fork(void) {
    PyOS_BeforeFork();
    pid_t child = fork();
    if (child != 0) PyOS_AfterFork_Parent();
    return child;
}

void python_after_fork(void) { PyOS_AfterFork_Child(); }

void python_rehearse(void *rewards, size_t bytes) {
    PyObject *out = PyMemoryView_FromMemory(rewards, (Py_ssize_t)bytes, PyBUF_WRITE);
    PyObject *done = out ? PyObject_CallOneArg(rehearse, out) : NULL;
    Py_XDECREF(out);
    if (!done) PyErr_Print();
    Py_XDECREF(done);
}

int python_begin(const void *signals, size_t signals_bytes, void *rewards, size_t rewards_bytes, double soft_seconds) {
    PyObject *in = PyMemoryView_FromMemory((char *)(uintptr_t)signals, (Py_ssize_t)signals_bytes, PyBUF_READ);
    PyObject *out = rewards ? PyMemoryView_FromMemory(rewards, (Py_ssize_t)rewards_bytes, PyBUF_WRITE) : Py_NewRef(Py_None);
    PyObject *done = in && out ? PyObject_CallFunction(begin, "NNd", in, out, soft_seconds) : NULL;
    if (!done) PyErr_Print();
    Py_XDECREF(done);
    return done ? 0 : -1;
}

/* PyErr_Print would look for source files, which a worker may not. */
static long unanswered(void) {
    static const char words[] = "evolve: the harness gave no answer\n";
    PyErr_Clear();
    (void)!write(2, words, sizeof words - 1);
    return -1;
}

long python_handle(const char *body, size_t length, const char **answer) {
    Py_CLEAR(last_answer);
    last_answer = PyObject_CallFunction(handle, "y#", body, (Py_ssize_t)length);
    char *bytes = NULL;
    Py_ssize_t count = 0;
    if (!last_answer || PyBytes_AsStringAndSize(last_answer, &bytes, &count) < 0) {
        return unanswered();
    }
    *answer = bytes;
    return (long)count;
}
