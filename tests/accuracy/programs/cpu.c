/* CPU time, of a known amount. */

#define _GNU_SOURCE
#include "trouble.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

static double thread_seconds(void)
{
    struct timespec used;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

/* Uses so much CPU time of this thread. */
static void burn(double seconds)
{
    double end = thread_seconds() + seconds;
    volatile unsigned long sum = 0;
    while (thread_seconds() < end)
        for (int i = 0; i < 2000; i++)
            sum += (unsigned long)i * sum;
}

static double begun;

static void *work(void *unused)
{
    (void)unused;
    double duty = number("duty", 1);
    double period = number("period", 0.05);
    double on = number("on", 0);
    double cycle = on + number("off", 0);
    double end = number("for", 0);
    double next = begun;
    for (;;) {
        double now = boot_seconds() - begun;
        if (end > 0 && now >= end)
            stay();
        if (cycle > 0) {
            double within = now - cycle * (double)(long)(now / cycle);
            if (within >= on) {
                sleep_seconds(cycle - within);
                next = boot_seconds();
                continue;
            }
        }
        burn(duty * period);
        next += period;
        /* What was missed is not made up for. */
        if (next < boot_seconds())
            next = boot_seconds();
        sleep_until(next);
    }
    return NULL;
}

/* cpu [threads=1] [duty=1 of a CPU, each] [period=0.05] [on=, off= seconds] [for=SECONDS, then idle] [after=] */
int cpu(void)
{
    wait_after();
    begun = boot_seconds();
    mark("onset");
    for (int i = 1; i < (int)number("threads", 1); i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, work, NULL) != 0)
            fail("thread");
    }
    work(NULL);
    return 0;
}
