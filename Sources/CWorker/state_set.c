/* The facts that hold in a state, as an immutable set of strings over the propositions of the search. */
#include "heuristic_types.h"

#include <stdlib.h>
#include <string.h>

State *state_new(const int32_t *values, int is_copied) {
    State *self = PyObject_New(State, &State_Type);
    if (!self) return NULL;
    self->values = values;
    self->own = NULL;
    self->frozen = NULL;
    if (is_copied && state_detach(self) < 0) Py_CLEAR(self);
    return self;
}

int state_detach(State *self) {
    if (self->own) return 0;
    size_t bytes = ((size_t)task.variables + 1) * sizeof *self->own;
    self->own = malloc(bytes);
    if (!self->own) {
        PyErr_NoMemory();
        return -1;
    }
    memcpy(self->own, self->values, bytes - sizeof *self->own);
    self->values = self->own;
    return 0;
}

static void state_dealloc(PyObject *object) {
    State *self = (State *)object;
    free(self->own);
    Py_CLEAR(self->frozen);
    PyObject_Free(object);
}

/* The next fact that holds from position `*at` on, or -1: variables in order, then what always holds. */
static inline int32_t next_fact(const State *self, int32_t *at) {
    const int32_t *fact_of = task.columns[EVOLVE_FACT_OF];
    while (*at < task.variables) {
        int32_t fact = fact_of[self->values[(*at)++]];
        if (fact >= 0) return fact;
    }
    if (*at - task.variables < task.constant_count) return task.constants[(*at)++ - task.variables];
    return -1;
}

typedef struct {
    PyObject_HEAD
    State *state;
    int32_t at;
} StateIterator;

static PyObject *state_iter(PyObject *object) {
    StateIterator *iterator = PyObject_New(StateIterator, &StateIterator_Type);
    if (!iterator) return NULL;
    iterator->state = (State *)Py_NewRef(object);
    iterator->at = 0;
    return (PyObject *)iterator;
}

static PyObject *iterator_next(PyObject *object) {
    StateIterator *self = (StateIterator *)object;
    int32_t fact = next_fact(self->state, &self->at);
    if (fact < 0) return NULL;
    PyObject *text = task.texts[fact];
    return Py_XNewRef(text ? text : task_text(fact));
}

static void iterator_dealloc(PyObject *object) {
    Py_DECREF(((StateIterator *)object)->state);
    PyObject_Free(object);
}

PyTypeObject StateIterator_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "planning.StateIterator",
    .tp_basicsize = sizeof(StateIterator),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = iterator_dealloc,
    .tp_iter = PyObject_SelfIter,
    .tp_iternext = iterator_next,
};

static Py_ssize_t state_length(PyObject *object) {
    State *self = (State *)object;
    const int32_t *fact_of = task.columns[EVOLVE_FACT_OF];
    Py_ssize_t count = task.constant_count;
    for (int32_t variable = 0; variable < task.variables; variable++) count += fact_of[self->values[variable]] >= 0;
    return count;
}

static int state_contains(PyObject *object, PyObject *item) {
    int32_t fact = task_find(item);
    return fact < 0 ? (fact == -2 ? -1 : 0) : state_holds(((State *)object)->values, fact);
}

PyObject *state_frozen(State *self) {
    if (!self->frozen) {
        self->frozen = PyFrozenSet_New(NULL);
        int32_t at = 0, fact;
        while (self->frozen && (fact = next_fact(self, &at)) >= 0) {
            PyObject *text = task_text(fact);
            if (!text || PySet_Add(self->frozen, text) < 0) Py_CLEAR(self->frozen);
        }
    }
    return self->frozen;
}

static Py_hash_t state_hash(PyObject *object) {
    PyObject *frozen = state_frozen((State *)object);
    return frozen ? PyObject_Hash(frozen) : -1;
}

static int is_state(PyObject *object) { return Py_TYPE(object) == &State_Type; }

/* A set that Python's own operations take: borrowed, or null without an exception where `object` is no set. */
static PyObject *plain(PyObject *object) {
    if (is_state(object)) return state_frozen((State *)object);
    return PyAnySet_Check(object) ? object : NULL;
}

/* Whether all items of a set hold: 1, 0, or -1 with an exception. */
static int holds_all(State *self, PyObject *items) {
    PyObject *item;
    Py_ssize_t position = 0;
    Py_hash_t hash;
    while (_PySet_NextEntry(items, &position, &item, &hash)) {
        int held = state_contains((PyObject *)self, item);
        if (held != 1) return held;
    }
    return 1;
}

/* The items of a set that hold, or those that do not, as a new frozenset. */
static PyObject *split_items(State *self, PyObject *items, int wanted) {
    PyObject *item, *found = PyFrozenSet_New(NULL);
    Py_ssize_t position = 0;
    Py_hash_t hash;
    while (found && _PySet_NextEntry(items, &position, &item, &hash)) {
        int held = state_contains((PyObject *)self, item);
        if (held < 0 || (held == wanted && PySet_Add(found, item) < 0)) Py_CLEAR(found);
    }
    return found;
}

