/*
 * A worker that asks how laden its container is before it takes a job.
 *
 *   cc examples/c/worker.c -o worker $(pkg-config --cflags --libs plimsoll)
 *   ./worker [JOBS]
 *
 * Jobs here are sums, and the monitor observes between them, once a second at most.
 */
#define _POSIX_C_SOURCE 200809L /* What is beyond C11 is declared under -std=c11 as well. */
#include <plimsoll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Says what went wrong and gives the exit code. */
static int fail(plim_monitor *monitor, plim_error *error) {
  fprintf(stderr, "worker: %s\n", plim_error_message(error));
  plim_error_free(error);
  plim_monitor_free(monitor);
  return 3;
}

/* Called by plim_monitor_observe. */
static void on_level(int32_t from, int32_t to, const char *json, size_t len, void *user_data) {
  (void)user_data;
  fprintf(stderr, "worker: level %d -> %d: %.*s\n", (int)from, (int)to, (int)len, json);
}

static void pause_for(long milliseconds) {
  struct timespec pause;
  pause.tv_sec = milliseconds / 1000;
  pause.tv_nsec = milliseconds % 1000 * 1000000;
  nanosleep(&pause, NULL);
}

int main(int argc, char **argv) {
  long jobs = argc > 1 ? strtol(argv[1], NULL, 10) : 20;
  const double most = 1000.0;
  volatile double sum = 0.0;
  time_t observed = 0;
  long done = 0;
  plim_error *error = NULL;
  plim_monitor *monitor = NULL;
  plim_monitor_options options = {0};

  options.on_level = on_level;
  if (plim_monitor_new(&options, sizeof options, &monitor, &error) != PLIM_OK)
    return fail(NULL, error);

  for (; done < jobs; done++) {
    plim_load_line line;
    long number;
    if (time(NULL) != observed) {
      observed = time(NULL);
      if (plim_monitor_feed(monitor, "queue", (double)(jobs - done), &most, &error) < 0 ||
          plim_monitor_observe(monitor, &error) < 0)
        return fail(monitor, error);
    }
    if (plim_monitor_load_line(monitor, &line, sizeof line, &error) < 0)
      return fail(monitor, error);
    if (line.advice == PLIM_LOAD_SLOW)
      pause_for(50);
    if (line.advice == PLIM_LOAD_REFUSE) {
      /* A server would turn the job away here; this one works on, only more slowly. */
      fprintf(stderr, "worker: laden: %s at %.2f\n", line.resource, line.reading);
      pause_for(500);
    }
    for (number = 0; number < 10000 * done; number++)
      sum += (double)number;
  }
  plim_monitor_free(monitor);
  printf("jobs=%ld\n", done);
  return 0;
}
