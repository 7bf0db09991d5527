/* A fact as a string that remembers what heuristics do to it again and again: fact[1:-1].split(). */
#include "heuristic_types.h"

PyObject *text_new(const char *characters, Py_ssize_t length, int32_t fact) {
    PyObject *plain = PyUnicode_DecodeUTF8(characters, length, NULL);
    PyObject *arguments = plain ? PyTuple_Pack(1, plain) : NULL;
    Text *made = arguments ? (Text *)PyUnicode_Type.tp_new(&Text_Type, arguments, NULL) : NULL;
    Py_XDECREF(arguments);
    Py_XDECREF(plain);
    if (made) made->fact = fact;
    return (PyObject *)made;
}

static void text_dealloc(PyObject *object) {
    Text *self = (Text *)object;
    Py_CLEAR(self->inner);
    Py_CLEAR(self->parts);
    PyUnicode_Type.tp_dealloc(object);
}

/* The text without its brackets: borrowed, or null with an exception. */
static PyObject *inner(Text *self) {
    if (!self->inner) {
        Py_ssize_t length;
        const char *characters = PyUnicode_AsUTF8AndSize((PyObject *)self, &length);
        if (characters) self->inner = text_new(characters + 1, length - 2, -1);
    }
    return self->inner;
}

static int is_bracketed(Text *self) { return self->fact >= 0; }

static int is_small(PyObject *object, long value) {
    int overflow;
    return PyLong_CheckExact(object) && PyLong_AsLongAndOverflow(object, &overflow) == value && !overflow;
}

static PyObject *text_subscript(PyObject *object, PyObject *key) {
    Text *self = (Text *)object;
    if (PySlice_Check(key) && is_bracketed(self)) {
        PySliceObject *slice = (PySliceObject *)key;
        if (slice->step == Py_None && is_small(slice->start, 1) && is_small(slice->stop, -1)) {
            return Py_XNewRef(inner(self));
        }
    }
    return PyUnicode_Type.tp_as_mapping->mp_subscript(object, key);
}

/* The words between spaces: borrowed, or null with an exception. */
static PyObject *parts(Text *self) {
    if (self->parts) return self->parts;
    PyObject *words = PyUnicode_Split((PyObject *)self, NULL, -1);
    if (!words) return NULL;
    Py_ssize_t count = PyList_GET_SIZE(words);
    PyObject *made = PyTuple_New(count);
    for (Py_ssize_t i = 0; made && i < count; i++) {
        PyObject *word = Py_NewRef(PyList_GET_ITEM(words, i));
        PyUnicode_InternInPlace(&word);
        PyTuple_SET_ITEM(made, i, word);
    }
    Py_DECREF(words);
    return self->parts = made;
}

static PyObject *otherwise(const char *method, PyObject *self, PyObject *const *arguments, Py_ssize_t count,
                           PyObject *names) {
    PyObject *function = PyObject_GetAttrString((PyObject *)&PyUnicode_Type, method);
    if (!function) return NULL;
    Py_ssize_t all = count + (names ? PyTuple_GET_SIZE(names) : 0);
    PyObject *row[8], *answer = NULL;
    if (all + 1 <= 8) {
        row[0] = self;
        for (Py_ssize_t i = 0; i < all; i++) row[i + 1] = arguments[i];
        answer = PyObject_Vectorcall(function, row, (size_t)count + 1, names);
    } else {
        PyErr_Format(PyExc_TypeError, "%s() takes fewer arguments", method);
    }
    Py_DECREF(function);
    return answer;
}

static PyObject *text_split(PyObject *object, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    /* Words are separated by one space each, so that split(" ") is the same. */
    int is_plain = count == 0 || (count == 1 && (arguments[0] == Py_None || (PyUnicode_Check(arguments[0]) &&
                                  PyUnicode_CompareWithASCIIString(arguments[0], " ") == 0)));
    if (!is_plain || names) return otherwise("split", object, arguments, count, names);
    PyObject *words = parts((Text *)object);
    if (!words) return NULL;
    Py_ssize_t length = PyTuple_GET_SIZE(words);
    PyObject *list = PyList_New(length);
    for (Py_ssize_t i = 0; list && i < length; i++) PyList_SET_ITEM(list, i, Py_NewRef(PyTuple_GET_ITEM(words, i)));
    return list;
}

static PyObject *text_strip(PyObject *object, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    Text *self = (Text *)object;
    if (count == 1 && !names && is_bracketed(self) && PyUnicode_Check(arguments[0]) &&
        (PyUnicode_CompareWithASCIIString(arguments[0], "()") == 0 ||
         PyUnicode_CompareWithASCIIString(arguments[0], ")(") == 0))
        return Py_XNewRef(inner(self));
    if (count == 0 && !names) return Py_NewRef(object);
    return otherwise("strip", object, arguments, count, names);
}

static PyObject *text_startswith(PyObject *object, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    if (count != 1 || names || !PyUnicode_CheckExact(arguments[0]) || PyUnicode_KIND(arguments[0]) != 1 ||
        PyUnicode_KIND(object) != 1)
        return otherwise("startswith", object, arguments, count, names);
    Py_ssize_t length = PyUnicode_GET_LENGTH(arguments[0]);
    return PyBool_FromLong(length <= PyUnicode_GET_LENGTH(object) &&
                           memcmp(PyUnicode_DATA(object), PyUnicode_DATA(arguments[0]), (size_t)length) == 0);
}

static PyMethodDef methods[] = {
    {"split", (PyCFunction)(void (*)(void))text_split, METH_FASTCALL | METH_KEYWORDS, NULL},
    {"strip", (PyCFunction)(void (*)(void))text_strip, METH_FASTCALL | METH_KEYWORDS, NULL},
    {"startswith", (PyCFunction)(void (*)(void))text_startswith, METH_FASTCALL | METH_KEYWORDS, NULL},
    {NULL, NULL, 0, NULL}};

static PyMappingMethods mapping = {.mp_subscript = text_subscript};

PyTypeObject Text_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "planning.Fact",
    .tp_basicsize = sizeof(Text),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_UNICODE_SUBCLASS | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_doc = "a fact such as \"(on a b)\": a string",
    .tp_dealloc = text_dealloc,
    .tp_as_mapping = &mapping,
    .tp_methods = methods,
};
