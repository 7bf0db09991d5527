/* The fast view: the facts of one predicate that hold in a state, as tuples of arguments. */
#include "heuristic_types.h"

static PyObject *views_subscript(PyObject *object, PyObject *name) {
    int32_t predicate = task_predicate(name);
    if (predicate < 0) return PyErr_Format(PyExc_KeyError, "there is no predicate %R in this domain", name);
    if (!task.columns[EVOLVE_IS_FLUENT][predicate])
        return PyErr_Format(PyExc_KeyError, "no action changes %R: use task.static_view[%R]", name, name);
    View *view = PyObject_New(View, &View_Type);
    if (!view) return NULL;
    view->state = (State *)Py_NewRef(((Views *)object)->state);
    view->predicate = predicate;
    return (PyObject *)view;
}

static void views_dealloc(PyObject *object) {
    Py_DECREF(((Views *)object)->state);
    PyObject_Free(object);
}

static PyMappingMethods views_mapping = {.mp_subscript = views_subscript};

PyTypeObject Views_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "planning.Views",
    .tp_basicsize = sizeof(Views),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "views[\"on\"]: the facts of that predicate, an immutable set of tuples such as (\"a\", \"b\")",
    .tp_dealloc = views_dealloc,
    .tp_as_mapping = &views_mapping,
};

typedef struct {
    PyObject_HEAD
    State *state;
    int32_t predicate, at, constant;
} ViewIterator;

static PyObject *view_iter(PyObject *object) {
    View *view = (View *)object;
    ViewIterator *iterator = PyObject_New(ViewIterator, &ViewIterator_Type);
    if (!iterator) return NULL;
    iterator->state = (State *)Py_NewRef(view->state);
    iterator->predicate = view->predicate;
    iterator->at = task.watched_start[view->predicate];
    iterator->constant = 0;
    return (PyObject *)iterator;
}

/* The next fact of the predicate, or -1. */
static inline int32_t view_next(const State *state, int32_t predicate, int32_t *at, int32_t *constant) {
    const int32_t *fact_of = task.columns[EVOLVE_FACT_OF], *predicate_of = task.columns[EVOLVE_FACT_PREDICATE];
    const int32_t end = task.watched_start[predicate + 1];
    while (*at < end) {
        int32_t fact = fact_of[state->values[task.watched[(*at)++]]];
        if (fact >= 0 && predicate_of[fact] == predicate) return fact;
    }
    while (*constant < task.constant_count) {
        int32_t fact = task.constants[(*constant)++];
        if (predicate_of[fact] == predicate) return fact;
    }
    return -1;
}

static PyObject *iterator_next(PyObject *object) {
    ViewIterator *self = (ViewIterator *)object;
    int32_t fact = view_next(self->state, self->predicate, &self->at, &self->constant);
    if (fact < 0) return NULL;
    PyObject *tuple = task.tuples[fact];
    return Py_XNewRef(tuple ? tuple : task_tuple(fact));
}

static void iterator_dealloc(PyObject *object) {
    Py_DECREF(((ViewIterator *)object)->state);
    PyObject_Free(object);
}

PyTypeObject ViewIterator_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "planning.ViewIterator",
    .tp_basicsize = sizeof(ViewIterator),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = iterator_dealloc,
    .tp_iter = PyObject_SelfIter,
    .tp_iternext = iterator_next,
};

static Py_ssize_t view_length(PyObject *object) {
    View *self = (View *)object;
    int32_t at = task.watched_start[self->predicate], constant = 0;
    Py_ssize_t count = 0;
    while (view_next(self->state, self->predicate, &at, &constant) >= 0) count++;
    return count;
}

static int view_bool(PyObject *object) {
    View *self = (View *)object;
    int32_t at = task.watched_start[self->predicate], constant = 0;
    return view_next(self->state, self->predicate, &at, &constant) >= 0;
}

static int view_contains(PyObject *object, PyObject *item) {
    View *self = (View *)object;
    int32_t fact = task_find_tuple(self->predicate, item);
    return fact < 0 ? 0 : state_holds(self->state->values, fact);
}

/* The tuples as a new frozenset. */
static PyObject *frozen(PyObject *object) {
    return Py_TYPE(object) == &View_Type ? PyFrozenSet_New(object) : PyAnySet_Check(object) ? Py_NewRef(object) : NULL;
}

static PyObject *operate(PyObject *left, PyObject *right, binaryfunc how) {
    PyObject *first = frozen(left), *second = first ? frozen(right) : NULL, *answer = NULL;
    if (second) answer = how(first, second);
    else if (!PyErr_Occurred()) answer = Py_NewRef(Py_NotImplemented);
    Py_XDECREF(first);
    Py_XDECREF(second);
    return answer;
}

