/*
 * Checks every server of a configuration, all at once, in a loop of its own.
 *
 *   cc examples/c/checker.c -o checker $(pkg-config --cflags --libs plimsoll)
 *   ./checker servers.yaml [ENVIRONMENT]
 *
 * Prints a line for each as it comes: status, reason, name, milliseconds. The exit code is 1 if any is unhealthy.
 */
#include <plimsoll.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

/* Says what went wrong and gives the exit code. */
static int fail(plim_error *error) {
  fprintf(stderr, "checker: %s\n", plim_error_message(error));
  plim_error_free(error);
  return 2;
}

static const char *health(int32_t status) {
  switch (status) {
  case PLIM_HEALTH_HEALTHY:
    return "healthy";
  case PLIM_HEALTH_DEGRADED:
    return "degraded";
  case PLIM_HEALTH_UNHEALTHY:
    return "unhealthy";
  default:
    return "unknown";
  }
}

/* A check of one's own, beside the servers. It is called on a thread of the checker's. */
static void has_stdin(const plim_own *own, plim_own_answer *answer, void *user_data) {
  (void)own;
  (void)user_data;
  snprintf(answer->message, answer->message_size, "standard input is %s", feof(stdin) ? "at its end" : "open");
  answer->status = PLIM_HEALTH_HEALTHY;
}

/* Prints what there is. Gives the status that says why there is no more. */
static plim_status drain(const plim_run *run, const plim_checks *checks, int *unhealthy, plim_error **error) {
  for (;;) {
    plim_outcome outcome;
    size_t index;
    plim_status status = plim_run_next(run, 0, &index, &outcome, sizeof outcome, NULL, error);
    const char *reason;
    if (status != PLIM_OK)
      return status;
    reason = plim_reason_name(outcome.reason);
    printf("%-9s %-20s %s %.1f ms\n", health(outcome.status), reason != NULL ? reason : "?",
           plim_checks_name(checks, index), (double)outcome.total_ns / 1e6);
    *unhealthy |= outcome.status == PLIM_HEALTH_UNHEALTHY;
  }
}

static int check(plim_checker *checker, const plim_checks *checks) {
  plim_error *error = NULL;
  plim_run *run = NULL;
  plim_run_options options = {0};
  struct pollfd wanted = {-1, POLLIN, 0};
  plim_status status;
  int unhealthy = 0;
  options.deadline_ns = 60000000000u;
  if (plim_checker_start(checker, checks, &options, sizeof options, &run, &error) < 0)
    return fail(error);
  status = plim_run_fd(run, &wanted.fd, &error);
  /* A program with a loop of its own polls this beside its other descriptors. */
  while (status >= 0 && (status = drain(run, checks, &unhealthy, &error)) == PLIM_NOT_ENOUGH_DATA)
    poll(&wanted, 1, -1);
  plim_run_free(run);
  return status < 0 ? fail(error) : unhealthy;
}

int main(int argc, char **argv) {
  plim_error *error = NULL;
  plim_targets *targets = NULL;
  plim_checks *checks = NULL;
  plim_checker *checker = NULL;
  plim_own_options own = {0};
  int code = 2;
  own.name = "standard input";
  own.call = has_stdin;
  if (argc < 2) {
    fprintf(stderr, "usage: checker FILE [ENVIRONMENT]\n");
    return 2;
  }
  if (plim_targets_load(argv[1], strlen(argv[1]), argc > 2 ? argv[2] : NULL, &targets, &error) < 0 ||
      plim_checks_new(&checks, &error) < 0 || plim_checks_add_targets(checks, targets, &error) < 0 ||
      plim_checks_add_own(checks, &own, sizeof own, &error) < 0 ||
      plim_checker_new(NULL, 0, &checker, &error) < 0)
    fail(error);
  else
    code = check(checker, checks);
  plim_checker_free(checker);
  plim_checks_free(checks);
  plim_targets_free(targets);
  return code;
}
