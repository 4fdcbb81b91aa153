/* Loads a FastCGI responder over a unix socket, without a web server in between.
 *
 * usage: fcgiload SOCKET CONNECTIONS (SECONDSs | REQUESTS) REQUEST_FILE...
 *
 * Every connection is kept and has one request under way. The files hold requests as a web
 * server would write them (all records of one request, FCGI_KEEP_CONN set, id 1); they are sent
 * in turn. An answer is good when it ends by END_REQUEST(0, REQUEST_COMPLETE) with nothing after
 * it, has no STDERR, and its STDOUT is as long as that of the first answer to the same file.
 * A bad answer or a closed connection is an error; its connection is opened again.
 *
 * Prints one line of JSON: requests, seconds, errors, microseconds at 50, 90, 99 and 100 percent.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum {
    header_size = 8,
    type_end_request = 3,
    type_stdout = 6,
    buffer_size = 64 * 1024,
    file_limit = 64,
    connection_limit = 4096,
    quiet_limit_ms = 10000, /* nothing at all for so long: the responder hangs */
};

struct request {
    uint8_t *bytes;
    size_t size;
    int64_t answer_size; /* STDOUT bytes of the first answer; -1 before it */
};

struct connection {
    int socket;
    struct request *request;
    uint64_t sent_at;
    int64_t answer_size;
    size_t filled; /* bytes of `buffer` */
    uint8_t buffer[buffer_size];
};

/* Latencies are counted in steps of 1/32 of their power of two: at most 3 percent off. */
enum { histogram_steps = 32, histogram_size = 64 * histogram_steps };
static uint64_t histogram[histogram_size];

static struct sockaddr_un address = {.sun_family = AF_UNIX};
static struct request requests[file_limit];
static int request_count;
static int next_request;
static int poller;
static uint64_t sent, answered, errors, slowest;

static _Noreturn void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("fcgiload: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(2);
}

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static int histogram_index(uint64_t nanoseconds)
{
    if (nanoseconds < histogram_steps)
        return (int)nanoseconds;
    int shift = 63 - __builtin_clzll(nanoseconds) - 5; /* 5 bits after the leading one */
    return (shift + 1) * histogram_steps + (int)(nanoseconds >> shift) - histogram_steps;
}

static double histogram_microseconds(int index)
{
    if (index < histogram_steps)
        return index / 1000.0;
    int shift = index / histogram_steps - 1;
    uint64_t low = (uint64_t)(index % histogram_steps + histogram_steps) << shift;
    return ((double)low + (double)(1ULL << shift) / 2) / 1000;
}

static double percentile(double share)
{
    uint64_t wanted = (uint64_t)(share * (double)answered), seen = 0;
    for (int index = 0; index < histogram_size; index++) {
        seen += histogram[index];
        if (seen > wanted)
            return histogram_microseconds(index);
    }
    return (double)slowest / 1000;
}

static void read_request(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail("cannot read '%s': %s", path, strerror(errno));
    struct request *request = &requests[request_count++];
    request->bytes = malloc(buffer_size);
    request->size = fread(request->bytes, 1, buffer_size, file);
    request->answer_size = -1;
    if (request->size == 0 || request->size == buffer_size)
        fail("'%s' must hold one request of less than %d bytes", path, buffer_size);
    fclose(file);
}

static void open_connection(struct connection *connection)
{
    connection->socket = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection->socket < 0 ||
        connect(connection->socket, (struct sockaddr *)&address, sizeof address) != 0)
        fail("cannot connect to '%s': %s", address.sun_path, strerror(errno));
    fcntl(connection->socket, F_SETFL, O_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, connection->socket, &event) != 0)
        fail("epoll_ctl: %s", strerror(errno));
}

static void send_request(struct connection *connection)
{
    struct request *request = &requests[next_request];
    next_request = next_request + 1 == request_count ? 0 : next_request + 1;
    connection->request = request;
    connection->filled = 0;
    connection->answer_size = 0;
    connection->sent_at = now();
    sent++;
    if (send(connection->socket, request->bytes, request->size, MSG_NOSIGNAL) ==
        (ssize_t)request->size)
        return;
    shutdown(connection->socket, SHUT_RDWR); /* an error: the next epoll_wait finds it closed */
}

/* Takes complete records off the buffer.
 * 0: the answer goes on; 1: it has ended well; -1: it is bad. */
