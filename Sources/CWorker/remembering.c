/* Helper functions of a heuristic that remember their answers, and fnmatch without regular expressions. */
#include "heuristic_types.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define KEYS 6
#define ROWS 24
#define MOST_ENTRIES (1 << 20)
#define MOST_FACTS 500000

/* What is remembered for facts as the first argument and the same others: by the fact's number, which is quicker than hashing.
 * The lowest bit of an answer's address says that it is a list. */
struct row {
    PyObject *others[KEYS - 1];
    Py_ssize_t count; /* of all arguments */
    uintptr_t *answers;
};

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
    struct row rows[ROWS];
    int row_count;
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

static PyObject *given(PyObject *answer, int is_list) {
    if (!is_list) return Py_NewRef(answer);
    Py_ssize_t count = PyTuple_GET_SIZE(answer);
    PyObject *list = PyList_New(count);
    for (Py_ssize_t i = 0; list && i < count; i++) PyList_SET_ITEM(list, i, Py_NewRef(PyTuple_GET_ITEM(answer, i)));
    return list;
}

/* The row of these arguments, the first of which is a fact; a new one where there is room, or null. */
static struct row *find_row(Memo *self, PyObject *const *arguments, Py_ssize_t count) {
    for (struct row *row = self->rows; row < self->rows + self->row_count; row++) {
        if (row->count != count) continue;
        Py_ssize_t i = 1;
        while (i < count && row->others[i - 1] == arguments[i]) i++;
        if (i == count) return row;
    }
    if (self->row_count == ROWS || task.facts > MOST_FACTS || self->is_off) return NULL;
    for (Py_ssize_t i = 1; i < count; i++)
        if (!is_lasting(arguments[i])) return NULL;
    struct row *row = &self->rows[self->row_count];
    row->answers = calloc((size_t)task.facts + 1, sizeof *row->answers);
    if (!row->answers) return NULL;
    row->count = count;
    for (Py_ssize_t i = 1; i < count; i++) row->others[i - 1] = Py_NewRef(arguments[i]);
    self->row_count++;
    return row;
}

/* A call with a fact as first argument, of a row. */
static PyObject *row_call(Memo *self, struct row *row, int32_t fact, PyObject *const *arguments, size_t flags) {
    uintptr_t known = row->answers[fact];
    if (known) return given((PyObject *)(known & ~(uintptr_t)1), (int)(known & 1));
    PyObject *answer = PyObject_Vectorcall(self->function, arguments, flags, NULL);
    if (!answer) return NULL;
    int is_list;
    PyObject *keep = kept(answer, &is_list);
    if (keep && !row->answers[fact]) {
        row->answers[fact] = (uintptr_t)keep | (uintptr_t)is_list;
    } else if (keep) {
        Py_DECREF(keep);
    } else {
        PyErr_Clear();
        self->is_off = 1;
    }
    return answer;
}

static PyObject *memo_call(PyObject *object, PyObject *const *arguments, size_t flags, PyObject *names) {
    Memo *self = (Memo *)object;
    Py_ssize_t count = PyVectorcall_NARGS(flags);
    if (!names && count > 0 && count <= KEYS && Py_TYPE(arguments[0]) == &Text_Type && !self->is_off) {
        int32_t fact = ((Text *)arguments[0])->fact;
        struct row *row = fact >= 0 ? find_row(self, arguments, count) : NULL;
        if (row) return row_call(self, row, fact, arguments, flags);
    }
    int can = !names && count > 0 && count <= KEYS && !self->is_off;
    for (Py_ssize_t i = 0; can && i < count; i++) can = is_lasting(arguments[i]);
    if (!can) return PyObject_Vectorcall(self->function, arguments, flags, names);
    struct entry *entry = find(self, arguments, count);
    if (entry->answer) return given(entry->answer, entry->is_list);
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
    self->row_count = 0;
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
    for (int i = 0; i < self->row_count; i++) {
        for (int32_t fact = 0; fact < task.facts; fact++)
            Py_XDECREF((PyObject *)(self->rows[i].answers[fact] & ~(uintptr_t)1));
        for (Py_ssize_t k = 1; k < self->rows[i].count; k++) Py_DECREF(self->rows[i].others[k - 1]);
        free(self->rows[i].answers);
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
