/* The module `_planning`: jobs for the planner with their arguments and answers, and the objects that heuristics see. */
#define _GNU_SOURCE
#include "heuristic_types.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"

static void *planner;
static evolve_planner_job job;
static PyObject *arguments, *answers; /* of the present job */

void evolve_worker_set_planner(void *with, evolve_planner_job perform) {
    planner = with;
    job = perform;
}

double evolve_argument_number(const char *name, double otherwise) {
    PyObject *value = PyDict_GetItemString(arguments, name);
    double number = value && value != Py_None ? PyFloat_AsDouble(value) : otherwise;
    if (number == -1 && PyErr_Occurred()) PyErr_Clear();
    return number;
}

size_t evolve_argument_text(const char *name, uint8_t *to, size_t room) {
    PyObject *value = PyDict_GetItemString(arguments, name);
    Py_buffer view;
    const char *characters = NULL;
    Py_ssize_t length = 0;
    if (value && PyUnicode_Check(value)) characters = PyUnicode_AsUTF8AndSize(value, &length);
    if (characters) {
        memcpy(to, characters, (size_t)length < room ? (size_t)length : room);
        return (size_t)length;
    }
    PyErr_Clear();
    if (!value || PyObject_GetBuffer(value, &view, PyBUF_SIMPLE) < 0) {
        PyErr_Clear();
        return 0;
    }
    length = view.len;
    memcpy(to, view.buf, (size_t)length < room ? (size_t)length : room);
    PyBuffer_Release(&view);
    return (size_t)length;
}

size_t evolve_argument_state(const char *name, int32_t *to, size_t room) {
    PyObject *value = PyDict_GetItemString(arguments, name);
    if (!value || Py_TYPE(value) != &State_Type) return 0;
    size_t count = (size_t)task.variables < room ? (size_t)task.variables : room;
    memcpy(to, ((State *)value)->values, count * sizeof *to);
    return count;
}

/* Puts a value, which it takes over, into the answer. An exception stays pending and ends the job's call. */
static void answer(const char *name, PyObject *value) {
    if (value) PyDict_SetItemString(answers, name, value);
    Py_XDECREF(value);
}

void evolve_answer_number(const char *name, double value) { answer(name, PyFloat_FromDouble(value)); }

void evolve_answer_text(const char *name, const char *text) {
    answer(name, PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), "replace"));
}

void evolve_answer_state(const char *name, const int32_t *values, const char *text) {
    PyObject *list = PyDict_GetItemString(answers, name);
    if (!list) {
        answer(name, PyList_New(0));
        list = PyDict_GetItemString(answers, name);
    }
    PyObject *pair = list ? Py_BuildValue("(Ns)", state_new(values, 1), text) : NULL;
    if (pair) PyList_Append(list, pair);
    Py_XDECREF(pair);
}

int evolve_memory_is_short(size_t bytes) {
    void *room = mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED) return 1;
    munmap(room, bytes);
    return 0;
}

/* perform(name, arguments) -> dict of answers; `late` is among them. Raises what the candidate raised. A candidate that asks
 * for node.action while the search asks it has a job done within a job. */
static PyObject *perform(PyObject *self, PyObject *given) {
    (void)self;
    const char *name;
    PyObject *with;
    if (!PyArg_ParseTuple(given, "sO!", &name, &PyDict_Type, &with)) return NULL;
    if (!job) {
        PyErr_SetString(PyExc_RuntimeError, "there is no planner to be asked");
        return NULL;
    }
    PyObject *outer_arguments = arguments, *outer_answers = answers;
    arguments = Py_NewRef(with);
    answers = PyDict_New();
    clock_thaw();
    if (answers) job(planner, name);
    clock_freeze();
    PyObject *answered = answers;
    Py_CLEAR(arguments);
    arguments = outer_arguments;
    answers = outer_answers;
    int late = 0;
    int bad = PyErr_Occurred() != NULL;
    if (!bad && !outer_arguments) bad = estimate_ended(&late) < 0;
    if (!bad) bad = PyDict_SetItemString(answered, "late", late ? Py_True : Py_False) < 0;
    if (bad) Py_CLEAR(answered);
    return answered;
}

static PyObject *begin(PyObject *self, PyObject *given) {
    (void)self;
    PyObject *time_limit, *unusable, *number;
    if (!PyArg_ParseTuple(given, "OOO", &time_limit, &unusable, &number)) return NULL;
    estimate_begin(time_limit, unusable, number);
    ticks_start();
    Py_RETURN_NONE;
}