/* The items of a set that hold, or those that do not, as a new frozenset. */
static PyObject *split_items(PyObject *self, PyObject *items, int wanted) {
    PyObject *item, *found = PyFrozenSet_New(NULL);
    Py_ssize_t position = 0;
    Py_hash_t hash;
    while (found && _PySet_NextEntry(items, &position, &item, &hash)) {
        int held = view_contains(self, item);
        if (held < 0 || (held == wanted && PySet_Add(found, item) < 0)) Py_CLEAR(found);
    }
    return found;
}

static PyObject *view_and(PyObject *left, PyObject *right) {
    if (Py_TYPE(left) == &View_Type && PyAnySet_Check(right)) return split_items(left, right, 1);
    if (Py_TYPE(right) == &View_Type && PyAnySet_Check(left)) return split_items(right, left, 1);
    return operate(left, right, PyNumber_And);
}

static PyObject *view_subtract(PyObject *left, PyObject *right) {
    if (Py_TYPE(right) == &View_Type && PyAnySet_Check(left)) return split_items(right, left, 0);
    return operate(left, right, PyNumber_Subtract);
}

static PyObject *view_or(PyObject *left, PyObject *right) { return operate(left, right, PyNumber_Or); }
static PyObject *view_xor(PyObject *left, PyObject *right) { return operate(left, right, PyNumber_Xor); }

static PyObject *view_compare(PyObject *left, PyObject *right, int how) {
    PyObject *first = frozen(left), *second = first ? frozen(right) : NULL, *answer = NULL;
    if (second) answer = PyObject_RichCompare(first, second, how);
    else if (!PyErr_Occurred()) answer = Py_NewRef(Py_NotImplemented);
    Py_XDECREF(first);
    Py_XDECREF(second);
    return answer;
}

static Py_hash_t view_hash(PyObject *object) {
    PyObject *set = frozen(object);
    Py_hash_t hash = set ? PyObject_Hash(set) : -1;
    Py_XDECREF(set);
    return hash;
}

static PyObject *view_repr(PyObject *object) {
    PyObject *list = PySequence_List(object);
    PyObject *text = list ? PyUnicode_FromFormat("View(%R)", list) : NULL;
    Py_XDECREF(list);
    return text;
}

static void view_dealloc(PyObject *object) {
    Py_DECREF(((View *)object)->state);
    PyObject_Free(object);
}

static PyObject *by_frozen(PyObject *self, PyObject *arguments, const char *method) {
    PyObject *set = frozen(self);
    PyObject *function = set ? PyObject_GetAttrString(set, method) : NULL;
    PyObject *answer = function ? PyObject_CallObject(function, arguments) : NULL;
    Py_XDECREF(function);
    Py_XDECREF(set);
    return answer;
}

#define BY_FROZEN(name) \
    static PyObject *view_##name(PyObject *self, PyObject *arguments) { return by_frozen(self, arguments, #name); }
BY_FROZEN(union)
BY_FROZEN(intersection)
BY_FROZEN(difference)
BY_FROZEN(symmetric_difference)
BY_FROZEN(issubset)
BY_FROZEN(issuperset)
BY_FROZEN(isdisjoint)

static PyMethodDef methods[] = {
    {"union", view_union, METH_VARARGS, NULL},
    {"intersection", view_intersection, METH_VARARGS, NULL},
    {"difference", view_difference, METH_VARARGS, NULL},
    {"symmetric_difference", view_symmetric_difference, METH_VARARGS, NULL},
    {"issubset", view_issubset, METH_VARARGS, NULL},
    {"issuperset", view_issuperset, METH_VARARGS, NULL},
    {"isdisjoint", view_isdisjoint, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL}};

static PySequenceMethods sequence = {.sq_length = view_length, .sq_contains = view_contains};
static PyNumberMethods number = {
    .nb_bool = view_bool, .nb_subtract = view_subtract, .nb_and = view_and, .nb_or = view_or, .nb_xor = view_xor};

PyTypeObject View_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "planning.View",
    .tp_basicsize = sizeof(View),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "the facts of one predicate, an immutable set of tuples of arguments",
    .tp_dealloc = view_dealloc,
    .tp_iter = view_iter,
    .tp_as_sequence = &sequence,
    .tp_as_number = &number,
    .tp_hash = view_hash,
    .tp_richcompare = view_compare,
    .tp_repr = view_repr,
    .tp_methods = methods,
};
