/* The Python objects through which a heuristic sees task and state.
 *
 *   Text   a fact as a string that remembers its parts            fact_text.c
 *   State  the set of facts that hold, lazily over propositions   state_set.c
 *   View   the facts of one predicate as tuples                   state_view.c
 *   Node   what a heuristic is called with                        search_node.c
 *   Memo   a helper function that remembers its answers           remembering.c
 *
 * All of them are immutable from Python. */
#ifndef EVOLVE_HEURISTIC_TYPES_H
#define EVOLVE_HEURISTIC_TYPES_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

#include "planner.h"

/* The task in numbers; filled once for each worker. */
struct task_tables {
    int32_t *columns[EVOLVE_TABLES];
    size_t counts[EVOLVE_TABLES];
    PyObject *names[EVOLVE_NAMES]; /* tuples of interned strings */
    int32_t variables, propositions, facts, predicates, objects;
    int32_t *variable_of;           /* by proposition */
    PyObject *predicate_numbers;    /* name to number */
    PyObject *object_numbers;
    PyObject *numbers;              /* any string that was asked for, to its fact's number or -1 */
    PyObject **texts, **tuples;     /* by fact, made when first needed */
    int32_t *slots;                 /* open addressing: facts by predicate and arguments */
    size_t slot_mask;
    int32_t *constants;             /* facts of changeable predicates that always hold */
    int32_t constant_count;
    int32_t *watched_start, *watched; /* by predicate: the variables that may hold a fact of it */
};
extern struct task_tables task;

/* A fact as text, as tuple of arguments: borrowed, or null with an exception. */
PyObject *task_text(int32_t fact);
PyObject *task_tuple(int32_t fact);

/* The number of the fact that a string, or a predicate with a tuple of arguments, names; -1 for none, -2 with an exception. */
int32_t task_find(PyObject *text);
int32_t task_find_tuple(int32_t predicate, PyObject *arguments);

/* A predicate's number by its name; -1 for none. */
int32_t task_predicate(PyObject *name);

/* A fact as a string. */
typedef struct {
    PyUnicodeObject string;
    int32_t fact;    /* -1 for the inside of a fact */
    PyObject *inner; /* without the brackets, or null */
    PyObject *parts; /* tuple of the words, or null */
} Text;
extern PyTypeObject Text_Type;
PyObject *text_new(const char *characters, Py_ssize_t length, int32_t fact);

/* A state. `values` belongs to the search while it asks; `own` once somebody else keeps the state. */
typedef struct {
    PyObject_HEAD
    const int32_t *values;
    int32_t *own;
    PyObject *frozen; /* the same as a frozenset, or null */
} State;
extern PyTypeObject State_Type, StateIterator_Type;
State *state_new(const int32_t *values, int is_copied);
int state_detach(State *state); /* copies the values; 0, or -1 with an exception */
PyObject *state_frozen(State *state);

static inline int state_holds(const int32_t *values, int32_t fact) {
    int32_t proposition = task.columns[EVOLVE_PROPOSITION_OF][fact];
    if (proposition >= 0) return values[task.variable_of[proposition]] == proposition;
    return task.columns[EVOLVE_IS_FLUENT][task.columns[EVOLVE_FACT_PREDICATE][fact]];
}

/* All of a state by predicate, and the facts of one predicate. */
typedef struct {
    PyObject_HEAD
    State *state;
} Views;
typedef struct {
    PyObject_HEAD
    State *state;
    int32_t predicate;
} View;
extern PyTypeObject Views_Type, View_Type, ViewIterator_Type;

typedef struct {
    PyObject_HEAD
    PyObject *state; /* State, or a frozenset */
    State *held;     /* always the State */
    PyObject *views; /* or null */
    struct evolve_step step;
} Node;
extern PyTypeObject Node_Type;
Node *node_new(PyObject *state, State *held, struct evolve_step step);

/* The node of a state that was asked about before (new, or null with an exception), and a function (number) -> action. */
PyObject *estimate_node_at(int32_t state);
extern PyObject *action_of_step;

extern PyTypeObject Memo_Type;
PyObject *memo_new(PyObject *function);
PyObject *remembering_fnmatch(PyObject *module, PyObject *const *arguments, Py_ssize_t count);

/* estimate.c: takes the candidate (a dict of what it is), forgets the last job's end, tells how it ended. */
int estimate_use(PyObject *function, PyObject *instance, PyObject *preferred, int is_frozen, int keeps_nodes);
void estimate_begin(PyObject *time_limit, PyObject *unusable, PyObject *number_type);
PyObject *estimate_of(State *state);   /* a float, or null with the candidate's exception */
int estimate_ended(int *is_late);      /* -1 with the candidate's exception; sets whether time was over */
PyObject *estimate_last_state(void);   /* the State that the candidate failed on, or None: new */

/* ticks.c: limits of CPU time, in seconds from now, 0 for none; they raise in Python code. */
void ticks_start(void);
void ticks_limit(double seconds);
void ticks_limit_call(double seconds);
extern volatile int ticks_is_calling;
void ticks_call(void);                 /* a call begins now */
int ticks_call_is_slow(void);
double ticks_calling_seconds(void);    /* spent in calls so far, by counting ticks */

/* Makes the module `_planning`; for PyImport_AppendInittab. */
PyObject *planning_module(void);

#endif