static PyObject *use(PyObject *self, PyObject *given) {
    (void)self;
    PyObject *function, *instance, *preferred;
    int frozen, keeps;
    if (!PyArg_ParseTuple(given, "OOOpp", &function, &instance, &preferred, &frozen, &keeps)) return NULL;
    if (estimate_use(function, instance, preferred, frozen, keeps) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *estimate(PyObject *self, PyObject *state) {
    (void)self;
    if (Py_TYPE(state) != &State_Type) return PyErr_Format(PyExc_TypeError, "expected a State");
    return estimate_of((State *)state);
}

static PyObject *last_state(PyObject *self, PyObject *none) {
    (void)self, (void)none;
    return estimate_last_state();
}

static PyObject *limit(PyObject *self, PyObject *given) {
    (void)self;
    double all, call;
    if (!PyArg_ParseTuple(given, "dd", &all, &call)) return NULL;
    ticks_limit(all);
    ticks_limit_call(call);
    Py_RETURN_NONE;
}

static PyObject *cpu_seconds(PyObject *self, PyObject *none) {
    (void)self, (void)none;
    struct timespec used = {0, 0};
    syscall(SYS_clock_gettime, CLOCK_PROCESS_CPUTIME_ID, &used);
    return PyFloat_FromDouble((double)used.tv_sec + 1e-9 * (double)used.tv_nsec);
}

static PyObject *calling_seconds(PyObject *self, PyObject *none) {
    (void)self, (void)none;
    return PyFloat_FromDouble(ticks_calling_seconds());
}

static PyObject *memo(PyObject *self, PyObject *function) {
    (void)self;
    return memo_new(function);
}

static PyObject *set_actions(PyObject *self, PyObject *function) {
    (void)self;
    Py_XSETREF(action_of_step, Py_NewRef(function));
    Py_RETURN_NONE;
}

static PyObject *fast_fnmatch(PyObject *self, PyObject *const *given, Py_ssize_t count) {
    PyObject *slow = PyObject_GetAttrString(self, "slow_fnmatch");
    PyObject *fits = slow ? remembering_fnmatch(slow, given, count) : NULL;
    Py_XDECREF(slow);
    return fits;
}

/* names(which) -> tuple; column(which) -> list of numbers. */
static PyObject *names(PyObject *self, PyObject *which) {
    (void)self;
    long number = PyLong_AsLong(which);
    if (number < 0 || number >= EVOLVE_NAMES || !task.names[number]) return PyErr_Format(PyExc_IndexError, "no such names");
    return Py_NewRef(task.names[number]);
}

static PyObject *column(PyObject *self, PyObject *which) {
    (void)self;
    long number = PyLong_AsLong(which);
    if (number < 0 || number >= EVOLVE_TABLES || !task.columns[number]) return PyErr_Format(PyExc_IndexError, "no such table");
    PyObject *list = PyList_New((Py_ssize_t)task.counts[number]);
    for (size_t i = 0; list && i < task.counts[number]; i++)
        PyList_SET_ITEM(list, (Py_ssize_t)i, PyLong_FromLong(task.columns[number][i]));
    return list;
}

/* fact(number) -> (text, predicate, tuple), or None for one without a name. */
static PyObject *fact(PyObject *self, PyObject *which) {
    (void)self;
    long number = PyLong_AsLong(which);
    if (number < 0 || number >= task.facts) return PyErr_Format(PyExc_IndexError, "no such fact");
    int32_t predicate = task.columns[EVOLVE_FACT_PREDICATE][number];
    if (predicate >= task.predicates) Py_RETURN_NONE;
    PyObject *text = task_text((int32_t)number), *tuple = text ? task_tuple((int32_t)number) : NULL;
    return tuple ? Py_BuildValue("(OiO)", text, predicate, tuple) : NULL;
}

static PyObject *initial(PyObject *self, PyObject *none) {
    (void)self, (void)none;
    return (PyObject *)state_new(task.columns[EVOLVE_INITIAL], 1);
}

static PyMethodDef methods[] = {
    {"perform", perform, METH_VARARGS, NULL},
    {"begin", begin, METH_VARARGS, NULL},
    {"use", use, METH_VARARGS, NULL},
    {"estimate", estimate, METH_O, NULL},
    {"last_state", last_state, METH_NOARGS, NULL},
    {"limit", limit, METH_VARARGS, NULL},
    {"cpu_seconds", cpu_seconds, METH_NOARGS, NULL},
    {"calling_seconds", calling_seconds, METH_NOARGS, NULL},
    {"memo", memo, METH_O, NULL},
    {"set_actions", set_actions, METH_O, NULL},
    {"fnmatch", (PyCFunction)(void (*)(void))fast_fnmatch, METH_FASTCALL, NULL},
    {"names", names, METH_O, NULL},
    {"column", column, METH_O, NULL},
    {"fact", fact, METH_O, NULL},
    {"initial", initial, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_planning", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyObject *planning_module(void) {
    static PyTypeObject *const types[] = {&Text_Type, &State_Type, &StateIterator_Type, &Views_Type, &View_Type,
                                          &ViewIterator_Type, &Node_Type, &Memo_Type};
    Text_Type.tp_base = &PyUnicode_Type;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (PyType_Ready(types[i]) < 0) return NULL;
    PyObject *module = PyModule_Create(&definition);
    if (!module || PyModule_AddObjectRef(module, "State", (PyObject *)&State_Type) < 0 ||
        PyModule_AddObjectRef(module, "View", (PyObject *)&View_Type) < 0)
        return NULL;
    return module;
}
