/* Threads and processes. */

#define _GNU_SOURCE
#include "trouble.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void *sleeper(void *unused)
{
    (void)unused;
    stay();
    return NULL;
}

static int one_more(void)
{
    if (is("kind", "thread")) {
        pthread_t thread;
        pthread_attr_t small;
        pthread_attr_init(&small);
        pthread_attr_setstacksize(&small, 64 * 1024);
        errno = pthread_create(&thread, &small, sleeper, NULL);
        return errno == 0;
    }
    pid_t child = fork();
    if (child == 0) {
        if (is("kind", "zombie"))
            _exit(0);
        stay();
    }
    return child > 0;
}

/* tasks kind=thread|process|zombie [count=N] [rate=A SECOND] [onset=N]: so many, which then sleep (a zombie is never waited for). */
int tasks(void)
{
    double rate = number("rate", 50);
    double count = number("count", 1e9);
    double onset = number("onset", 0);
    wait_after();
    if (onset == 0)
        mark("onset");
    double begun = boot_seconds();
    double made = 1;
    for (double tried = 0; made < count; tried++) {
        if (one_more())
            made++;
        else if (errno == EAGAIN)
            sleep_seconds(0.1); /* goes on trying, as a server under load would */
        else
            fail("task");
        if (onset > 0 && made >= onset) {
            mark("onset");
            onset = 0;
        }
        sleep_until(begun + tried / rate);
    }
    stay();
    return 0;
}

/* churn [rate=PROCESSES a second]: short-lived processes, waited for. */
int churn(void)
{
    double rate = number("rate", 20);
    wait_after();
    mark("onset");
    double begun = boot_seconds();
    for (double done = 0;; done++) {
        pid_t child = fork();
        if (child == 0)
            _exit(0);
        if (child < 0 || waitpid(child, NULL, 0) != child)
            fail("fork");
        sleep_until(begun + done / rate);
    }
}
