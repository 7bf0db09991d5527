/* The task in numbers, and the way from numbers to Python objects and back. */
#include "heuristic_types.h"

#include <stdlib.h>
#include <string.h>

struct task_tables task;

void evolve_table(int which, const int32_t *values, size_t count) {
    int32_t *copy = malloc((count + 1) * sizeof *copy);
    if (!copy) return; /* evolve_tables_ready notices */
    memcpy(copy, values, count * sizeof *copy);
    free(task.columns[which]);
    task.columns[which] = copy;
    task.counts[which] = count;
}

void evolve_table_names(int which, const char *lines) {
    PyObject *list = PyList_New(0);
    while (list && *lines) {
        const char *end = strchr(lines, '\n');
        size_t length = end ? (size_t)(end - lines) : strlen(lines);
        PyObject *name = PyUnicode_DecodeUTF8(lines, (Py_ssize_t)length, "replace");
        if (name) PyUnicode_InternInPlace(&name);
        if (!name || PyList_Append(list, name) < 0) Py_CLEAR(list);
        Py_XDECREF(name);
        lines += length + (end != NULL);
    }
    Py_XSETREF(task.names[which], list ? PyList_AsTuple(list) : NULL);
    Py_XDECREF(list);
}

static PyObject *numbered(PyObject *names) {
    PyObject *numbers = PyDict_New();
    for (Py_ssize_t i = 0; numbers && names && i < PyTuple_GET_SIZE(names); i++) {
        PyObject *number = PyLong_FromSsize_t(i);
        if (!number || PyDict_SetItem(numbers, PyTuple_GET_ITEM(names, i), number) < 0) Py_CLEAR(numbers);
        Py_XDECREF(number);
    }
    return numbers;
}

static size_t hash(int32_t predicate, const int32_t *arguments, int32_t count) {
    uint64_t value = (uint64_t)(uint32_t)predicate * 0x9E3779B97F4A7C15u;
    for (int32_t i = 0; i < count; i++) {
        value = (value ^ (uint64_t)(uint32_t)arguments[i]) * 0x9E3779B97F4A7C15u;
        value ^= value >> 29;
    }
    return (size_t)(value >> 20);
}

static int32_t arity(int32_t fact) {
    const int32_t *start = task.columns[EVOLVE_FACT_START];
    return start[fact + 1] - start[fact];
}

static const int32_t *arguments_of(int32_t fact) {
    return task.columns[EVOLVE_FACT_ARGUMENTS] + task.columns[EVOLVE_FACT_START][fact];
}

static size_t slot(int32_t predicate, const int32_t *arguments, int32_t count) {
    size_t at = hash(predicate, arguments, count) & task.slot_mask;
    for (;; at = (at + 1) & task.slot_mask) {
        int32_t fact = task.slots[at];
        if (fact < 0) return at;
        if (task.columns[EVOLVE_FACT_PREDICATE][fact] == predicate && arity(fact) == count &&
            memcmp(arguments_of(fact), arguments, (size_t)count * sizeof *arguments) == 0)
            return at;
    }
}

static void number_variables(void) {
    const int32_t *start = task.columns[EVOLVE_VARIABLE_START];
    for (int32_t variable = 0; variable < task.variables; variable++)
        for (int32_t p = start[variable]; p < start[variable + 1]; p++) task.variable_of[p] = variable;
}

