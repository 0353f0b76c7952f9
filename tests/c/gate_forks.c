/* A child has a gate of its own under the same handle, and gives nothing back of its parent's. */
#include <plimsoll.h>

#include <pthread.h>
#include <sys/wait.h>
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

static plim_gate_state_values state(void) {
  plim_gate_state_values now;
  CHECK(plim_gate_state(gate, &now, sizeof now, NULL, NULL) == PLIM_OK);
  return now;
}

int main(void) {
  plim_gate_options options = {0};
  plim_permit *permit = NULL;
  plim_seat *seat = NULL;
  pthread_t thread;
  int32_t fd = -1;
  int status;
  pid_t child;

  options.max_concurrent = 1;
  CHECK(plim_gate_new(&options, sizeof options, &gate, NULL) == PLIM_OK);
  CHECK(plim_gate_try_acquire(gate, PLIM_PRIORITY_HIGH, &permit, NULL, 0, NULL) == PLIM_OK);
  CHECK(pthread_create(&thread, NULL, waits, NULL) == 0);
  while (state().waiting != 1) usleep(1000);
  CHECK(plim_gate_enqueue(gate, PLIM_PRIORITY_HIGH, &seat, NULL, 0, NULL) == PLIM_OK);
  CHECK(plim_seat_fd(seat, &fd, NULL) == PLIM_OK);

  child = fork();
  if (child == 0) {
    plim_permit *own = NULL;
    CHECK(state().in_flight == 0 && state().waiting == 0);
    CHECK(plim_gate_try_acquire(gate, PLIM_PRIORITY_HIGH, &own, NULL, 0, NULL) == PLIM_OK);
    plim_permit_release(permit, PLIM_COMPLETION_DONE);
    CHECK(state().in_flight == 1);
    CHECK(plim_gate_refresh(gate, NULL) == PLIM_OK);
    plim_permit_release(own, PLIM_COMPLETION_IGNORED);
    CHECK(state().in_flight == 0);
    CHECK(plim_seat_take(seat, 1, &own, NULL, 0, NULL) == PLIM_E_CLOSED);
    CHECK(plim_seat_fd(seat, &fd, NULL) == PLIM_E_CLOSED);
    plim_seat_free(seat);
    plim_gate_free(gate);
    _exit(0);
  }
  CHECK(child > 0 && waitpid(child, &status, 0) == child && status == 0);
  CHECK(state().in_flight == 1 && state().waiting == 2);

  plim_permit_release(permit, PLIM_COMPLETION_DONE);
  CHECK(pthread_join(thread, NULL) == 0);
  CHECK(plim_seat_take(seat, 0, &permit, NULL, 0, NULL) == PLIM_OK);
  plim_seat_free(seat);
  plim_permit_release(permit, PLIM_COMPLETION_DONE);
  CHECK(state().in_flight == 0);
  plim_gate_free(gate);
  return 0;
}
