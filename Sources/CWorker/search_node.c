/* What a heuristic is called with: the state, and how it was reached. */
#include "heuristic_types.h"

#include <stddef.h>
#include <structmember.h>

PyObject *action_of_step;

Node *node_new(PyObject *state, State *held, struct evolve_step step) {
    Node *self = PyObject_New(Node, &Node_Type);
    if (!self) return NULL;
    self->state = Py_NewRef(state);
    self->held = (State *)Py_NewRef((PyObject *)held);
    self->views = NULL;
    self->step = step;
    return self;
}

static void node_dealloc(PyObject *object) {
    Node *self = (Node *)object;
    Py_XDECREF(self->state);
    Py_XDECREF(self->held);
    Py_XDECREF(self->views);
    PyObject_Free(object);
}

static PyObject *node_view(PyObject *object, void *closure) {
    (void)closure;
    Node *self = (Node *)object;
    if (!self->views) {
        Views *views = PyObject_New(Views, &Views_Type);
        if (!views) return NULL;
        views->state = (State *)Py_NewRef((PyObject *)self->held);
        self->views = (PyObject *)views;
    }
    return Py_NewRef(self->views);
}

static PyObject *node_parent(PyObject *object, void *closure) {
    (void)closure;
    int32_t parent = ((Node *)object)->step.parent;
    if (parent < 0) Py_RETURN_NONE;
    return estimate_node_at(parent);
}

static PyObject *node_action(PyObject *object, void *closure) {
    (void)closure;
    int32_t action = ((Node *)object)->step.action;
    if (action < 0 || !action_of_step) Py_RETURN_NONE;
    return PyObject_CallFunction(action_of_step, "i", action);
}

static PyObject *node_g(PyObject *object, void *closure) {
    (void)closure;
    return PyLong_FromLong(((Node *)object)->step.g);
}

static PyMemberDef members[] = {
    {"state", T_OBJECT_EX, offsetof(Node, state), READONLY, "the facts that hold"}, {NULL, 0, 0, 0, NULL}};

static PyGetSetDef attributes[] = {
    {"view", node_view, NULL, "the facts that hold, by predicate, as tuples", NULL},
    {"parent", node_parent, NULL, "the node that this one was reached from, or None", NULL},
    {"action", node_action, NULL, "the operator that led here, or None", NULL},
    {"g", node_g, NULL, "the cost of the path that led here", NULL},
    {NULL, NULL, NULL, NULL, NULL}};

PyTypeObject Node_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "planning.Node",
    .tp_basicsize = sizeof(Node),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = node_dealloc,
    .tp_members = members,
    .tp_getset = attributes,
};