/* Lists for each predicate the variables that may hold a fact of it. */
static int watch(void) {
    const int32_t *start = task.columns[EVOLVE_VARIABLE_START], *fact_of = task.columns[EVOLVE_FACT_OF];
    int32_t *last = malloc(((size_t)task.predicates + 1) * sizeof *last);
    task.watched_start = calloc((size_t)task.predicates + 2, sizeof *task.watched_start);
    if (!last || !task.watched_start) return -1;
    for (int round = 0; round < 2; round++) {
        for (int32_t i = 0; i < task.predicates; i++) last[i] = -1;
        for (int32_t variable = 0; variable < task.variables; variable++)
            for (int32_t p = start[variable]; p < start[variable + 1]; p++) {
                if (fact_of[p] < 0) continue;
                int32_t predicate = task.columns[EVOLVE_FACT_PREDICATE][fact_of[p]];
                if (predicate >= task.predicates || last[predicate] == variable) continue;
                last[predicate] = variable;
                if (round == 0) task.watched_start[predicate + 2]++;
                else task.watched[task.watched_start[predicate + 1]++] = variable;
            }
        if (round == 1) break;
        for (int32_t i = 0; i < task.predicates; i++) task.watched_start[i + 2] += task.watched_start[i + 1];
        task.watched = malloc(((size_t)task.watched_start[task.predicates + 1] + 1) * sizeof *task.watched);
        if (!task.watched) return -1;
    }
    free(last);
    return 0;
}

void evolve_tables_ready(void) {
    task.variables = (int32_t)task.counts[EVOLVE_VARIABLE_START] - 1;
    task.propositions = (int32_t)task.counts[EVOLVE_FACT_OF];
    task.facts = (int32_t)task.counts[EVOLVE_FACT_PREDICATE];
    task.predicates = (int32_t)PyTuple_GET_SIZE(task.names[EVOLVE_PREDICATE_NAMES]);
    task.objects = (int32_t)PyTuple_GET_SIZE(task.names[EVOLVE_OBJECT_NAMES]);
    task.predicate_numbers = numbered(task.names[EVOLVE_PREDICATE_NAMES]);
    task.object_numbers = numbered(task.names[EVOLVE_OBJECT_NAMES]);
    task.numbers = PyDict_New();
    size_t size = 16;
    while (size < 2 * (size_t)task.facts) size *= 2;
    task.slot_mask = size - 1;
    task.slots = malloc(size * sizeof *task.slots);
    task.variable_of = malloc(((size_t)task.propositions + 1) * sizeof *task.variable_of);
    task.texts = calloc((size_t)task.facts + 1, sizeof *task.texts);
    task.tuples = calloc((size_t)task.facts + 1, sizeof *task.tuples);
    task.constants = malloc(((size_t)task.facts + 1) * sizeof *task.constants);
    if (!task.slots || !task.variable_of || !task.texts || !task.tuples || !task.constants) {
        PyErr_NoMemory();
        return;
    }
    memset(task.slots, 0xff, size * sizeof *task.slots);
    number_variables();
    for (int32_t fact = 0; fact < task.facts; fact++) {
        int32_t predicate = task.columns[EVOLVE_FACT_PREDICATE][fact];
        task.slots[slot(predicate, arguments_of(fact), arity(fact))] = fact;
        if (predicate < task.predicates && task.columns[EVOLVE_PROPOSITION_OF][fact] < 0 &&
            task.columns[EVOLVE_IS_FLUENT][predicate])
            task.constants[task.constant_count++] = fact;
        /* Facts that the compilation of a goal made up have no name. */
        if (predicate >= task.predicates && task.columns[EVOLVE_PROPOSITION_OF][fact] >= 0)
            task.columns[EVOLVE_FACT_OF][task.columns[EVOLVE_PROPOSITION_OF][fact]] = -1;
    }
    if (watch() < 0) PyErr_NoMemory();
}

PyObject *task_tuple(int32_t fact) {
    if (task.tuples[fact]) return task.tuples[fact];
    int32_t count = arity(fact);
    PyObject *tuple = PyTuple_New(count);
    for (int32_t i = 0; tuple && i < count; i++)
        PyTuple_SET_ITEM(tuple, i, Py_NewRef(PyTuple_GET_ITEM(task.names[EVOLVE_OBJECT_NAMES], arguments_of(fact)[i])));
    return task.tuples[fact] = tuple;
}

