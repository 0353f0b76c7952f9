/* Memory: held, leaked, given back; files mapped and cached. */

#define _GNU_SOURCE
#include "trouble.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#define MIB (1024.0 * 1024.0)
#define PAGE 4096

/* Room that is mapped once; pages count only when they are touched. */
static char *room(size_t bytes)
{
    char *start = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start == MAP_FAILED)
        fail("mmap");
    /* Huge pages would make steps of 2 MiB out of a slow leak. */
    madvise(start, bytes, MADV_NOHUGEPAGE);
    return start;
}

static char *heap;
static size_t held;
static double onset_bytes;

static void grow(size_t target)
{
    for (; held < target; held += PAGE) {
        heap[held] = 1;
        if (onset_bytes > 0 && (double)held >= onset_bytes) {
            mark("onset");
            onset_bytes = 0;
        }
    }
}

/* Grows at so many MiB a second, in small steps, up to the target. */
static void climb(double target, double rate)
{
    double begun = boot_seconds();
    double from = (double)held;
    while ((double)held < target) {
        double due = rate > 0 ? from + (boot_seconds() - begun) * rate * MIB : target;
        grow((size_t)(due < target ? due : target) / PAGE * PAGE);
        if ((double)held + PAGE > target)
            break;
        sleep_seconds(0.02);
    }
}

/* memory pattern=hold|leak|sawtooth [base=MIB] [mib=MIB] [rate=MIB a second] [onset=MIB] [after=]
 * hold: up to mib, then stays and is in use. leak: base at once, then for ever on. sawtooth: base to mib and back. */
int memory(void)
{
    double base = number("base", 0) * MIB;
    double most = number("mib", 64) * MIB;
    double rate = number("rate", 0);
    heap = room((size_t)(is("pattern", "leak") ? 16384 * MIB : most + PAGE));
    grow((size_t)base);
    wait_after();
    onset_bytes = number("onset", 0) * MIB;
    if (onset_bytes == 0)
        mark("onset");
    if (is("pattern", "leak"))
        climb(16384 * MIB, rate);
    if (is("pattern", "sawtooth"))
        for (;;) {
            climb(most, rate);
            madvise(heap + (size_t)base, held - (size_t)base, MADV_DONTNEED);
            held = (size_t)base;
        }
    climb(most, rate);
    /* In use: each page is looked at now and then, so that it stays where it is. `random` touches without rest. */
    unsigned seed = 1;
    for (;;) {
        for (int i = 0; i < 256; i++)
            heap[(size_t)((double)rand_r(&seed) / ((double)RAND_MAX + 1) * (double)held)] += 1;
        if (!is("touch", "random"))
            sleep_seconds(0.05);
    }
}

static int sparse(const char *path, double bytes)
{
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0 || (bytes > 0 && ftruncate(file, (off_t)bytes) != 0))
        fail(path);
    return file;
}

/* mapped file=PATH mib=MIB: reads a file through a mapping, page by page at random, without rest. */
int mapped(void)
{
    double bytes = number("mib", 64) * MIB;
    wait_after();
    char path[4096];
    snprintf(path, sizeof path, "%s.0", text("file", "mapped")); /* as `disk prepare=only` made it */
    int file = sparse(path, 0);
    char *start = mmap(NULL, (size_t)bytes, PROT_READ, MAP_SHARED, file, 0);
    if (start == MAP_FAILED)
        fail("mmap");
    madvise(start, (size_t)bytes, MADV_RANDOM);
    mark("onset");
    unsigned seed = 1;
    volatile char sum = 0;
    for (;;)
        sum += start[(size_t)((double)rand_r(&seed) / ((double)RAND_MAX + 1) * bytes)];
}

/* cache file=PATH mib=MIB rate=MIB a second: reads a file of holes, which fills the page cache and not the disk's time. */
int cache(void)
{
    static char buffer[1 << 16];
    double bytes = number("mib", 64) * MIB;
    double rate = number("rate", 10) * MIB;
    int file = sparse(text("file", "cached"), bytes);
    wait_after();
    mark("onset");
    for (;;) {
        double begun = boot_seconds();
        for (double at = 0; at < bytes; at += sizeof buffer) {
            if (pread(file, buffer, sizeof buffer, (off_t)at) < 0)
                fail("read");
            sleep_until(begun + at / rate);
        }
    }
}
