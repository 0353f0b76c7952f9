/* `trouble VERB [key=value]...`: makes one kind of trouble, or one kind of healthy work, at a known rate and time. */

#define _GNU_SOURCE
#include "trouble.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

int option_count;
char **options;

const char *text(const char *key, const char *otherwise)
{
    size_t length = strlen(key);
    for (int i = 0; i < option_count; i++)
        if (strncmp(options[i], key, length) == 0 && options[i][length] == '=')
            return options[i] + length + 1;
    return otherwise;
}

double number(const char *key, double otherwise)
{
    const char *value = text(key, NULL);
    return value ? atof(value) : otherwise;
}

int is(const char *key, const char *value)
{
    const char *given = text(key, NULL);
    return given && strcmp(given, value) == 0;
}

double boot_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void sleep_seconds(double seconds)
{
    if (seconds <= 0)
        return;
    struct timespec left = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        ;
}

void sleep_until(double boot)
{
    sleep_seconds(boot - boot_seconds());
}

void wait_after(void)
{
    double after = number("after", 0);
    if (after > 0) {
        sleep_seconds(after);
        mark("begin");
    }
}

void mark(const char *name)
{
    const char *path = getenv("PLIMSOLL_MARKS");
    if (!path)
        return;
    int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0)
        return; /* Where no descriptor is left, the trouble has long been marked. */
    char line[128];
    int length = snprintf(line, sizeof line, "%s %.6f %d\n", name, boot_seconds(), getpid());
    if (write(file, line, (size_t)length) != length)
        perror("trouble: marks");
    close(file);
}

void fail(const char *what)
{
    fprintf(stderr, "trouble: %s: %s\n", what, strerror(errno));
    exit(1);
}

void stay(void)
{
    for (;;)
        pause();
}

static int idle(void)
{
    /* A service that wakes up ten times a second and does next to nothing. */
    for (;;)
        sleep_seconds(0.1);
    return 0;
}

static int now(void)
{
    struct timespec wall;
    clock_gettime(CLOCK_REALTIME, &wall);
    printf("%.6f %.6f\n", boot_seconds(), (double)wall.tv_sec + (double)wall.tv_nsec / 1e9);
    return 0;
}

/* until file=PATH plus=SECONDS: sleeps until so long after the boot time that the file begins with. */
static int until(void)
{
    double begun = 0;
    FILE *file = fopen(text("file", "begun"), "re");
    if (!file || fscanf(file, "%lf", &begun) != 1)
        fail("until");
    fclose(file);
    sleep_until(begun + number("plus", 0));
    return 0;
}

int main(int count, char **arguments)
{
    static const struct {
        const char *name;
        int (*run)(void);
    } verbs[] = {
        {"idle", idle},     {"now", now},     {"until", until}, {"cpu", cpu},     {"memory", memory},           {"mapped", mapped},
        {"cache", cache},   {"disk", disk},     {"space", space}, {"inodes", inodes},           {"tasks", tasks},
        {"churn", churn},   {"serve", serve},   {"talk", talk},   {"descriptors", descriptors},
    };
    if (count < 2) {
        fprintf(stderr, "usage: trouble VERB [key=value]...\n");
        return 2;
    }
    if (strcmp(arguments[1], "launch") == 0)
        return launch(count - 2, arguments + 2);
    option_count = count - 2;
    options = arguments + 2;
    /* Each cause has a name of its own, by which it must be found. */
    const char *name = text("name", NULL);
    if (name)
        prctl(PR_SET_NAME, name);
    if (strcmp(arguments[1], "respawn") == 0)
        return respawn(count - 2, arguments + 2);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(arguments[1], verbs[i].name) == 0)
            return verbs[i].run();
    fprintf(stderr, "trouble: no verb is called %s\n", arguments[1]);
    return 2;
}
