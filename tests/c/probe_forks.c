/* A process forks between probes and while other threads are inside of one. Each child probes with the
 * same context over connections of its own, so do its children, and the parent goes on with its own. */
#include <plimsoll.h>
#include <sys/wait.h>

#include "check.h"
#include "http_server.h"

enum { PROBERS = 2, FORKS = 30 };

static plim_probe_context *context;
static plim_targets *targets;
static volatile int stop;

static plim_outcome probe_now(void) {
  plim_error *error = NULL;
  plim_outcome outcome;
  CHECK_OK(plim_probe(context, targets, 0, &outcome, sizeof outcome, NULL, &error), error);
  CHECK(outcome.status == PLIM_HEALTH_HEALTHY);
  return outcome;
}

static void *probes(void *unused) {
  while (!stop)
    probe_now();
  return unused;
}

static void wait_for(pid_t child) {
  int status;
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* The context was used by the parent, but a connection of the parent's is not used here. */
static int child(int depth) {
  plim_error *error = NULL;
  uint32_t stuck = 7;
  plim_outcome outcome;
  alarm(60); /* a lock that never opens */
  outcome = probe_now();
  CHECK(outcome.connections == 1 && outcome.reused == 0);
  outcome = probe_now();
  CHECK(outcome.connections == 0 && outcome.reused == 1);
  if (depth > 0) {
    pid_t grandchild = fork();
    CHECK(grandchild >= 0);
    if (grandchild == 0)
      _exit(child(depth - 1));
    wait_for(grandchild);
  }
  CHECK_OK(plim_probe_context_close(context, 1000000000u, &stuck, &error), error);
  CHECK(stuck == 0);
  CHECK(plim_probe(context, targets, 0, NULL, 0, NULL, NULL) == PLIM_E_CLOSED);
  plim_probe_context_free(context);
  plim_targets_free(targets);
  return 0;
}

static void forks(int count) {
  for (; count > 0; count--) {
    pid_t pid = fork();
    CHECK(pid >= 0);
    if (pid == 0)
      _exit(child(count % 2));
    wait_for(pid);
  }
}

int main(void) {
  static http_server server;
  plim_error *error = NULL;
  plim_outcome outcome;
  pthread_t threads[PROBERS];
  pid_t pid;
  int i;
  CHECK_OK(plim_probe_context_new(NULL, 0, &context, &error), error);
  http_server_start(&server, HTTP_OK, 1);
  targets = http_server_target(&server, "30s");

  probe_now();
  forks(3);
  outcome = probe_now();
  CHECK(outcome.reused == 1); /* the children did not close or use it */

  for (i = 0; i < PROBERS; i++)
    CHECK(pthread_create(&threads[i], NULL, probes, NULL) == 0);
  forks(FORKS);
  stop = 1;
  for (i = 0; i < PROBERS; i++)
    CHECK(pthread_join(threads[i], NULL) == 0);

  /* Closed by the parent is closed in a child; one that never used it has nothing to close. */
  pid = fork();
  CHECK(pid >= 0);
  if (pid == 0) {
    CHECK_OK(plim_probe_context_close(context, 1000000000u, NULL, &error), error);
    plim_probe_context_free(context);
    _exit(0);
  }
  wait_for(pid);
  CHECK_OK(plim_probe_context_close(context, 1000000000u, NULL, &error), error);
  pid = fork();
  CHECK(pid >= 0);
  if (pid == 0)
    _exit(plim_probe(context, targets, 0, NULL, 0, NULL, NULL) == PLIM_E_CLOSED ? 0 : 1);
  wait_for(pid);
  plim_probe_context_free(context);
  plim_targets_free(targets);
  return 0;
}
