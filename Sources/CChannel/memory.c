#define _GNU_SOURCE
#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x0010
#endif

int evolve_memory_create(const char *name, size_t bytes) {
    int descriptor = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (descriptor < 0) return -errno;
    if (ftruncate(descriptor, (off_t)bytes) < 0 ||
        fcntl(descriptor, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) < 0) {
        int error = errno;
        close(descriptor);
        return -error;
    }
    return descriptor;
}

int evolve_memory_seal_writes(int descriptor) {
    if (fcntl(descriptor, F_ADD_SEALS, F_SEAL_FUTURE_WRITE | F_SEAL_SEAL) < 0) return -errno;
    return 0;
}

int evolve_memory_read_only(int descriptor) {
    char path[40];
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    int copy = open(path, O_RDONLY | O_CLOEXEC);
    return copy < 0 ? -errno : copy;
}

int evolve_memory_read(int descriptor, size_t offset, float *values, size_t count) {
    return evolve_memory_read_bytes(descriptor, offset, values, count * sizeof(float));
}

int evolve_memory_read_bytes(int descriptor, size_t offset, void *values, size_t left) {
    char *to = values;
    while (left > 0) {
        ssize_t got = pread(descriptor, to, left, (off_t)offset);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -errno;
        if (got == 0) return -ENODATA;
        to += got;
        offset += (size_t)got;
        left -= (size_t)got;
    }
    return 0;
}

int evolve_memory_write(int descriptor, size_t offset, const void *values, size_t bytes) {
    const char *from = values;
    while (bytes > 0) {
        ssize_t put = pwrite(descriptor, from, bytes, (off_t)offset);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return errno == EPERM ? -ENOSPC : -errno;
        if (put == 0) return -ENOSPC;
        from += put;
        offset += (size_t)put;
        bytes -= (size_t)put;
    }
    return 0;
}

int64_t evolve_first_unusable(const float *values, size_t count, float largest) {
    for (size_t i = 0; i < count; i++)
        if (!(fabsf(values[i]) <= largest)) return (int64_t)i;
    return -1;
}

int evolve_memory_copy(int from, int to, size_t bytes) {
    char block[65536];
    for (size_t done = 0; done < bytes;) {
        size_t want = bytes - done < sizeof block ? bytes - done : sizeof block;
        ssize_t got = pread(from, block, want, (off_t)done);
        if (got < 0) return -errno;
        if (got == 0) return -ENODATA;
        if (pwrite(to, block, (size_t)got, (off_t)done) != got) return -ENOSPC;
        done += (size_t)got;
    }
    return 0;
}
