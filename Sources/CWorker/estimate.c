/* The way from the search into the candidate's Python and back: one call for each state.
 *
 * A node and a state are made once and used again for every call, unless the candidate keeps one of them. */
#include "heuristic_types.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"

static PyObject *time_limit_type, *unusable_type, *number_type;
static PyObject *function, *instance, *preferred_function;
static int is_frozen, keeps_nodes;

static Node *spare;
static int is_late;
static PyObject *failure_type, *failure, *failure_trace;
static State *failed_state;

/* What was asked about, by the search's number; only where the code speaks of parents. */
static struct kept {
    State *state;
    struct evolve_step step;
} *kept;
static size_t kept_count;

void estimate_begin(PyObject *time_limit, PyObject *unusable, PyObject *number) {
    Py_XSETREF(time_limit_type, Py_NewRef(time_limit));
    Py_XSETREF(unusable_type, Py_NewRef(unusable));
    Py_XSETREF(number_type, Py_NewRef(number));
}

static int renew(void) {
    State *state = state_new(NULL, 0);
    Node *node = state ? node_new((PyObject *)state, state, (struct evolve_step){-1, -1, -1, 0}) : NULL;
    Py_XDECREF(state);
    Py_XSETREF(spare, node);
    return node ? 0 : -1;
}

int estimate_use(PyObject *call, PyObject *self, PyObject *preferred, int frozen, int keeps) {
    Py_XSETREF(function, Py_NewRef(call));
    Py_XSETREF(instance, Py_NewRef(self));
    Py_XSETREF(preferred_function, preferred == Py_None ? NULL : Py_NewRef(preferred));
    is_frozen = frozen;
    keeps_nodes = keeps;
    return renew();
}

static int keep(const int32_t *values, struct evolve_step step) {
    if (step.state < 0) return 0;
    size_t number = (size_t)step.state;
    if (number >= kept_count) {
        size_t larger = 2 * number + 64;
        struct kept *rows = realloc(kept, larger * sizeof *rows);
        if (!rows) return -1;
        memset(rows + kept_count, 0, (larger - kept_count) * sizeof *rows);
        kept = rows;
        kept_count = larger;
    }
    if (!kept[number].state) kept[number].state = state_new(values, 1);
    kept[number].step = step;
    return kept[number].state ? 0 : -1;
}

PyObject *estimate_node_at(int32_t number) {
    if (number < 0 || (size_t)number >= kept_count || !kept[number].state) Py_RETURN_NONE;
    State *state = kept[number].state;
    PyObject *shown = is_frozen ? state_frozen(state) : (PyObject *)state;
    return shown ? (PyObject *)node_new(shown, state, kept[number].step) : NULL;
}

/* Points the spare node at a state. Returns 0, or -1 with an exception. */
static int prepare(const int32_t *values, struct evolve_step step) {
    spare->held->values = values;
    spare->step = step;
    if (keeps_nodes && keep(values, step) < 0) {
        if (!PyErr_Occurred()) PyErr_NoMemory();
        return -1;
    }
    if (!is_frozen) return 0;
    PyObject *shown = state_frozen(spare->held);
    if (shown) Py_SETREF(spare->state, Py_NewRef(shown));
    return shown ? 0 : -1;
}

/* Takes the node back, or leaves it to the candidate with a copy of the state. Returns 0, or -1 with an exception. */
static int release(void) {
    State *state = spare->held;
    PyObject *views = spare->views;
    Py_ssize_t ours = 1 + (spare->state == (PyObject *)state) + (views != NULL);
    if (Py_REFCNT(spare) == 1 && Py_REFCNT(state) == ours && (!views || Py_REFCNT(views) == 1)) {
        Py_CLEAR(state->frozen);
        return 0;
    }
    PyObject *type, *value, *trace;
    PyErr_Fetch(&type, &value, &trace);
    int bad = state_detach(state) < 0 || renew() < 0;
    if (bad) return -1;
    PyErr_Restore(type, value, trace);
    return 0;
}

/* Keeps the pending exception for the end of the job. */
static double give_up(State *state) {
    if (PyErr_ExceptionMatches(time_limit_type) && !ticks_call_is_slow()) {
        PyErr_Clear();
        is_late = 1;
        return NAN;
    }
    PyErr_Fetch(&failure_type, &failure, &failure_trace);
    Py_XSETREF(failed_state, (State *)Py_XNewRef((PyObject *)state));
    return NAN;
}

static double refuse(const char *verdict, const char *format, PyObject *about) {
    PyObject *words = PyUnicode_FromFormat(format, about);
    PyObject *error = words ? PyObject_CallFunction(unusable_type, "sN", verdict, words) : NULL;
    if (error) PyErr_SetObject(unusable_type, error);
    Py_XDECREF(error);
    return NAN;
}

