#define _GNU_SOURCE
#include "frames.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

int evolve_pair(int *host, int *worker) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) return -errno;
    /* The kernel doubles the figure and caps it; a message must fit as a whole. */
    int room = EVOLVE_MAXIMUM_BODY + 4096;
    for (int i = 0; i < 2; i++) setsockopt(ends[i], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    *host = ends[0];
    *worker = ends[1];
    return 0;
}

int evolve_send(int channel, uint32_t type, uint32_t sequence, const void *body, size_t length,
                const int *descriptors, int descriptor_count) {
    if (length > EVOLVE_MAXIMUM_BODY || descriptor_count > EVOLVE_MAXIMUM_DESCRIPTORS) return -EMSGSIZE;
    struct evolve_header header = {EVOLVE_MAGIC, type, sequence, (uint32_t)length};
    struct iovec parts[2] = {{&header, sizeof header}, {(void *)body, length}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    union {
        char bytes[CMSG_SPACE(sizeof(int) * EVOLVE_MAXIMUM_DESCRIPTORS)];
        struct cmsghdr align;
    } control;
    if (descriptor_count > 0) {
        size_t size = sizeof(int) * (size_t)descriptor_count;
        memset(&control, 0, sizeof control);
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(size);
        struct cmsghdr *head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(size);
        memcpy(CMSG_DATA(head), descriptors, size);
    }
    ssize_t sent;
    do {
        sent = sendmsg(channel, &message, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : 0;
}

/* Keeps the first `limit` descriptors of a message and closes the rest. Returns how many are kept. */
static int take_descriptors(struct msghdr *message, int *kept, int limit) {
    int count = 0;
    for (struct cmsghdr *head = CMSG_FIRSTHDR(message); head; head = CMSG_NXTHDR(message, head)) {
        if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS) continue;
        int received = (int)((head->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        for (int i = 0; i < received; i++) {
            int descriptor;
            memcpy(&descriptor, CMSG_DATA(head) + sizeof(int) * (size_t)i, sizeof descriptor);
            if (count < limit)
                kept[count++] = descriptor;
            else
                close(descriptor);
        }
    }
    return count;
}

int64_t evolve_receive(int channel, struct evolve_header *header, void *body, size_t capacity, int *descriptors,
                       int descriptor_limit, int *descriptor_count) {
    struct iovec parts[2] = {{header, sizeof *header}, {body, capacity}};
    union {
        char bytes[CMSG_SPACE(sizeof(int) * EVOLVE_MAXIMUM_DESCRIPTORS)];
        struct cmsghdr align;
    } control;
    struct msghdr message = {.msg_iov = parts,
                             .msg_iovlen = 2,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    ssize_t got;
    do {
        got = recvmsg(channel, &message, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    if (descriptor_count) *descriptor_count = 0;
    if (got < 0) return errno == ECONNRESET ? -ESHUTDOWN : -errno;
    int kept = take_descriptors(&message, descriptors, descriptor_limit);
    int sound = got >= (ssize_t)sizeof *header && !(message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) &&
                header->magic == EVOLVE_MAGIC && header->length == (size_t)got - sizeof *header;
    if (!sound) {
        for (int i = 0; i < kept; i++) close(descriptors[i]);
        return got == 0 ? -ESHUTDOWN : -EPROTO;
    }
    if (descriptor_count) *descriptor_count = kept;
    return (int64_t)header->length;
}
