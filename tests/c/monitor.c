/* A monitor observes, judges, and is closed; and bad options are refused by name. */
#include <plimsoll.h>
#include <time.h>

#include "check.h"

static void judges(void) {
  plim_error *error = NULL;
  plim_monitor *monitor = NULL;
  plim_sample sample;
  plim_string json = {0};
  int32_t level = -1;
  struct timespec pause = {0, 50 * 1000 * 1000};
  CHECK_OK(plim_monitor_new(NULL, 0, &monitor, &error), error);

  CHECK(plim_monitor_sample(monitor, &sample, sizeof sample, &error) == PLIM_NOT_ENOUGH_DATA);
  CHECK(!PLIM_HAS(&sample, PLIM_FIELD_HOST_MEMORY_TOTAL_BYTES));
  CHECK(plim_monitor_diagnose(monitor, &level, NULL, &error) == PLIM_NOT_ENOUGH_DATA);
  CHECK(level == PLIM_LEVEL_UNKNOWN);

  CHECK_OK(plim_monitor_observe(monitor, &error), error);
  nanosleep(&pause, NULL);
  CHECK_OK(plim_monitor_observe(monitor, &error), error);
  CHECK_OK(plim_monitor_sample(monitor, &sample, sizeof sample, &error), error);
  CHECK(PLIM_HAS(&sample, PLIM_FIELD_HOST_MEMORY_TOTAL_BYTES));
  CHECK_OK(plim_monitor_diagnose(monitor, &level, &json, &error), error);
  CHECK(level >= PLIM_LEVEL_OPTIMAL && level <= PLIM_LEVEL_POOR);
  CHECK(strncmp(json.ptr, "{\"schema\":\"plimsoll.diagnosis/1\"", 32) == 0);
  CHECK(strstr(json.ptr, "\"load_line\"") != NULL);
  plim_string_free(&json);

  CHECK_OK(plim_monitor_close(monitor, &error), error);
  CHECK_OK(plim_monitor_close(monitor, &error), error);
  CHECK(plim_monitor_observe(monitor, NULL) == PLIM_E_CLOSED);
  plim_monitor_free(monitor);
}

static void refuses(void) {
  plim_error *error = NULL;
  plim_monitor *monitor = NULL;
  plim_sampler_options sampler = {0};
  plim_monitor_options options = {0};
  options.window_ns = UINT64_MAX;
  CHECK(plim_monitor_new(&options, sizeof options, &monitor, &error) == PLIM_E_INVALID_ARGUMENT);
  CHECK(strstr(plim_error_message(error), "window") != NULL);
  plim_error_free(error);
  error = NULL;

  options.window_ns = 0;
  sampler.target = PLIM_TARGET_PID;
  sampler.pid = 1u << 30;
  options.sampler = &sampler;
  options.sampler_size = sizeof sampler;
  CHECK(plim_monitor_new(&options, sizeof options, &monitor, &error) == PLIM_E_NOT_FOUND);
  plim_error_free(error);
  CHECK(monitor == NULL);
}

int main(void) {
  judges();
  refuses();
  return 0;
}
