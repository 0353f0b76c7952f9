/* How much anonymous memory does the library add to a process? Linked like any other program, so that what the
 * dynamic linker dirties is in the first figure: compare it with the same program without the library
 * (-DWITHOUT). Prints kilobytes: at start, after one sampler was made, after its readings. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef WITHOUT
#include "plimsoll.h"
#endif

static long anonymous_kib(void)
{
    static char text[8192]; /* Not from the heap: the measure must not move what it measures. */
    int file = open("/proc/self/smaps_rollup", O_RDONLY);
    if (file < 0)
        return -1;
    ssize_t length = 0, got;
    while (length < (ssize_t)sizeof text - 1 && (got = read(file, text + length, sizeof text - 1 - length)) > 0)
        length += got;
    close(file);
    text[length] = 0;
    const char *line = strstr(text, "\nAnonymous:");
    return line ? strtol(line + 11, NULL, 10) : -1;
}

int main(void)
{
    anonymous_kib();
    long start = anonymous_kib(), made = start, after = start;
#ifndef WITHOUT
    plim_sampler *sampler = NULL;
    static plim_sample sample;
    if (plim_sampler_new(NULL, 0, &sampler, NULL) != PLIM_OK)
        return 1;
    made = anonymous_kib();
    for (int reading = 0; reading < 1000; reading++)
        if (plim_sampler_read(sampler, &sample, sizeof sample, NULL) != PLIM_OK)
            return 1;
    after = anonymous_kib();
    plim_sampler_free(sampler);
#endif
    printf("%ld %ld %ld\n", start, made, after);
    return 0;
}
