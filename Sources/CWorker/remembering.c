/* Helper functions of a heuristic that remember their answers, and fnmatch without regular expressions. */
#include "heuristic_types.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define KEYS 6
#define MOST_ENTRIES (1 << 20)

struct entry {
    PyObject *keys[KEYS];
    PyObject *answer;
    int is_list; /* the answer is a list, kept as a tuple */
};

typedef struct {
    PyObject_HEAD
    vectorcallfunc call;
    PyObject *function;
    struct entry *entries;
    size_t mask, used;
    int is_off; /* its answers cannot be kept */
} Memo;

/* Strings that live as long as the worker, so that the same one always has the same address. */
static int is_lasting(PyObject *object) {
    if (Py_TYPE(object) == &Text_Type) return 1;
    return PyUnicode_CheckExact(object) && PyUnicode_CHECK_INTERNED(object);
}

static size_t hash(PyObject *const *keys, Py_ssize_t count) {
    uint64_t value = (uint64_t)count;
    for (Py_ssize_t i = 0; i < count; i++) value = (value ^ ((uintptr_t)keys[i] >> 4)) * 0x9E3779B97F4A7C15u;
    return (size_t)(value >> 24);
}

static struct entry *find(Memo *self, PyObject *const *keys, Py_ssize_t count) {
    for (size_t at = hash(keys, count) & self->mask;; at = (at + 1) & self->mask) {
        struct entry *entry = &self->entries[at];
        if (!entry->answer) return entry;
        Py_ssize_t i = 0;
        while (i < count && entry->keys[i] == keys[i]) i++;
        if (i == count && (i == KEYS || !entry->keys[i])) return entry;
    }
}

static int grow(Memo *self) {
    size_t size = self->entries ? 2 * (self->mask + 1) : 256;
    struct entry *old = self->entries, *end = old ? old + self->mask + 1 : NULL;
    struct entry *entries = calloc(size, sizeof *entries);
    if (!entries) return -1;
    self->entries = entries;
    self->mask = size - 1;
    for (struct entry *from = old; from < end; from++) {
        if (!from->answer) continue;
        Py_ssize_t count = 0;
        while (count < KEYS && from->keys[count]) count++;
        *find(self, from->keys, count) = *from;
    }
    free(old);
    return 0;
}

static int is_plain(PyObject *object) {
    return object == Py_None || PyBool_Check(object) || PyLong_CheckExact(object) || PyFloat_CheckExact(object) ||
           PyUnicode_CheckExact(object) || Py_TYPE(object) == &Text_Type;
}

/* What is kept of an answer, or null where it cannot be kept. */
static PyObject *kept(PyObject *answer, int *is_list) {
    *is_list = PyList_CheckExact(answer);
    if (is_plain(answer)) return Py_NewRef(answer);
    if (!*is_list && !PyTuple_CheckExact(answer)) return NULL;
    PyObject *tuple = *is_list ? PyList_AsTuple(answer) : Py_NewRef(answer);
    for (Py_ssize_t i = 0; tuple && i < PyTuple_GET_SIZE(tuple); i++) {
        PyObject *item = PyTuple_GET_ITEM(tuple, i);
        if (!is_plain(item)) Py_CLEAR(tuple);
    }
    return tuple;
}

static PyObject *given(const struct entry *entry) {
    if (!entry->is_list) return Py_NewRef(entry->answer);
    Py_ssize_t count = PyTuple_GET_SIZE(entry->answer);
    PyObject *list = PyList_New(count);
    for (Py_ssize_t i = 0; list && i < count; i++)
        PyList_SET_ITEM(list, i, Py_NewRef(PyTuple_GET_ITEM(entry->answer, i)));
    return list;
}

