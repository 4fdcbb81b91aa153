/* The two pages of Hello as a stock threaded libfcgi responder, the usual way to write one:
 * every thread loops in FCGX_Accept_r on the listening socket, which spawn-fcgi gives as
 * descriptor 0. A kept connection holds its thread, so there must be one thread for every
 * connection the web server may keep.
 *
 * usage: spawn-fcgi -n -s SOCKET -- libfcgi THREADS
 */
#include <fcgiapp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { body_limit = 4096 };

static void send_page(FCGX_Stream *out, const char *status, const char *body, size_t length)
{
    FCGX_FPrintF(out,
                 "%sContent-Type: text/html; charset=utf-8\r\n"
                 "Content-Length: %d\r\n"
                 "\r\n",
                 status, (int)length);
    FCGX_PutStr(body, (int)length, out);
}

/* Appends `text` with HTML's special characters escaped; stops where the body is full. */
static size_t append_escaped(char *body, size_t length, const char *text)
{
    for (; *text != '\0' && length < body_limit - 8; text++) {
        const char *replacement = NULL;
        switch (*text) {
        case '&': replacement = "&amp;"; break;
        case '<': replacement = "&lt;"; break;
        case '>': replacement = "&gt;"; break;
        case '"': replacement = "&#34;"; break;
        case '\'': replacement = "&#39;"; break;
        }
        if (replacement == NULL) {
            body[length++] = *text;
        } else {
            size_t size = strlen(replacement);
            memcpy(body + length, replacement, size);
            length += size;
        }
    }
    return length;
}

static void answer(FCGX_Request *request)
{
    static const char index_page[] = "안녕하세요, Flask!";
    static const char user_prefix[] = "/user/";
    static const char user_label[] = "사용자 이름: ";
    static const char missing_page[] = "Not Found";

    const char *path = FCGX_GetParam("DOCUMENT_URI", request->envp);
    if (path != NULL && strcmp(path, "/") == 0) {
        send_page(request->out, "", index_page, sizeof index_page - 1);
    } else if (path != NULL && strncmp(path, user_prefix, sizeof user_prefix - 1) == 0) {
        char body[body_limit];
        size_t length = sizeof user_label - 1;
        memcpy(body, user_label, length);
        length = append_escaped(body, length, path + sizeof user_prefix - 1);
        send_page(request->out, "", body, length);
    } else {
        send_page(request->out, "Status: 404 Not Found\r\n", missing_page, sizeof missing_page - 1);
    }
}

static void *serve(void *unused)
{
    (void)unused;
    FCGX_Request request;
    FCGX_InitRequest(&request, 0, 0);
    while (FCGX_Accept_r(&request) == 0) {
        answer(&request);
        FCGX_Finish_r(&request);
    }
    return NULL;
}

int main(int count, char **arguments)
{
    int threads = count == 2 ? atoi(arguments[1]) : 0;
    if (threads < 1) {
        fprintf(stderr, "usage: spawn-fcgi -n -s SOCKET -- %s THREADS\n", arguments[0]);
        return 2;
    }
    FCGX_Init();
    signal(SIGTERM, SIG_DFL); /* libfcgi's handler only sets a flag that a blocked thread never sees */
    for (int index = 1; index < threads; index++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, serve, NULL) != 0) {
            fprintf(stderr, "cannot start thread %d of %d\n", index + 1, threads);
            return 1;
        }
    }
    serve(NULL);
    return 0;
}
