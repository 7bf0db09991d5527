/* Shared memory: memory files whose size is sealed, read-only views of them, and copies in and out. */
#ifndef EVOLVE_MEMORY_H
#define EVOLVE_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* Creates a memory file of exactly `bytes` that can neither shrink nor grow. Returns its descriptor (close-on-exec). */
int evolve_memory_create(const char *name, size_t bytes);

/* Forbids every further writable mapping and write(2); mappings made before stay writable. No seal can be added after. */
int evolve_memory_seal_writes(int descriptor);

/* Opens the same memory again for reading only; the result can never be mapped writable. */
int evolve_memory_read_only(int descriptor);

/* Copies `count` floats beginning at byte `offset` out of the memory. Returns 0, or -ENODATA past its end. */
int evolve_memory_read(int descriptor, size_t offset, float *values, size_t count);

/* The same for `bytes` bytes. */
int evolve_memory_read_bytes(int descriptor, size_t offset, void *values, size_t bytes);

/* Copies `bytes` bytes into the memory at byte `offset`. Returns 0, or -ENOSPC past its end. */
int evolve_memory_write(int descriptor, size_t offset, const void *values, size_t bytes);

/* Copies the first `bytes` bytes of one memory into another. Returns 0 or -errno. */
int evolve_memory_copy(int from, int to, size_t bytes);

/* Index of the first value that is nan or whose size is above `largest`, or -1. */
int64_t evolve_first_unusable(const float *values, size_t count, float largest);

#endif