PyObject *task_text(int32_t fact) {
    if (task.texts[fact]) return task.texts[fact];
    char fixed[512], *text = fixed;
    size_t used = 0, room = sizeof fixed;
    int32_t predicate = task.columns[EVOLVE_FACT_PREDICATE][fact], count = arity(fact);
    for (int32_t i = -1; i < count; i++) {
        PyObject *name = i < 0 ? PyTuple_GET_ITEM(task.names[EVOLVE_PREDICATE_NAMES], predicate)
                               : PyTuple_GET_ITEM(task.names[EVOLVE_OBJECT_NAMES], arguments_of(fact)[i]);
        Py_ssize_t length;
        const char *characters = PyUnicode_AsUTF8AndSize(name, &length);
        if (!characters) break;
        if (used + (size_t)length + 2 > room) {
            room = 2 * room + (size_t)length;
            char *larger = malloc(room);
            if (!larger) break;
            memcpy(larger, text, used);
            if (text != fixed) free(text);
            text = larger;
        }
        text[used++] = i < 0 ? '(' : ' ';
        memcpy(text + used, characters, (size_t)length);
        used += (size_t)length;
    }
    text[used++] = ')';
    task.texts[fact] = PyErr_Occurred() ? NULL : text_new(text, (Py_ssize_t)used, fact);
    if (text != fixed) free(text);
    return task.texts[fact];
}

static int32_t number_in(PyObject *numbers, PyObject *name) {
    PyObject *number = PyDict_GetItemWithError(numbers, name);
    if (!number) {
        PyErr_Clear();
        return -1;
    }
    return (int32_t)PyLong_AsLong(number);
}

int32_t task_predicate(PyObject *name) { return number_in(task.predicate_numbers, name); }

int32_t task_find_tuple(int32_t predicate, PyObject *arguments) {
    int32_t row[32], count = 0;
    if (predicate < 0 || !PyTuple_Check(arguments) || PyTuple_GET_SIZE(arguments) > 32) return -1;
    for (; count < PyTuple_GET_SIZE(arguments); count++) {
        row[count] = number_in(task.object_numbers, PyTuple_GET_ITEM(arguments, count));
        if (row[count] < 0) return -1;
    }
    return task.slots[slot(predicate, row, count)];
}

/* Reads "(predicate object …)". */
static int32_t read_text(PyObject *text) {
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    if (length < 3 || PyUnicode_READ_CHAR(text, 0) != '(' || PyUnicode_READ_CHAR(text, length - 1) != ')') return -1;
    PyObject *inside = PyUnicode_Substring(text, 1, length - 1), *space = PyUnicode_FromString(" ");
    PyObject *words = inside && space ? PyUnicode_Split(inside, space, -1) : NULL;
    Py_XDECREF(inside);
    Py_XDECREF(space);
    if (!words) return -2;
    int32_t found = -1;
    PyObject *arguments = PyList_GetSlice(words, 1, PyList_GET_SIZE(words));
    PyObject *tuple = arguments ? PyList_AsTuple(arguments) : NULL;
    if (tuple) found = task_find_tuple(task_predicate(PyList_GET_ITEM(words, 0)), tuple);
    Py_XDECREF(arguments);
    Py_XDECREF(tuple);
    Py_DECREF(words);
    return tuple ? found : -2;
}

int32_t task_find(PyObject *text) {
    if (Py_TYPE(text) == &Text_Type) return ((Text *)text)->fact;
    if (!PyUnicode_Check(text)) return -1;
    PyObject *known = PyDict_GetItemWithError(task.numbers, text);
    if (known) return (int32_t)PyLong_AsLong(known);
    if (PyErr_Occurred()) return -2;
    int32_t found = read_text(text);
    if (found == -2) return -2;
    if (PyDict_GET_SIZE(task.numbers) > 1000000) PyDict_Clear(task.numbers);
    PyObject *number = PyLong_FromLong(found), *key = PyUnicode_FromObject(text);
    int bad = !number || !key || PyDict_SetItem(task.numbers, key, number) < 0;
    Py_XDECREF(number);
    Py_XDECREF(key);
    return bad ? -2 : found;
}