static PyObject *state_compare(PyObject *left, PyObject *right, int how) {
    State *self = (State *)left;
    if (is_state(right) && (how == Py_EQ || how == Py_NE)) {
        int same = memcmp(self->values, ((State *)right)->values, (size_t)task.variables * sizeof *self->values) == 0;
        return PyBool_FromLong(same == (how == Py_EQ));
    }
    if (PyAnySet_Check(right) && how == Py_GE) {
        int all = holds_all(self, right);
        return all < 0 ? NULL : PyBool_FromLong(all);
    }
    PyObject *first = plain(left), *second = first ? plain(right) : NULL;
    if (PyErr_Occurred()) return NULL;
    if (!second) Py_RETURN_NOTIMPLEMENTED;
    return PyObject_RichCompare(first, second, how);
}

static PyObject *operate(PyObject *left, PyObject *right, binaryfunc how) {
    PyObject *first = plain(left), *second = first ? plain(right) : NULL;
    if (PyErr_Occurred()) return NULL;
    if (!second) Py_RETURN_NOTIMPLEMENTED;
    return how(first, second);
}

static PyObject *state_and(PyObject *left, PyObject *right) {
    if (is_state(left) && PyAnySet_Check(right)) return split_items((State *)left, right, 1);
    if (is_state(right) && PyAnySet_Check(left)) return split_items((State *)right, left, 1);
    return operate(left, right, PyNumber_And);
}

static PyObject *state_subtract(PyObject *left, PyObject *right) {
    if (is_state(right) && PyAnySet_Check(left)) return split_items((State *)right, left, 0);
    return operate(left, right, PyNumber_Subtract);
}

static PyObject *state_or(PyObject *left, PyObject *right) { return operate(left, right, PyNumber_Or); }
static PyObject *state_xor(PyObject *left, PyObject *right) { return operate(left, right, PyNumber_Xor); }

/* The methods of a frozenset; they take anything that can be gone through. */
static PyObject *by_frozen(PyObject *self, PyObject *arguments, const char *method) {
    PyObject *frozen = state_frozen((State *)self);
    PyObject *function = frozen ? PyObject_GetAttrString(frozen, method) : NULL;
    PyObject *answer = function ? PyObject_CallObject(function, arguments) : NULL;
    Py_XDECREF(function);
    return answer;
}

#define BY_FROZEN(name) \
    static PyObject *state_##name(PyObject *self, PyObject *arguments) { return by_frozen(self, arguments, #name); }
BY_FROZEN(union)
BY_FROZEN(intersection)
BY_FROZEN(difference)
BY_FROZEN(symmetric_difference)
BY_FROZEN(issubset)
BY_FROZEN(isdisjoint)

static PyObject *state_issuperset(PyObject *self, PyObject *other) {
    if (!PyAnySet_Check(other)) {
        PyObject *arguments = PyTuple_Pack(1, other);
        PyObject *answer = arguments ? by_frozen(self, arguments, "issuperset") : NULL;
        Py_XDECREF(arguments);
        return answer;
    }
    int all = holds_all((State *)self, other);
    return all < 0 ? NULL : PyBool_FromLong(all);
}

static PyObject *state_copy(PyObject *self, PyObject *none) {
    (void)none;
    return Py_NewRef(self);
}

static PyObject *state_repr(PyObject *self) {
    PyObject *list = PySequence_List(self);
    PyObject *text = list && PyList_Sort(list) == 0 ? PyUnicode_FromFormat("State(%R)", list) : NULL;
    Py_XDECREF(list);
    return text;
}

static PyMethodDef methods[] = {
    {"union", state_union, METH_VARARGS, NULL},
    {"intersection", state_intersection, METH_VARARGS, NULL},
    {"difference", state_difference, METH_VARARGS, NULL},
    {"symmetric_difference", state_symmetric_difference, METH_VARARGS, NULL},
    {"issubset", state_issubset, METH_VARARGS, NULL},
    {"isdisjoint", state_isdisjoint, METH_VARARGS, NULL},
    {"issuperset", state_issuperset, METH_O, NULL},
    {"copy", state_copy, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};

static PySequenceMethods sequence = {.sq_length = state_length, .sq_contains = state_contains};
static PyNumberMethods number = {
    .nb_subtract = state_subtract, .nb_and = state_and, .nb_or = state_or, .nb_xor = state_xor};

PyTypeObject State_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "planning.State",
    .tp_basicsize = sizeof(State),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "the facts that hold, an immutable set of strings such as \"(on a b)\"",
    .tp_dealloc = state_dealloc,
    .tp_iter = state_iter,
    .tp_as_sequence = &sequence,
    .tp_as_number = &number,
    .tp_hash = state_hash,
    .tp_richcompare = state_compare,
    .tp_repr = state_repr,
    .tp_methods = methods,
};