/* The candidate's answer as an estimate, or NaN with an exception. */
static double usable(PyObject *answer) {
    double value;
    if (PyFloat_Check(answer)) {
        value = PyFloat_AS_DOUBLE(answer);
    } else if (PyLong_Check(answer) && !PyBool_Check(answer)) {
        value = PyLong_AsDouble(answer);
        if (value == -1 && PyErr_Occurred()) {
            PyErr_Clear();
            return refuse("error", "the heuristic returned an integer too large for a float; use math.inf for dead ends", NULL);
        }
    } else if (PyObject_IsInstance(answer, number_type) == 1) {
        value = PyFloat_AsDouble(answer);
        if (value == -1 && PyErr_Occurred()) return NAN;
    } else {
        PyErr_Clear();
        return refuse("error", "the heuristic returned %.200S, expected a number >= 0", (PyObject *)Py_TYPE(answer));
    }
    if (isnan(value) || value == -INFINITY)
        return refuse("non_finite", "the heuristic returned %R, expected a number >= 0 or math.inf for a dead end", answer);
    if (value < 0) return refuse("error", "the heuristic returned %R, expected a number >= 0", answer);
    return value;
}

double evolve_estimate(const int32_t *values, struct evolve_step step) {
    if (failure_type || is_late) return NAN;
    clock_freeze();
    double value = NAN;
    PyObject *answer = NULL;
    ticks_call();
    if (prepare(values, step) == 0) {
        PyObject *arguments[2] = {instance, (PyObject *)spare};
        answer = PyObject_Vectorcall(function, arguments, 2, NULL);
    }
    if (answer) value = usable(answer);
    Py_XDECREF(answer);
    ticks_is_calling = 0;
    if (value != value) {
        State *state = spare->held;
        Py_INCREF(state);
        if (release() == 0 || PyErr_Occurred()) value = give_up(state);
        Py_DECREF(state);
    } else if (release() < 0) {
        value = give_up(NULL);
    }
    clock_thaw();
    return value;
}

PyObject *estimate_of(State *state) {
    ticks_call();
    PyObject *answer = NULL;
    PyObject *shown = is_frozen ? state_frozen(state) : (PyObject *)state;
    Node *node = shown ? node_new(shown, state, (struct evolve_step){-1, -1, -1, 0}) : NULL;
    if (node) {
        PyObject *arguments[2] = {instance, (PyObject *)node};
        answer = PyObject_Vectorcall(function, arguments, 2, NULL);
    }
    Py_XDECREF(node);
    ticks_is_calling = 0;
    double value = answer ? usable(answer) : NAN;
    Py_XDECREF(answer);
    return value != value ? NULL : PyFloat_FromDouble(value);
}

int estimate_ended(int *late) {
    *late = is_late;
    is_late = 0;
    for (size_t i = 0; i < kept_count; i++) Py_CLEAR(kept[i].state);
    if (!failure_type) return 0;
    PyErr_Restore(failure_type, failure, failure_trace);
    failure_type = failure = failure_trace = NULL;
    return -1;
}

PyObject *estimate_last_state(void) { return Py_NewRef(failed_state ? (PyObject *)failed_state : Py_None); }

/* One line for each step that the candidate names, as a string or as a sequence of words: a new string, or null. */
static PyObject *lines(PyObject *named) {
    PyObject *rows = PySequence_List(named), *text = NULL, *newline = PyUnicode_FromString("\n");
    for (Py_ssize_t i = 0; rows && newline && i < PyList_GET_SIZE(rows); i++) {
        PyObject *row = PyList_GET_ITEM(rows, i), *space = NULL, *joined = NULL, *line = NULL;
        if (PyUnicode_Check(row)) continue;
        space = PyUnicode_FromString(" ");
        joined = space ? PyUnicode_Join(space, row) : NULL;
        line = joined ? PyUnicode_FromFormat("(%U)", joined) : NULL;
        Py_XDECREF(space);
        Py_XDECREF(joined);
        if (!line || PyList_SetItem(rows, i, line) < 0) Py_CLEAR(rows);
    }
    if (rows && newline) text = PyUnicode_Join(newline, rows);
    Py_XDECREF(rows);
    Py_XDECREF(newline);
    return text;
}

size_t evolve_preferred(const int32_t *values, struct evolve_step step, uint8_t *to, size_t room) {
    if (failure_type || is_late || !preferred_function) return 0;
    clock_freeze();
    PyObject *named = NULL, *text = NULL;
    Py_ssize_t length = 0;
    const char *characters = NULL;
    ticks_call();
    if (prepare(values, step) == 0) {
        PyObject *arguments[2] = {instance, (PyObject *)spare};
        named = PyObject_Vectorcall(preferred_function, arguments, 2, NULL);
    }
    if (named && named != Py_None) text = lines(named);
    if (text) characters = PyUnicode_AsUTF8AndSize(text, &length);
    ticks_is_calling = 0;
    size_t copied = characters ? ((size_t)length < room ? (size_t)length : room) : 0;
    if (copied) memcpy(to, characters, copied);
    Py_XDECREF(named);
    Py_XDECREF(text);
    State *state = (State *)Py_NewRef((PyObject *)spare->held);
    int is_bad = PyErr_Occurred() != NULL;
    if (is_bad) {
        release();
        give_up(state);
    }
    Py_DECREF(state);
    if (!is_bad && release() < 0) give_up(NULL);
    clock_thaw();
    return copied;
}
