/* TCP between two addresses of ours. */

#define _GNU_SOURCE
#include "trouble.h"

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct sockaddr_in address(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((unsigned short)number("port", 7000))};
    if (inet_pton(AF_INET, text("host", "127.0.0.1"), &to.sin_addr) != 1) {
        errno = EINVAL;
        fail("host");
    }
    return to;
}

/* Answers each block it receives with one byte. */
static void *answer(void *argument)
{
    int peer = (int)(long)argument;
    size_t block = (size_t)(number("block", 16) * 1024);
    char buffer[1 << 16];
    size_t have = 0;
    for (;;) {
        ssize_t got = recv(peer, buffer, sizeof buffer, 0);
        if (got <= 0)
            break;
        for (have += (size_t)got; have >= block; have -= block)
            if (send(peer, "!", 1, MSG_NOSIGNAL) != 1)
                break;
    }
    close(peer);
    return NULL;
}

/* serve host= port= [block=KIB] */
int serve(void)
{
    struct sockaddr_in on = address();
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&on, sizeof on) != 0 || listen(listener, 64) != 0)
        fail("listen");
    for (;;) {
        int peer = accept(listener, NULL, NULL);
        pthread_t thread;
        if (peer >= 0 && pthread_create(&thread, NULL, answer, (void *)(long)peer) == 0)
            pthread_detach(thread);
    }
}

static void *ask(void *unused)
{
    (void)unused;
    static char buffer[1 << 16]; /* only read from */
    size_t block = (size_t)(number("block", 16) * 1024);
    double rate = number("rate", 20);
    struct sockaddr_in to = address();
    for (;;) {
        int peer = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (connect(peer, (struct sockaddr *)&to, sizeof to) != 0) {
            close(peer);
            sleep_seconds(0.2);
            continue;
        }
        double begun = boot_seconds();
        for (double done = 0;; done++) {
            char reply;
            if (send(peer, buffer, block, MSG_NOSIGNAL) != (ssize_t)block || recv(peer, &reply, 1, 0) != 1)
                break;
            if (rate > 0) {
                sleep_until(begun + done / rate);
                /* What was missed is not made up for. */
                if (boot_seconds() - begun > done / rate + 1)
                    begun = boot_seconds() - done / rate;
            }
        }
        close(peer);
    }
    return NULL;
}

/* talk host= port= [connections=1] [rate=REQUESTS a second, each] [block=KIB of a request] */
int talk(void)
{
    wait_after();
    mark("begin");
    for (int i = 1; i < (int)number("connections", 1); i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, ask, NULL) != 0)
            fail("thread");
    }
    ask(NULL);
    return 0;
}
