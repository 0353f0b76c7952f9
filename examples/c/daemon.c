/*
 * A daemon of the old kind: opens what it needs, forks twice, closes every descriptor that it finds, and runs for days. The
 * monitor was made before all that, and goes on: it notices a fork and files that were closed below it, and opens its own
 * anew.
 *
 *   cc examples/c/daemon.c -o daemon $(pkg-config --cflags --libs plimsoll)
 *   ./daemon LOG PIDFILE [MILLISECONDS]
 *
 * A line for each reading goes to LOG, which SIGHUP opens anew (after its rotation); SIGTERM ends it. Paths are absolute,
 * because a daemon's directory is the root.
 */
#define _POSIX_C_SOURCE 200809L /* What is beyond C11 is declared under -std=c11 as well. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <plimsoll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t hung_up, ended;

static void on_signal(int number) {
  if (number == SIGHUP)
    hung_up = 1;
  else
    ended = 1;
}

/* Every descriptor, whoever has opened it: that is what daemons of this kind do. */
static void close_all(void) {
  DIR *directory = opendir("/proc/self/fd");
  struct dirent *entry;
  int number;
  if (directory == NULL) {
    for (number = 0; number < 4096; number++)
      close(number);
    return;
  }
  while ((entry = readdir(directory)) != NULL) {
    number = (int)strtol(entry->d_name, NULL, 10);
    if (entry->d_name[0] != '.' && number != dirfd(directory))
      close(number);
  }
  closedir(directory);
}

/* Gives only in the grandchild: no terminal, no parent, none of the descriptors that there were. */
static int become_daemon(void) {
  pid_t pid = fork();
  int null;
  if (pid < 0)
    return -1;
  if (pid > 0)
    _exit(0);
  if (setsid() < 0)
    return -1;
  pid = fork();
  if (pid < 0)
    return -1;
  if (pid > 0)
    _exit(0);
  umask(022);
  if (chdir("/") < 0)
    return -1;
  close_all();
  /* The lowest numbers, in order: standard input, output and error. */
  null = open("/dev/null", O_RDWR);
  return null == 0 && dup(null) == 1 && dup(null) == 2 ? 0 : -1;
}

static FILE *open_log(const char *path) {
  FILE *log = fopen(path, "ae");
  if (log != NULL)
    setvbuf(log, NULL, _IOLBF, 0);
  return log;
}

static int write_pid(const char *path) {
  FILE *file = fopen(path, "we");
  if (file == NULL)
    return -1;
  fprintf(file, "%ld\n", (long)getpid());
  return fclose(file);
}

/* One reading, and what it comes to. An error is told, and the next reading is tried: files come back. */
static void look(plim_monitor *monitor, FILE *log) {
  plim_error *error = NULL;
  plim_sample sample;
  plim_load_line line;
  if (plim_monitor_observe(monitor, &error) < 0 ||
      plim_monitor_sample(monitor, &sample, sizeof sample, &error) < 0 ||
      plim_monitor_load_line(monitor, &line, sizeof line, &error) < 0) {
    fprintf(log, "daemon: %s\n", plim_error_message(error));
    plim_error_free(error);
    return;
  }
  fprintf(log, "time=%lld", (long long)time(NULL));
  if (PLIM_HAS(&sample, PLIM_FIELD_PROCESS_RESIDENT_BYTES))
    fprintf(log, " resident_bytes=%" PRIu64, sample.process_resident_bytes);
  if (PLIM_HAS(&sample, PLIM_FIELD_PROCESS_DESCRIPTORS))
    fprintf(log, " descriptors=%" PRIu64, sample.process_descriptors);
  /* Not a number until there was a second reading. */
  fprintf(log, " load=%.2f\n", line.reading);
}

/* Until SIGTERM. The next reading is due `pause` after the last one was, however long that took. */
static int work(plim_monitor *monitor, const char *path, long pause) {
  struct timespec due;
  FILE *log = open_log(path);
  if (log == NULL)
    return 3;
  clock_gettime(CLOCK_MONOTONIC, &due);
  while (!ended) {
    if (hung_up) {
      FILE *anew = open_log(path);
      hung_up = 0;
      if (anew != NULL) {
        fclose(log);
        log = anew;
      }
    }
    look(monitor, log);
    due.tv_sec += pause / 1000;
    due.tv_nsec += pause % 1000 * 1000000;
    if (due.tv_nsec >= 1000000000) {
      due.tv_sec++;
      due.tv_nsec -= 1000000000;
    }
    /* A signal ends the sleep, and is looked at before it goes on. */
    while (!ended && !hung_up && clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) == EINTR)
      ;
  }
  fprintf(log, "daemon: ended\n");
  fclose(log);
  return 0;
}

int main(int argc, char **argv) {
  long pause = argc > 3 ? strtol(argv[3], NULL, 10) : 1000;
  plim_error *error = NULL;
  plim_monitor *monitor = NULL;
  struct sigaction action;
  int code;

  if (argc < 3 || argv[1][0] != '/' || argv[2][0] != '/' || pause < 1) {
    fprintf(stderr, "usage: daemon /PATH/LOG /PATH/PIDFILE [MILLISECONDS]\n");
    return 2;
  }
  /* While there still is somebody to tell. */
  if (plim_monitor_new(NULL, 0, &monitor, &error) < 0) {
    fprintf(stderr, "daemon: %s\n", plim_error_message(error));
    plim_error_free(error);
    return 3;
  }
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  sigaction(SIGHUP, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);

  if (become_daemon() < 0 || write_pid(argv[2]) != 0)
    return 3;
  code = work(monitor, argv[1], pause);
  unlink(argv[2]);
  plim_monitor_free(monitor);
  return code;
}
