/*
 * Checks every server of a configuration once.
 *
 *   cc examples/c/probe.c -o probe $(pkg-config --cflags --libs plimsoll)
 *   ./probe servers.yaml [ENVIRONMENT]
 *
 * Prints a line for each: status, reason, name, milliseconds. The exit code is 1 if any is unhealthy.
 */
#include <plimsoll.h>
#include <stdio.h>
#include <string.h>

/* Says what went wrong and gives the exit code. */
static int fail(plim_error *error) {
  fprintf(stderr, "probe: %s\n", plim_error_message(error));
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

/* A newer library may have reasons that this program does not know: it is asked for their names. */
static void print(const char *name, const plim_outcome *outcome) {
  const char *reason = plim_reason_name(outcome->reason);
  printf("%-9s %-20s %s %.1f ms\n", health(outcome->status), reason != NULL ? reason : "?", name,
         (double)outcome->total_ns / 1e6);
}

static int probe_all(plim_probe_context *context, const plim_targets *targets) {
  int unhealthy = 0;
  size_t index;
  for (index = 0; index < plim_targets_count(targets); index++) {
    plim_error *error = NULL;
    plim_outcome outcome;
    if (!plim_targets_enabled(targets, index))
      continue;
    if (plim_probe(context, targets, index, &outcome, sizeof outcome, NULL, &error) < 0)
      return fail(error);
    print(plim_targets_name(targets, index), &outcome);
    unhealthy |= outcome.status == PLIM_HEALTH_UNHEALTHY;
  }
  return unhealthy;
}

int main(int argc, char **argv) {
  plim_error *error = NULL;
  plim_targets *targets = NULL;
  plim_probe_context *context = NULL;
  int code;
  if (argc < 2) {
    fprintf(stderr, "usage: probe FILE [ENVIRONMENT]\n");
    return 2;
  }
  if (plim_targets_load(argv[1], strlen(argv[1]), argc > 2 ? argv[2] : NULL, &targets, &error) < 0)
    return fail(error);
  if (plim_probe_context_new(NULL, 0, &context, &error) < 0) {
    plim_targets_free(targets);
    return fail(error);
  }
  code = probe_all(context, targets);
  plim_probe_context_free(context);
  plim_targets_free(targets);
  return code;
}
