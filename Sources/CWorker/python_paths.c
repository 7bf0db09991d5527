#define _GNU_SOURCE
#include "python_paths.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Cuts `levels` components off the end of a path. */
static void parent(char *path, int levels) {
    while (levels-- > 0) {
        char *slash = strrchr(path, '/');
        if (slash) *slash = 0;
    }
}

/* Reads the value of `key` from a pyvenv.cfg. Returns 1 if it is there. */
static int setting(FILE *file, const char *key, char *value, size_t size) {
    char line[1200];
    size_t length = strlen(key);
    rewind(file);
    while (fgets(line, sizeof line, file)) {
        if (strncmp(line, key, length) != 0) continue;
        char *from = line + length;
        while (*from == ' ') from++;
        if (*from++ != '=') continue;
        while (*from == ' ') from++;
        from[strcspn(from, "\r\n")] = 0;
        snprintf(value, size, "%s", from);
        return 1;
    }
    return 0;
}

static void add(struct python_paths *paths, const char *prefix, const char *rest) {
    if (paths->count == PATHS) return;
    char *item = paths->items[paths->count];
    if (snprintf(item, sizeof paths->items[0], "%s%s", prefix, rest) < (int)sizeof paths->items[0] &&
        access(item, R_OK) == 0)
        paths->count++;
}

static int wrong_version(const char *python, const char *version, int minor, char *text, size_t size) {
    snprintf(text, size,
             "%s is of Python %s, but this worker is built for Python 3.%d: make the environment with python3.%d, or "
             "point EVOLVE_PYTHON to one that is",
             python, version, minor, minor);
    return -1;
}

int python_paths_find(const char *python, int minor, struct python_paths *paths, char *text, size_t size) {
    char prefix[1024], base[1024], file_name[1100], rest[64], version[64] = "";
    paths->count = 0;
    if (python[0] != '/' || access(python, X_OK) != 0) {
        snprintf(text, size, "there is no Python at \"%s\": set EVOLVE_PYTHON to the bin/python of an environment with numpy",
                 python);
        return -1;
    }
    snprintf(prefix, sizeof prefix, "%s", python);
    parent(prefix, 2);
    snprintf(base, sizeof base, "%s", prefix);
    snprintf(file_name, sizeof file_name, "%s/pyvenv.cfg", prefix);
    FILE *file = fopen(file_name, "re");
    if (file) {
        if (setting(file, "home", base, sizeof base)) parent(base, 1);
        setting(file, "version", version, sizeof version);
        fclose(file);
        int major = 0, found = 0;
        if (sscanf(version, "%d.%d", &major, &found) == 2 && (major != 3 || found != minor))
            return wrong_version(python, version, minor, text, size);
    }
    snprintf(rest, sizeof rest, "/lib/python3.%d", minor);
    add(paths, base, rest);
    snprintf(rest, sizeof rest, "/lib/python3.%d/lib-dynload", minor);
    add(paths, base, rest);
    if (paths->count == 0) return wrong_version(python, "another version", minor, text, size);
    snprintf(rest, sizeof rest, "/lib/python3.%d/site-packages", minor);
    add(paths, prefix, rest);
    if (!file) add(paths, base, "/lib/python3/dist-packages");
    return 0;
}
