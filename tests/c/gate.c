/* The gate: permits, refusals, waiting in order. */
#include <plimsoll.h>

#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include "check.h"

static plim_gate *gate;

static void *waits(void *unused) {
  plim_permit *permit = NULL;
  (void)unused;
  CHECK(plim_gate_acquire(gate, PLIM_PRIORITY_HIGH, 20000000000u, &permit, NULL, 0, NULL) == PLIM_OK);
  plim_permit_release(permit, PLIM_COMPLETION_DONE);
  return NULL;
}

static void *waits_for_the_end(void *unused) {
  plim_permit *permit = NULL;
  (void)unused;
  CHECK(plim_gate_acquire(gate, 0, 20000000000u, &permit, NULL, 0, NULL) == PLIM_E_CLOSED);
  return NULL;
}

static plim_gate_state_values state(void) {
  plim_gate_state_values now;
  CHECK(plim_gate_state(gate, &now, sizeof now, NULL, NULL) == PLIM_OK);
  return now;
}

static void wait_for(uint64_t waiting) {
  while (state().waiting != waiting) usleep(1000);
}

static int is_readable(int fd) {
  struct pollfd asked = {fd, POLLIN, 0};
  return poll(&asked, 1, 0);
}

/* Of a gate with one permit, which is out. */
static void waiting_without_a_thread(plim_permit *out) {
  plim_seat *low = NULL, *high = NULL, *given_up = NULL;
  plim_permit *permit = NULL;
  plim_refusal refusal;
  int32_t low_fd = -1, high_fd = -1;
  CHECK(plim_gate_enqueue(gate, 1001, &low, &refusal, sizeof refusal, NULL) == PLIM_E_INVALID_ARGUMENT);
  CHECK(plim_gate_enqueue(gate, PLIM_PRIORITY_LOW, &low, &refusal, sizeof refusal, NULL) == PLIM_OK);
  CHECK(plim_gate_enqueue(gate, PLIM_PRIORITY_HIGH, &high, NULL, 0, NULL) == PLIM_OK);
  CHECK(plim_gate_enqueue(gate, PLIM_PRIORITY_HIGH, &given_up, NULL, 0, NULL) == PLIM_OK);
  CHECK(plim_gate_enqueue(gate, 0, &(plim_seat *){NULL}, &refusal, sizeof refusal, NULL) == PLIM_REFUSED);
  CHECK(refusal.reason == PLIM_REFUSAL_QUEUE_FULL);
  CHECK(plim_seat_fd(low, &low_fd, NULL) == PLIM_OK && plim_seat_fd(high, &high_fd, NULL) == PLIM_OK);
  CHECK(plim_seat_take(low, 0, &permit, NULL, 0, NULL) == PLIM_NOT_ENOUGH_DATA && permit == NULL);
  CHECK(plim_seat_take(high, 0, &permit, NULL, 0, NULL) == PLIM_NOT_ENOUGH_DATA);
  CHECK(is_readable(low_fd) == 0 && is_readable(high_fd) == 0 && state().waiting == 3);
  CHECK(plim_seat_take(given_up, 1, &permit, &refusal, sizeof refusal, NULL) == PLIM_REFUSED && permit == NULL);
  CHECK(refusal.reason == PLIM_REFUSAL_TIMED_OUT);
  CHECK(plim_seat_take(given_up, 0, &permit, &refusal, sizeof refusal, NULL) == PLIM_ABSENT);
  plim_seat_free(given_up);

  plim_permit_release(out, PLIM_COMPLETION_DONE);
  CHECK(is_readable(low_fd) == 0 && is_readable(high_fd) == 1);
  CHECK(plim_seat_take(high, 0, &permit, NULL, 0, NULL) == PLIM_OK && permit != NULL);
  plim_seat_free(high);
  CHECK(is_readable(low_fd) == 0);
  plim_permit_release(permit, PLIM_COMPLETION_DONE);
  CHECK(is_readable(low_fd) == 1);
  plim_seat_free(low); /* With a permit that nobody took. */
  CHECK(state().in_flight == 0 && state().waiting == 0);

  CHECK(plim_gate_enqueue(gate, 0, &low, NULL, 0, NULL) == PLIM_OK); /* One that has not to wait. */
  CHECK(plim_seat_fd(low, &low_fd, NULL) == PLIM_OK && is_readable(low_fd) == 1);
  CHECK(plim_seat_take(low, 0, &permit, NULL, 0, NULL) == PLIM_OK);
  plim_seat_free(low);
  CHECK(plim_gate_enqueue(gate, 0, &low, NULL, 0, NULL) == PLIM_OK);
  CHECK(plim_seat_fd(low, &low_fd, NULL) == PLIM_OK);
  CHECK(plim_seat_take(low, 0, &(plim_permit *){NULL}, NULL, 0, NULL) == PLIM_NOT_ENOUGH_DATA);
  CHECK(plim_gate_close(gate, NULL) == PLIM_OK && is_readable(low_fd) == 1);
  CHECK(plim_seat_take(low, 0, &(plim_permit *){NULL}, NULL, 0, NULL) == PLIM_E_CLOSED);
  plim_gate_free(gate);
  plim_seat_free(low);
  plim_seat_free(NULL);
  plim_permit_release(permit, PLIM_COMPLETION_DONE);
}

