/* Starting programs: inside a container, and again when they die. */

#define _GNU_SOURCE
#include "trouble.h"

#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static char **rest(int count, char **arguments)
{
    for (int i = 0; i < count; i++)
        if (strcmp(arguments[i], "--") == 0 && i + 1 < count) {
            option_count = i;
            options = arguments;
            return arguments + i + 1;
        }
    fprintf(stderr, "trouble: after -- comes the command\n");
    exit(2);
}

static void limit(int resource, const char *key)
{
    double most = number(key, -1);
    struct rlimit both = {(rlim_t)most, (rlim_t)most};
    if (most >= 0 && setrlimit(resource, &both) != 0)
        fail(key);
}

/* launch [cgroup=DIRECTORY]... [netns=FILE] [nofile=N] [nproc=N] [uid=N] -- COMMAND...: enters, then becomes it. */
int launch(int count, char **arguments)
{
    char **command = rest(count, arguments);
    for (int i = 0; i < option_count; i++) {
        if (strncmp(options[i], "cgroup=", 7) != 0)
            continue;
        char path[4096];
        snprintf(path, sizeof path, "%s/cgroup.procs", options[i] + 7);
        int file = open(path, O_WRONLY | O_CLOEXEC);
        if (file < 0 || write(file, "0\n", 2) != 2)
            fail(path);
        close(file);
    }
    const char *netns = text("netns", NULL);
    if (netns) {
        int file = open(netns, O_RDONLY | O_CLOEXEC);
        if (file < 0 || setns(file, CLONE_NEWNET) != 0)
            fail(netns);
    }
    limit(RLIMIT_NOFILE, "nofile");
    limit(RLIMIT_NPROC, "nproc");
    double uid = number("uid", -1);
    if (uid >= 0 && (setgroups(0, NULL) != 0 || setgid((gid_t)uid) != 0 || setuid((uid_t)uid) != 0))
        fail("uid");
    execvp(command[0], command);
    fail(command[0]);
    return 1;
}

/* respawn [pause=SECONDS] [after=SECONDS] [name=NAME] -- COMMAND...: starts it anew whenever it ends. */
int respawn(int count, char **arguments)
{
    char **command = rest(count, arguments);
    const char *name = text("name", NULL);
    if (name)
        prctl(PR_SET_NAME, name);
    wait_after();
    for (;;) {
        pid_t child = fork();
        if (child == 0) {
            execvp(command[0], command);
            _exit(127);
        }
        int status = 0;
        if (child < 0 || waitpid(child, &status, 0) != child)
            fail("respawn");
        if (WIFSIGNALED(status))
            mark("killed");
        sleep_seconds(number("pause", 1));
    }
}
