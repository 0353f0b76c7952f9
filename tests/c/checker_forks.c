/* A process forks while its checker checks, watches and is called by other threads. Each child uses the same checker, with
 * threads and connections of its own; runs stay with the parent, which goes on. */
#include <plimsoll.h>
#include <sys/wait.h>
#include <time.h>

#include "check.h"
#include "http_server.h"

enum { FORKS = 12, CALLERS = 2 };

static plim_checker *checker;
static plim_checks *checks;
static volatile int stop;

static void check_now(void) {
  plim_error *error = NULL;
  plim_outcome outcome;
  CHECK_OK(plim_checker_check_all(checker, checks, NULL, 0, &outcome, sizeof outcome, 1, NULL, &error), error);
  CHECK(outcome.status == PLIM_HEALTH_HEALTHY);
}

static void *calls(void *unused) {
  while (!stop)
    check_now();
  return unused;
}

static void wait_for(pid_t child) {
  int status;
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static int child(plim_run *run, int parents_fd, int depth) {
  plim_error *error = NULL;
  plim_string json = {0};
  uint32_t stuck = 7;
  int32_t fd = -1;
  alarm(60); /* a lock that never opens */
  CHECK(plim_run_next(run, UINT64_MAX, NULL, NULL, 0, NULL, &error) == PLIM_E_CLOSED);
  CHECK(strstr(plim_error_message(error), "process that began it") != NULL);
  plim_error_free(error);
  plim_run_free(run);
  CHECK_OK(plim_checker_fd(checker, &fd, &error), error);
  CHECK(fd != parents_fd);
  check_now();
  /* What the parent watches is watched here, too. */
  CHECK_OK(plim_checker_next_event(checker, 30000000000u, &json, NULL, &error), error);
  plim_string_free(&json);
  if (depth > 0) {
    pid_t grandchild = fork();
    CHECK(grandchild >= 0);
    if (grandchild == 0) {
      alarm(60);
      check_now();
      _exit(0);
    }
    wait_for(grandchild);
  }
  CHECK_OK(plim_checker_close(checker, 20000000000u, &stuck, &error), error);
  CHECK(stuck == 0);
  CHECK(plim_checker_states(checker, &json, NULL) == PLIM_E_CLOSED);
  plim_checker_free(checker);
  plim_checks_free(checks);
  return 0;
}

static void on_alert(const char *json, size_t len, void *user_data) { (void)json, (void)len, (void)user_data; }

int main(void) {
  static http_server server;
  plim_error *error = NULL;
  plim_targets *targets;
  plim_checker_options options = {0};
  plim_string json = {0};
  pthread_t threads[CALLERS];
  pid_t pid;
  int32_t fd = -1;
  int i;
  http_server_start(&server, HTTP_OK, 1);
  targets = http_server_target(&server, "30s");
  options.max_concurrent = 4;
  options.interval_ns = 100000000;
  CHECK_OK(plim_checker_new(&options, sizeof options, &checker, &error), error);
  /* Its thread is the parent's alone. */
  CHECK_OK(plim_checker_on_alert(checker, on_alert, NULL, NULL, &error), error);
  CHECK_OK(plim_checks_new(&checks, &error), error);
  CHECK_OK(plim_checks_add_targets(checks, targets, &error), error);
  plim_targets_free(targets);
  CHECK_OK(plim_checker_fd(checker, &fd, &error), error);
  CHECK_OK(plim_checker_watch(checker, checks, NULL, &error), error);
  for (i = 0; i < CALLERS; i++)
    CHECK(pthread_create(&threads[i], NULL, calls, NULL) == 0);
  for (i = 0; i < FORKS; i++) {
    plim_run *run = NULL;
    CHECK_OK(plim_checker_start(checker, checks, NULL, 0, &run, &error), error);
    pid = fork();
    CHECK(pid >= 0);
    if (pid == 0)
      _exit(child(run, fd, i % 2));
    wait_for(pid);
    /* The child did not take it. */
    CHECK_OK(plim_run_next(run, UINT64_MAX, NULL, NULL, 0, NULL, &error), error);
    plim_run_free(run);
  }
  stop = 1;
  for (i = 0; i < CALLERS; i++)
    CHECK(pthread_join(threads[i], NULL) == 0);
  CHECK_OK(plim_checker_next_event(checker, 30000000000u, &json, NULL, &error), error);
  plim_string_free(&json);

  /* Closed by the parent is closed in a child; one that never used it has nothing to end. */
  CHECK_OK(plim_checker_close(checker, 20000000000u, NULL, &error), error);
  pid = fork();
  CHECK(pid >= 0);
  if (pid == 0) {
    CHECK(plim_checker_states(checker, &json, NULL) == PLIM_E_CLOSED);
    plim_checker_free(checker);
    _exit(0);
  }
  wait_for(pid);
  plim_checker_free(checker);
  plim_checks_free(checks);
  return 0;
}