static PyObject *memo_call(PyObject *object, PyObject *const *arguments, size_t flags, PyObject *names) {
    Memo *self = (Memo *)object;
    Py_ssize_t count = PyVectorcall_NARGS(flags);
    int can = !names && count > 0 && count <= KEYS && !self->is_off;
    for (Py_ssize_t i = 0; can && i < count; i++) can = is_lasting(arguments[i]);
    if (!can) return PyObject_Vectorcall(self->function, arguments, flags, names);
    struct entry *entry = find(self, arguments, count);
    if (entry->answer) return given(entry);
    PyObject *answer = PyObject_Vectorcall(self->function, arguments, flags, names);
    if (!answer || self->used >= MOST_ENTRIES) return answer;
    int is_list;
    PyObject *keep = kept(answer, &is_list);
    if (!keep) {
        PyErr_Clear();
        self->is_off = 1;
        return answer;
    }
    if (2 * ++self->used > self->mask && grow(self) < 0) {
        self->used--;
        Py_DECREF(keep);
        return answer;
    }
    entry = find(self, arguments, count); /* the call itself may have made entries */
    if (entry->answer) {
        Py_DECREF(keep);
        return answer;
    }
    for (Py_ssize_t i = 0; i < count; i++) entry->keys[i] = Py_NewRef(arguments[i]);
    entry->answer = keep;
    entry->is_list = is_list;
    return answer;
}

PyObject *memo_new(PyObject *function) {
    Memo *self = PyObject_New(Memo, &Memo_Type);
    if (!self) return NULL;
    self->call = memo_call;
    self->function = Py_NewRef(function);
    self->entries = NULL;
    self->used = 0;
    self->is_off = 0;
    if (grow(self) < 0) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    return (PyObject *)self;
}

static void memo_dealloc(PyObject *object) {
    Memo *self = (Memo *)object;
    for (size_t at = 0; self->entries && at <= self->mask; at++) {
        struct entry *entry = &self->entries[at];
        if (!entry->answer) continue;
        for (int i = 0; i < KEYS; i++) Py_XDECREF(entry->keys[i]);
        Py_DECREF(entry->answer);
    }
    free(self->entries);
    Py_DECREF(self->function);
    PyObject_Free(object);
}

/* Everything else of the function that it stands for: its name, its documentation. */
static PyObject *memo_attribute(PyObject *object, PyObject *name) {
    return PyObject_GetAttr(((Memo *)object)->function, name);
}

PyTypeObject Memo_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "planning.Function",
    .tp_basicsize = sizeof(Memo),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL,
    .tp_vectorcall_offset = offsetof(Memo, call),
    .tp_call = PyVectorcall_Call,
    .tp_dealloc = memo_dealloc,
    .tp_getattro = memo_attribute,
};

/* Whether a pattern of plain characters, * and ? fits; both of one byte a character. */
static int fits(const unsigned char *text, Py_ssize_t length, const unsigned char *pattern, Py_ssize_t size) {
    Py_ssize_t t = 0, p = 0, star = -1, mark = 0;
    while (t < length) {
        if (p < size && pattern[p] == '*') {
            star = p++;
            mark = t;
        } else if (p < size && (pattern[p] == '?' || pattern[p] == text[t])) {
            t++;
            p++;
        } else if (star >= 0) {
            p = star + 1;
            t = ++mark;
        } else {
            return 0;
        }
    }
    while (p < size && pattern[p] == '*') p++;
    return p == size;
}

/* fnmatch(name, pattern) of the standard library, from which what has brackets comes: `module` is its function. */
PyObject *remembering_fnmatch(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
    if (count == 2 && PyUnicode_Check(arguments[0]) && PyUnicode_Check(arguments[1]) &&
        PyUnicode_READY(arguments[0]) == 0 && PyUnicode_READY(arguments[1]) == 0 &&
        PyUnicode_KIND(arguments[0]) == 1 && PyUnicode_KIND(arguments[1]) == 1) {
        const unsigned char *pattern = PyUnicode_1BYTE_DATA(arguments[1]);
        Py_ssize_t size = PyUnicode_GET_LENGTH(arguments[1]);
        if (size == 1 && pattern[0] == '*') Py_RETURN_TRUE;
        if (!memchr(pattern, '[', (size_t)size))
            return PyBool_FromLong(
                fits(PyUnicode_1BYTE_DATA(arguments[0]), PyUnicode_GET_LENGTH(arguments[0]), pattern, size));
    }
    return PyObject_Vectorcall(module, arguments, (size_t)count, NULL);
}
