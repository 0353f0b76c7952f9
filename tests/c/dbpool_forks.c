/* A child has a pool of its own under the same handle, also while another thread of its parent is inside of it. */
#include <plimsoll.h>

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static plim_dbpool *pool;
static volatile int go_on = 1;

static void *observes(void *unused) {
  plim_dbpool_stats stats;
  plim_string json = {0};
  (void)unused;
  memset(&stats, 0, sizeof stats);
  while (go_on) {
    PLIM_SET(&stats, PLIM_DBPOOL_REQUESTS, requests, stats.requests + 1);
    CHECK(plim_dbpool_observe(pool, 0, &stats, sizeof stats, NULL) == PLIM_OK);
    CHECK(plim_dbpool_describe(pool, &json, NULL) == PLIM_OK);
    plim_string_free(&json);
  }
  return NULL;
}

int main(void) {
  plim_dbpool_stats stats;
  plim_monitor *monitor = NULL;
  plim_string json = {0};
  pthread_t thread;
  int round, status;
  memset(&stats, 0, sizeof stats);
  CHECK(plim_dbpool_new("orders", NULL, 0, &pool, NULL) == PLIM_OK);
  CHECK(plim_monitor_new(NULL, 0, &monitor, NULL) == PLIM_OK);
  CHECK(plim_monitor_attach_dbpool(monitor, pool, NULL) == PLIM_OK);
  CHECK(pthread_create(&thread, NULL, observes, NULL) == 0);
  for (round = 0; round < 100; round++) {
    pid_t child = fork();
    if (child == 0) {
      alarm(20);
      CHECK(plim_dbpool_describe(pool, &json, NULL) == PLIM_NOT_ENOUGH_DATA);
      plim_string_free(&json);
      PLIM_SET(&stats, PLIM_DBPOOL_REQUESTS, requests, 0);
      CHECK(plim_dbpool_observe(pool, 0, &stats, sizeof stats, NULL) == PLIM_OK);
      CHECK(plim_monitor_observe(monitor, NULL) == PLIM_OK);
      CHECK(plim_dbpool_close(pool, NULL) == PLIM_OK);
      plim_dbpool_free(pool);
      plim_monitor_free(monitor);
      _exit(0);
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child && status == 0);
  }
  go_on = 0;
  CHECK(pthread_join(thread, NULL) == 0);
  CHECK(plim_dbpool_describe(pool, &json, NULL) == PLIM_OK);
  plim_string_free(&json);
  plim_monitor_free(monitor);
  plim_dbpool_free(pool);
  return 0;
}
