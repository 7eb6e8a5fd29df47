/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/http_get.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "node/config.h"

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool wait_until(int fd, short events, int64_t deadline_ms, const char **why_out)
{
    for (;;) {
        int64_t left = deadline_ms - now_ms();
        struct pollfd pfd = {.fd = fd, .events = events};
        int n = left <= 0 ? 0 : poll(&pfd, 1, (int)left);
        if (n > 0) return true;
        if (n < 0 && errno == EINTR) continue;
        *why_out = n == 0 ? "no answer in time" : strerror(errno);
        return false;
    }
}

static int dial(const char *address, int64_t deadline_ms, const char **why_out)
{
    struct nd_node_address parts;
    if (nd_node_address_parse(address, &parts) != ND_STATUS_OK) {
        *why_out = "not a host:port";
        return -1;
    }
    char port[8];
    snprintf(port, sizeof port, "%u", parts.port);
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *found;
    int error = getaddrinfo(parts.host[0] == '\0' ? "127.0.0.1" : parts.host, port, &hints, &found);
    if (error != 0) {
        *why_out = gai_strerror(error);
        return -1;
    }
    int fd = -1;
    for (const struct addrinfo *one = found; one != NULL && fd < 0; one = one->ai_next) {
        fd = socket(one->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (fd < 0) continue;
        int failure = connect(fd, one->ai_addr, one->ai_addrlen) == 0 ? 0 : errno;
        if (failure == EINPROGRESS && wait_until(fd, POLLOUT, deadline_ms, why_out)) {
            socklen_t n = sizeof failure;
            getsockopt(fd, SOL_SOCKET, SO_ERROR, &failure, &n);
        }
        if (failure == 0) break;
        if (failure != EINPROGRESS) *why_out = strerror(failure);
        close(fd);
        fd = -1;
    }
    freeaddrinfo(found);
    return fd;
}

static bool exchange(int fd, const char *address, const char *path, int64_t deadline_ms, struct nd_buf *reply, const char **why_out)
{
    struct nd_buf request;
    nd_buf_init(&request, reply->heap);
    nd_buf_printf(&request, "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n", path, address);
    bool is_sent = send(fd, request.p, request.n, MSG_NOSIGNAL) == (ssize_t)request.n; /* fits any socket buffer */
    nd_buf_deinit(&request);
    if (!is_sent) {
        *why_out = strerror(errno);
        return false;
    }
    while (reply->n < ND_CLI_HTTP_BYTES_MAX) {
        if (!wait_until(fd, POLLIN, deadline_ms, why_out)) return false;
        nd_buf_reserve(reply, 16384);
        ssize_t n = recv(fd, reply->p + reply->n, 16384, 0);
        if (n == 0) return true;
        if (n < 0 && errno != EINTR && errno != EAGAIN) {
            *why_out = strerror(errno);
            return false;
        }
        if (n > 0) reply->n += (size_t)n;
    }
    *why_out = "the answer is too long";
    return false;
}

bool nd_cli_http_get(const char *address, const char *path, int timeout_ms, struct nd_buf *body_out, const char **why_out)
{
    int64_t deadline_ms = now_ms() + timeout_ms;
    *why_out = "no address";
    int fd = dial(address, deadline_ms, why_out);
    if (fd < 0) return false;
    struct nd_buf reply;
    nd_buf_init(&reply, body_out->heap);
    bool is_good = exchange(fd, address, path, deadline_ms, &reply, why_out);
    close(fd);
    if (is_good) {
        nd_buf_put_u8(&reply, 0);
        const char *text = (const char *)reply.p, *body = strstr(text, "\r\n\r\n");
        is_good = body != NULL && strncmp(text, "HTTP/1.", 7) == 0 && strlen(text) > 12 && strncmp(text + 8, " 200", 4) == 0;
        if (is_good) nd_buf_put(body_out, body + 4, reply.n - 1 - (size_t)(body + 4 - text));
        else *why_out = "not the answer of an Ndoto node";
    }
    nd_buf_deinit(&reply);
    return is_good;
}
