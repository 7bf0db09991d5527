/* Where an environment keeps its modules. */
#ifndef EVOLVE_PYTHON_PATHS_H
#define EVOLVE_PYTHON_PATHS_H

#include <stddef.h>

#define PATHS 4

struct python_paths {
    char items[PATHS][1200]; /* module search path, in order */
    int count;
};

/* Finds the standard library and site-packages that `python` (…/bin/python, of a virtual environment or not) would use,
 * for version 3.`minor`. Returns 0, or -1 with a sentence, remedy included, in `text`. */
int python_paths_find(const char *python, int minor, struct python_paths *paths, char *text, size_t size);

#endif
