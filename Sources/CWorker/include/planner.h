/* Between the planner, which is Swift, and a candidate's heuristic, which is Python. Nothing here speaks of Python.h.
 *
 * Python asks the planner for a job by its name ("open", "solve", …). Numbers, texts and lists travel by name: the planner
 * reads arguments and writes answers while its job runs, and asks for estimates. All of it happens on one thread, in a
 * locked child. */
#ifndef EVOLVE_PLANNER_H
#define EVOLVE_PLANNER_H

#include <stddef.h>
#include <stdint.h>

/* Does one job; `planner` is what was handed to evolve_worker_set_planner. */
typedef void (*evolve_planner_job)(void *planner, const char *name);

/* Names the planner that every later child uses. */
void evolve_worker_set_planner(void *planner, evolve_planner_job perform);

/* A number among the arguments of the present job, or `otherwise`. */
double evolve_argument_number(const char *name, double otherwise);

/* Copies at most `room` bytes of a text among the arguments. Returns its whole length; 0 where there is none. */
size_t evolve_argument_text(const char *name, uint8_t *to, size_t room);

/* Copies the propositions of a state among the arguments. Returns 0 where there is no such state. */
size_t evolve_argument_state(const char *name, int32_t *to, size_t room);

void evolve_answer_number(const char *name, double value);
void evolve_answer_text(const char *name, const char *text);

/* Appends a state to the list `name` of the answer, with the text beside it ("" for none). */
void evolve_answer_state(const char *name, const int32_t *values, const char *text);

/* The task in numbers, as the views of states need it. */
enum {
    EVOLVE_VARIABLE_START,   /* propositions of variable v: [v] ..< [v + 1] */
    EVOLVE_FACT_OF,          /* fact of each proposition, or -1 */
    EVOLVE_PROPOSITION_OF,   /* proposition of each fact, or -1 where it always holds */
    EVOLVE_FACT_PREDICATE,
    EVOLVE_FACT_START,       /* arguments of fact f: [f] ..< [f + 1] */
    EVOLVE_FACT_ARGUMENTS,   /* objects */
    EVOLVE_IS_FLUENT,        /* for each predicate: some action changes it */
    EVOLVE_INITIAL,          /* propositions */
    EVOLVE_GOALS,            /* facts */
    EVOLVE_STATIC,           /* facts */
    EVOLVE_OBJECT_TYPE,      /* declared type of each object */
    EVOLVE_TYPE_START,       /* objects of type t and its subtypes: [t] ..< [t + 1] of the next */
    EVOLVE_TYPE_OBJECTS,
    EVOLVE_TABLES
};
void evolve_table(int which, const int32_t *values, size_t count);

/* Names, a line each. */
enum { EVOLVE_PREDICATE_NAMES, EVOLVE_OBJECT_NAMES, EVOLVE_TYPE_NAMES, EVOLVE_NAMES };
void evolve_table_names(int which, const char *lines);

/* Builds the views from the tables. */
void evolve_tables_ready(void);

/* How a state was reached, for node.parent, node.action and node.g; -1 for what there is not. */
struct evolve_step {
    int32_t state, parent, action, g;
};

/* The candidate's estimate of a state: >= 0, infinity to prune, or NaN after which the search has to end: the candidate
 * failed, or its time is over. `values`: one proposition for each variable. */
double evolve_estimate(const int32_t *values, struct evolve_step step);

/* The steps, a line each, that the candidate prefers in a state: at most `room` bytes are copied. Returns the length. */
size_t evolve_preferred(const int32_t *values, struct evolve_step step, uint8_t *to, size_t room);

/* Bytes that can still be had are fewer than these. */
int evolve_memory_is_short(size_t bytes);

#endif