static int read_records(struct connection *connection)
{
    size_t at = 0;
    while (connection->filled - at >= header_size) {
        const uint8_t *record = connection->buffer + at;
        size_t content = (size_t)record[4] << 8 | record[5];
        size_t size = header_size + content + record[6];
        if (size > buffer_size)
            return -1;
        if (connection->filled - at < size)
            break;
        at += size;
        if (record[0] != 1 || record[2] != 0 || record[3] != 1)
            return -1;
        if (record[1] == type_stdout) {
            connection->answer_size += (int64_t)content;
        } else if (record[1] == type_end_request) {
            static const uint8_t complete[5];
            int64_t *wanted = &connection->request->answer_size;
            if (*wanted < 0)
                *wanted = connection->answer_size;
            int good = content == 8 && memcmp(record + header_size, complete, 5) == 0 &&
                       connection->answer_size == *wanted && at == connection->filled;
            return good ? 1 : -1;
        } else {
            return -1;
        }
    }
    connection->filled -= at;
    memmove(connection->buffer, connection->buffer + at, connection->filled);
    return 0;
}

/* Reads what has come. True when the connection is free for another request. */
static int receive(struct connection *connection)
{
    ssize_t count = recv(connection->socket, connection->buffer + connection->filled,
                         buffer_size - connection->filled, 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    int state = -1;
    if (count > 0) {
        connection->filled += (size_t)count;
        state = read_records(connection);
    }
    if (state == 0)
        return 0;
    if (state == 1) {
        uint64_t latency = now() - connection->sent_at;
        histogram[histogram_index(latency)]++;
        slowest = latency > slowest ? latency : slowest;
        answered++;
        return 1;
    }
    errors++;
    if (errors > 1000)
        fail("gave up after %d bad answers", 1000);
    close(connection->socket);
    open_connection(connection);
    return 1;
}

int main(int count, char **arguments)
{
    if (count < 5 || count > 4 + file_limit)
        fail("usage: fcgiload SOCKET CONNECTIONS (SECONDSs | REQUESTS) REQUEST_FILE...");
    if (strlen(arguments[1]) >= sizeof address.sun_path)
        fail("the path of a unix socket has at most 107 bytes: '%s'", arguments[1]);
    strcpy(address.sun_path, arguments[1]);
    int connections = atoi(arguments[2]);
    char *unit;
    double amount = strtod(arguments[3], &unit);
    int timed = strcmp(unit, "s") == 0;
    if (connections < 1 || connections > connection_limit || amount <= 0 ||
        (!timed && *unit != '\0'))
        fail("wanted 1 to %d connections and '5s' or '100000', got '%s' and '%s'",
             connection_limit, arguments[2], arguments[3]);
    for (int index = 4; index < count; index++)
        read_request(arguments[index]);

    poller = epoll_create1(EPOLL_CLOEXEC);
    struct connection *all = calloc((size_t)connections, sizeof *all);
    uint64_t request_limit = timed ? UINT64_MAX : (uint64_t)amount;
    uint64_t start = now();
    uint64_t deadline = timed ? start + (uint64_t)(amount * 1e9) : UINT64_MAX;
    for (int index = 0; index < connections; index++)
        open_connection(&all[index]);
    for (int index = 0; index < connections && sent < request_limit; index++)
        send_request(&all[index]);

    while (now() < deadline && answered + errors < request_limit) {
        struct epoll_event events[256];
        int ready = epoll_wait(poller, events, 256, quiet_limit_ms);
        if (ready == 0)
            fail("no answer for %d s with %d requests under way", quiet_limit_ms / 1000,
                 connections);
        for (int index = 0; index < ready; index++)
            if (receive(events[index].data.ptr) && sent < request_limit)
                send_request(events[index].data.ptr);
    }
    double seconds = (double)(now() - start) / 1e9;
    printf("{\"requests\": %llu, \"seconds\": %.6f, \"errors\": %llu, \"p50\": %.1f, "
           "\"p90\": %.1f, \"p99\": %.1f, \"max\": %.1f}\n",
           (unsigned long long)answered, seconds, (unsigned long long)errors, percentile(0.50),
           percentile(0.90), percentile(0.99), (double)slowest / 1000);
    return errors == 0 ? 0 : 1;
}
