/* Disks and filesystems: operations, space, inodes; open descriptors. */

#define _GNU_SOURCE
#include "trouble.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define MIB (1024.0 * 1024.0)

static void *operate(void *argument)
{
    long number_of_thread = (long)argument;
    size_t block = (size_t)(number("block", 4) * 1024);
    double bytes = number("mib", 64) * MIB;
    double rate = number("rate", 0); /* operations a second; 0: as fast as it goes */
    int writes = !is("op", "read");
    int random = is("order", "random");
    int sync = is("sync", "yes");
    char path[4096];
    snprintf(path, sizeof path, "%s.%ld", text("file", "disk"), is("shared", "yes") ? 0 : number_of_thread);
    int flags = O_RDWR | O_CREAT | O_CLOEXEC | (is("direct", "yes") ? O_DIRECT : 0);
    int file = open(path, flags, 0644);
    if (file < 0)
        fail(path);
    char *buffer = NULL;
    if (posix_memalign((void **)&buffer, 4096, block) != 0)
        fail("memory");
    memset(buffer, 1, block);
    unsigned seed = (unsigned)number_of_thread + 1;
    double at = 0;
    double begun = boot_seconds();
    for (double done = 0;; done++) {
        if (random)
            at = (double)(size_t)((double)rand_r(&seed) / ((double)RAND_MAX + 1) * (bytes / (double)block)) * (double)block;
        ssize_t moved = writes ? pwrite(file, buffer, block, (off_t)at) : pread(file, buffer, block, (off_t)at);
        if (moved < 0)
            fail(writes ? "write" : "read");
        if (sync && fsync(file) != 0)
            fail("fsync");
        at += (double)block;
        if (at + (double)block > bytes)
            at = 0;
        if (rate > 0)
            sleep_until(begun + done / rate);
    }
    return NULL;
}

/* Fills the files with data, so that reads find blocks and no holes. */
static void prepare(void)
{
    static char buffer[1 << 20];
    memset(buffer, 1, sizeof buffer);
    for (int i = 0; i < (is("shared", "yes") ? 1 : (int)number("threads", 1)); i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s.%d", text("file", "disk"), i);
        int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
        if (file < 0)
            fail(path);
        for (int mib = 0; mib < (int)number("mib", 64); mib++)
            if (write(file, buffer, sizeof buffer) != (ssize_t)sizeof buffer)
                fail(path);
        if (fsync(file) != 0)
            fail(path);
        posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
        close(file);
    }
}

/* disk op=read|write [order=random] [direct=yes] [sync=yes] [threads=1] [block=KIB] [mib=] [rate=] file=PREFIX
 * `prepare=only` makes the files and ends. */
int disk(void)
{
    if (is("prepare", "only")) {
        prepare();
        return 0;
    }
    wait_after();
    mark("onset");
    for (long i = 1; i < (long)number("threads", 1); i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, operate, (void *)i) != 0)
            fail("thread");
    }
    operate((void *)0);
    return 0;
}

/* Share of the filesystem in use, of what an unprivileged process can use: as df says it. */
static double used(const char *path, int of_inodes)
{
    struct statvfs fs;
    if (statvfs(path, &fs) != 0)
        fail(path);
    if (of_inodes)
        return fs.f_files ? 1 - (double)fs.f_ffree / (double)fs.f_files : 0;
    double in_use = (double)(fs.f_blocks - fs.f_bfree);
    return in_use / (in_use + (double)fs.f_bavail);
}

/* space dir=PATH [rate=MIB a second] [until=SHARE] [onset=SHARE]: one file grows. */
int space(void)
{
    static char buffer[1 << 16];
    const char *folder = text("dir", ".");
    double rate = number("rate", 8) * MIB;
    double until = number("until", 1.1);
    double onset = number("onset", 0);
    char path[4096];
    snprintf(path, sizeof path, "%s/grows", folder);
    memset(buffer, 1, sizeof buffer);
    wait_after();
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0)
        fail(path);
    double begun = boot_seconds();
    for (double done = 0; used(folder, 0) < until; done += sizeof buffer) {
        if (write(file, buffer, sizeof buffer) < 0) {
            if (errno != ENOSPC)
                fail(path);
            mark("full");
            break;
        }
        if (onset > 0 && used(folder, 0) >= onset) {
            mark("onset");
            onset = 0;
        }
        sleep_until(begun + done / rate);
    }
    /* Goes on trying, as a program that logs would. */
    for (;;) {
        sleep_seconds(0.1);
        if (until > 1 && write(file, buffer, 1) < 0 && errno != ENOSPC)
            fail(path);
    }
}

/* inodes dir=PATH [rate=FILES a second] [until=SHARE] [onset=SHARE]: many empty files. */
int inodes(void)
{
    const char *folder = text("dir", ".");
    double rate = number("rate", 500);
    double until = number("until", 1.1);
    double onset = number("onset", 0);
    wait_after();
    double begun = boot_seconds();
    for (long done = 0; used(folder, 1) < until; done++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/file-%ld", folder, done);
        int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
        if (file < 0) {
            if (errno != ENOSPC)
                fail(path);
            mark("full");
            break;
        }
        close(file);
        if (onset > 0 && used(folder, 1) >= onset) {
            mark("onset");
            onset = 0;
        }
        sleep_until(begun + (double)done / rate);
    }
    stay();
    return 0;
}

static int open_one(void)
{
    return is("kind", "socket") ? socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) : open("/dev/null", O_RDONLY | O_CLOEXEC);
}

/* descriptors [kind=socket] [rate=A SECOND] [until=SHARE of the limit] [onset=SHARE] [close=yes: each at once] */
int descriptors(void)
{
    struct rlimit most;
    if (getrlimit(RLIMIT_NOFILE, &most) != 0)
        fail("limit");
    double rate = number("rate", 50);
    double until = number("until", 1.1) * (double)most.rlim_cur;
    double onset = number("onset", 0) * (double)most.rlim_cur;
    int closes = is("close", "yes");
    wait_after();
    if (onset == 0)
        mark("onset");
    double begun = boot_seconds();
    double open_now = 3;
    int full = 0;
    for (double done = 0; closes || open_now < until; done++) {
        /* Marked before it is so: afterwards there may be no descriptor to mark with. */
        if (onset > 0 && open_now + 1 >= onset) {
            mark("onset");
            onset = 0;
        }
        if (!closes && open_now + 1 >= (double)most.rlim_cur && !full) {
            mark("full");
            full = 1;
        }
        int file = open_one();
        if (file < 0 && errno != EMFILE)
            fail("descriptor");
        if (file >= 0 && closes)
            close(file);
        else if (file >= 0)
            open_now++;
        sleep_until(begun + done / rate);
    }
    stay();
    return 0;
}