int main(void) {
  plim_gate_options options = {0};
  plim_error *error = NULL;
  plim_permit *permit = NULL, *second = NULL;
  plim_refusal refusal;
  plim_waiting list[2];
  plim_string json = {0};
  pthread_t thread;
  size_t count = 0;

  options.max_memory_usage_ratio = 2.0;
  CHECK(plim_gate_new(&options, sizeof options, &gate, &error) == PLIM_E_INVALID_ARGUMENT);
  CHECK(strstr(plim_error_message(error), "max_memory_usage_ratio") != NULL);
  plim_error_free(error);

  memset(&options, 0, sizeof options);
  options.min_limit = 30; /* Where it begins is not given, and follows. */
  CHECK(plim_gate_new(&options, sizeof options, &gate, NULL) == PLIM_OK && state().limit == 30);
  plim_gate_free(gate);
  options.initial_limit = 29;
  CHECK(plim_gate_new(&options, sizeof options, &gate, NULL) == PLIM_E_INVALID_ARGUMENT);

  memset(&options, 0, sizeof options);
  options.max_concurrent = 1;
  options.adaptive = PLIM_GATE_OFF;
  options.max_memory_usage_ratio = PLIM_GATE_OFF;
  options.max_throttled_ratio = PLIM_GATE_OFF;
  options.max_memory_pressure_ratio = PLIM_GATE_OFF;
  CHECK(plim_gate_new(&options, sizeof options, &gate, NULL) == PLIM_OK);
  CHECK(plim_gate_refresh(gate, NULL) == PLIM_OK);

  CHECK(plim_gate_try_acquire(gate, 0, &permit, &refusal, sizeof refusal, NULL) == PLIM_OK);
  CHECK(plim_gate_try_acquire(gate, 0, &second, &refusal, sizeof refusal, NULL) == PLIM_REFUSED);
  if ((plim_features() & PLIM_FEATURE_EXPORT) != 0) {
    CHECK(plim_gate_metrics(gate, &json, NULL) == PLIM_OK);
    CHECK(strstr(json.ptr, "\nplimsoll_gate_in_flight 1\n") != NULL);
    CHECK(strstr(json.ptr, "\nplimsoll_gate_refused_total{reason=\"concurrency\"} 1\n") != NULL);
    plim_string_free(&json);
  } else {
    CHECK(plim_gate_metrics(gate, &json, NULL) == PLIM_E_NOT_BUILT);
  }
  CHECK(second == NULL && refusal.reason == PLIM_REFUSAL_CONCURRENCY);
  CHECK(refusal.value == 1 && refusal.mark == 1 && strcmp(refusal.unit, "count") == 0);
  CHECK(refusal.retry_after_seconds > 0 && strstr(refusal.message, "at once") != NULL);
  CHECK(strcmp(plim_refusal_name(refusal.reason), "concurrency") == 0 && plim_refusal_name(99) == NULL);
  CHECK(plim_gate_acquire(gate, 0, 5000000u, &second, &refusal, sizeof refusal, NULL) == PLIM_REFUSED);
  CHECK(refusal.reason == PLIM_REFUSAL_TIMED_OUT);

  CHECK(pthread_create(&thread, NULL, waits, NULL) == 0);
  wait_for(1);
  CHECK(plim_gate_waiting(gate, list, sizeof *list, 2, &count, NULL) == PLIM_OK);
  CHECK(count == 1 && list[0].priority == PLIM_PRIORITY_HIGH && list[0].waited_seconds >= 0);

  plim_permit_release(permit, PLIM_COMPLETION_TIMED_OUT);
  CHECK(pthread_join(thread, NULL) == 0);
  CHECK(state().in_flight == 0 && state().limit == 1);
  {
    plim_gate_state_values now;
    CHECK(plim_gate_state(gate, &now, sizeof now, &json, NULL) == PLIM_OK);
    CHECK(now.max_concurrent == 1 && now.refusing == 0);
    CHECK(strstr(json.ptr, "\"granted\":2") != NULL && strstr(json.ptr, "\"timed_out\":1") != NULL);
    plim_string_free(&json);
  }

  CHECK(plim_gate_try_acquire(gate, 0, &permit, NULL, 0, NULL) == PLIM_OK);
  CHECK(pthread_create(&thread, NULL, waits_for_the_end, NULL) == 0);
  wait_for(1);
  CHECK(plim_gate_close(gate, NULL) == PLIM_OK && plim_gate_close(gate, NULL) == PLIM_OK);
  CHECK(pthread_join(thread, NULL) == 0);
  CHECK(plim_gate_try_acquire(gate, 0, &second, NULL, 0, NULL) == PLIM_E_CLOSED);
  CHECK(plim_gate_refresh(gate, NULL) == PLIM_E_CLOSED);
  plim_gate_free(gate);
  plim_permit_release(permit, PLIM_COMPLETION_DONE); /* The gate is gone, the permit is not. */

  options.max_waiting = 3;
  CHECK(plim_gate_new(&options, sizeof options, &gate, NULL) == PLIM_OK);
  CHECK(plim_gate_try_acquire(gate, 1001, &permit, NULL, 0, &error) == PLIM_E_INVALID_ARGUMENT);
  CHECK(strstr(plim_error_message(error), "-1000 to 1000") != NULL);
  plim_error_free(error);
  CHECK(plim_gate_acquire(gate, -1001, 0, &permit, NULL, 0, NULL) == PLIM_E_INVALID_ARGUMENT);
  CHECK(plim_gate_try_acquire(gate, 1000, &permit, NULL, 0, NULL) == PLIM_OK);
  waiting_without_a_thread(permit);

  /* With the load of a monitor. */
  {
    plim_monitor *monitor = NULL;
    CHECK(plim_monitor_new(NULL, 0, &monitor, NULL) == PLIM_OK);
    memset(&options, 0, sizeof options);
    options.monitor = monitor;
    CHECK(plim_gate_new(&options, sizeof options, &gate, NULL) == PLIM_OK);
    CHECK(state().stale == 1);
    CHECK(plim_monitor_observe(monitor, NULL) == PLIM_OK && plim_gate_refresh(gate, NULL) == PLIM_OK);
    CHECK(state().stale == 0 && state().age_seconds < 5);
    plim_monitor_free(monitor);
    plim_gate_free(gate);
  }
  plim_permit_release(NULL, 0);
  plim_gate_free(NULL);
  return 0;
}
