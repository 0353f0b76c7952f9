/* Threads probe through one context at the same time; one that closes it stops all. */
#include <plimsoll.h>

#include "check.h"
#include "http_server.h"

enum { THREADS = 4, PROBES = 50 };

static plim_probe_context *context;
static plim_targets *targets;

static void *probes_once(void *unused) {
  plim_error *error = NULL;
  plim_outcome outcome;
  CHECK_OK(plim_probe(context, targets, 0, &outcome, sizeof outcome, NULL, &error), error);
  CHECK(outcome.status == PLIM_HEALTH_HEALTHY);
  return unused;
}

static void *probes_until_closed(void *closes) {
  plim_error *error = NULL;
  plim_outcome outcome;
  int probed = 0;
  for (;;) {
    plim_status status = plim_probe(context, targets, 0, &outcome, sizeof outcome, NULL, &error);
    if (status == PLIM_E_CLOSED)
      break;
    CHECK_OK(status, error);
    CHECK(outcome.http_status == 200 || !closes);
    if (++probed == PROBES && closes)
      CHECK_OK(plim_probe_context_close(context, 10000000000u, NULL, &error), error);
  }
  plim_error_free(error);
  return NULL;
}

static void all(void *(*work)(void *)) {
  pthread_t threads[THREADS];
  int i;
  for (i = 0; i < THREADS; i++)
    CHECK(pthread_create(&threads[i], NULL, work, i == 0 ? &threads : NULL) == 0);
  for (i = 0; i < THREADS; i++)
    CHECK(pthread_join(threads[i], NULL) == 0);
}

int main(void) {
  static http_server together, each;
  plim_error *error = NULL;
  CHECK_OK(plim_probe_context_new(NULL, 0, &context, &error), error);

  /* Answers nobody before all have asked. */
  http_server_start(&together, HTTP_OK, THREADS);
  targets = http_server_target(&together, "20s");
  all(probes_once);
  plim_targets_free(targets);

  http_server_start(&each, HTTP_OK, 1);
  targets = http_server_target(&each, "20s");
  all(probes_until_closed);
  plim_targets_free(targets);
  plim_probe_context_free(context);
  return 0;
}
