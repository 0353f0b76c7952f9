/* A monitor observes, judges, answers and is closed; and what is wrong is refused by name. */
#include <math.h>
#include <plimsoll.h>
#include <time.h>

#include "check.h"

static plim_error *error;

static void judges(void) {
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

/* The error of the last call, which must have these words in it. */
static void said(const char *part) {
  if (error == NULL || strstr(plim_error_message(error), part) == NULL) {
    fprintf(stderr, "expected \"%s\" in: %s\n", part, plim_error_message(error));
    exit(1);
  }
  plim_error_free(error);
  error = NULL;
}

static int has(plim_string *json, const char *part) {
  int found = json->ptr != NULL && strlen(json->ptr) == json->len && strstr(json->ptr, part) != NULL;
  plim_string_free(json);
  return found;
}

static void answers(void) {
  plim_monitor *monitor = NULL;
  plim_monitor *other = NULL;
  plim_load_line line;
  plim_string json = {0};
  plim_string state = {0};
  struct {
    double reading;
  } old;
  double limit = 100.0;
  double confidence = -1.0;
  int32_t pattern = -1;
  struct timespec pause = {0, 50 * 1000 * 1000};
  CHECK_OK(plim_monitor_new(NULL, 0, &monitor, &error), error);

  CHECK(plim_monitor_load_line(monitor, &line, sizeof line, &error) == PLIM_NOT_ENOUGH_DATA);
  CHECK(isnan(line.reading) && isnan(line.headroom) && line.resource[0] == 0);
  CHECK(line.advice == PLIM_LOAD_ACCEPT);
  CHECK(plim_monitor_usage(monitor, &json, &error) == PLIM_NOT_ENOUGH_DATA);
  CHECK(json.len == 0);
  plim_string_free(&json);

  CHECK_OK(plim_monitor_feed(monitor, "queue", 9999.0, &limit, &error), error);
  CHECK_OK(plim_monitor_feed(monitor, "jobs", 3.0, NULL, &error), error);
  CHECK_OK(plim_monitor_observe_events(monitor, &json, &error), error);
  CHECK(json.ptr[json.len - 1] == '\n');
  CHECK(has(&json, "\"event\":\"baseline\""));
  nanosleep(&pause, NULL);
  CHECK_OK(plim_monitor_observe(monitor, &error), error);

  CHECK_OK(plim_monitor_load_line(monitor, &line, sizeof line, &error), error);
  CHECK(line.reading > 100.0 && line.headroom == 0.0 && line.advice == PLIM_LOAD_REFUSE);
  CHECK_TEXT(line.resource, "metric:queue");
  CHECK_TEXT(line.headroom_unit, "count");
  CHECK_TEXT(line.headroom_name, "metric_headroom");
  CHECK_TEXT(line.headroom_scope, "process");
  /* A caller who knows less of it. */
  old.reading = -1.0;
  CHECK_OK(plim_monitor_load_line(monitor, (plim_load_line *)&old, sizeof old, &error), error);
  CHECK(old.reading == line.reading);

  CHECK_OK(plim_monitor_usage(monitor, &json, &error), error);
  CHECK(has(&json, "\"window_seconds\":"));
  CHECK_OK(plim_monitor_recommend(monitor, &json, &error), error);
  CHECK(has(&json, "\"recommendations\":["));
  CHECK_OK(plim_monitor_report(monitor, &json, &error), error);
  CHECK(has(&json, "\"history\":["));
  if ((plim_features() & PLIM_FEATURE_EXPORT) != 0) {
    CHECK_OK(plim_monitor_metrics(monitor, &json, &error), error);
    CHECK(has(&json, "# TYPE plimsoll_load_line_ratio gauge\n"));
  } else {
    CHECK(plim_monitor_metrics(monitor, &json, NULL) == PLIM_E_NOT_BUILT);
  }
  /* Growth is followed towards a limit only. */
  CHECK_OK(plim_monitor_diagnose(monitor, NULL, &json, &error), error);
  CHECK(has(&json, "\"component\":\"metric:queue\",\"signal\":\"queue\""));
  CHECK_OK(plim_monitor_diagnose(monitor, NULL, &json, &error), error);
  CHECK(!has(&json, "\"component\":\"metric:jobs\",\"signal\":\"jobs\",\"unit\":\"count\",\"value\""));
  CHECK(plim_monitor_allocation(monitor, PLIM_PATTERN_BURST, &json, &error) == PLIM_NOT_ENOUGH_DATA);
  CHECK(has(&json, "\"status\":\"not_enough_data\""));
  CHECK(plim_monitor_allocation(monitor, 6, &json, &error) == PLIM_E_INVALID_ARGUMENT);
  said("`pattern` is 6");
  CHECK(plim_monitor_workload_pattern(monitor, &pattern, &confidence, &json, &error) ==
        PLIM_NOT_ENOUGH_DATA);
  CHECK(pattern == PLIM_PATTERN_DETECT && confidence >= 0.0 && confidence <= 1.0);
  CHECK(has(&json, "\"pattern\":null"));
  CHECK(plim_monitor_workload_pattern(monitor, NULL, NULL, NULL, NULL) == PLIM_NOT_ENOUGH_DATA);

  CHECK_OK(plim_monitor_save_state(monitor, &state, &error), error);
  CHECK_OK(plim_monitor_new(NULL, 0, &other, &error), error);
  CHECK_OK(plim_monitor_load_state(other, state.ptr, state.len, &error), error);
  CHECK_OK(plim_monitor_report(other, &json, &error), error);
  CHECK(has(&json, "metric:queue"));
  plim_monitor_free(other);
  CHECK(plim_monitor_load_state(monitor, state.ptr, state.len - 2, &error) == PLIM_E_MALFORMED);
  said("cut short");
  state.ptr[state.len / 2] ^= 1;
  CHECK(plim_monitor_load_state(monitor, state.ptr, state.len, &error) == PLIM_E_MALFORMED);
  said("damaged");
  CHECK(plim_monitor_load_state(monitor, "", 0, &error) == PLIM_E_MALFORMED);
  said("not loaded");
  CHECK(plim_monitor_load_state(monitor, NULL, 0, &error) == PLIM_E_NULL);
  said("`state`");
  plim_string_free(&state);

  CHECK_OK(plim_monitor_reset(monitor, &error), error);
  CHECK(plim_monitor_load_line(monitor, &line, sizeof line, &error) == PLIM_NOT_ENOUGH_DATA);
  CHECK_OK(plim_monitor_observe(monitor, &error), error);
  plim_monitor_free(monitor);
}

static void refuses_metrics(void) {
  const double infinite = HUGE_VAL;
  plim_monitor *monitor = NULL;
  CHECK_OK(plim_monitor_new(NULL, 0, &monitor, &error), error);
  CHECK(plim_monitor_feed(monitor, NULL, 1.0, NULL, &error) == PLIM_E_NULL);
  said("`name`");
  CHECK(plim_monitor_feed(monitor, "", 1.0, NULL, &error) == PLIM_E_INVALID_ARGUMENT);
  said("1 to 64 bytes");
  CHECK(plim_monitor_feed(monitor, "\xff", 1.0, NULL, &error) == PLIM_E_INVALID_ARGUMENT);
  said("UTF-8");
  CHECK(plim_monitor_feed(monitor, "queue", nan(""), NULL, &error) == PLIM_E_INVALID_ARGUMENT);
  said("`queue`");
  CHECK(plim_monitor_feed(monitor, "queue", 1.0, &infinite, &error) == PLIM_E_INVALID_ARGUMENT);
  said("limit");
  plim_monitor_free(monitor);
}

/* Tries options with these thresholds. */
static plim_status with_thresholds(const plim_threshold *thresholds, size_t len) {
  plim_monitor_options options = {0};
  plim_monitor *monitor = NULL;
  plim_status status;
  options.thresholds = thresholds;
  options.thresholds_len = len;
  status = plim_monitor_new(&options, sizeof options, &monitor, &error);
  CHECK((status == PLIM_OK) == (monitor != NULL));
  plim_monitor_free(monitor);
  return status;
}

static plim_status with_threshold(const char *rule, double raise, double clear, int32_t severity) {
  plim_threshold threshold = {0};
  threshold.rule = rule;
  threshold.raise = raise;
  threshold.clear = clear;
  threshold.severity = severity;
  return with_thresholds(&threshold, 1);
}

static void thresholds(void) {
  /* Each alone would be out of order with what is published: 85 and 95 %. */
  const plim_threshold upward[2] = {{"memory.host", 0.97, 0.9, PLIM_SEVERITY_HIGH, 0},
                                    {"memory.host", 0.98, 0.9, PLIM_SEVERITY_CRITICAL, 0}};
  const plim_threshold downward[2] = {{"memory.host", 0.2, 0.1, PLIM_SEVERITY_CRITICAL, 0},
                                      {"memory.host", 0.1, 0.1, PLIM_SEVERITY_HIGH, 0}};
  CHECK(with_threshold("cpu.utilisation", 0.7, 0.6, PLIM_SEVERITY_HIGH) == PLIM_OK);
  CHECK(with_threshold("load.per_cpu", 0.0, 0.0, 0) == PLIM_OK);
  CHECK(with_thresholds(upward, 2) == PLIM_OK);
  CHECK(with_thresholds(downward, 2) == PLIM_OK);
  CHECK(with_thresholds(upward, 1) == PLIM_E_INVALID_ARGUMENT);
  said("`memory.host`");
  CHECK(with_thresholds(NULL, 1) == PLIM_E_NULL);
  said("`thresholds`");
  CHECK(with_threshold(NULL, 0.7, 0.6, PLIM_SEVERITY_HIGH) == PLIM_E_NULL);
  said("`rule`");
  CHECK(with_threshold("no.such", 0.7, 0.6, PLIM_SEVERITY_HIGH) == PLIM_E_INVALID_ARGUMENT);
  said("no rule `no.such`");
  CHECK(with_threshold("no.such", 0.7, 0.6, 0) == PLIM_E_INVALID_ARGUMENT);
  said("cpu.throttling, ");
  CHECK(with_threshold("memory.host", 0.7, 0.8, PLIM_SEVERITY_HIGH) == PLIM_E_INVALID_ARGUMENT);
  said("clear must be at or below raise");
  CHECK(with_threshold("memory.host", nan(""), 0.8, PLIM_SEVERITY_HIGH) == PLIM_E_INVALID_ARGUMENT);
  said("raise is NaN");
  CHECK(with_threshold("memory.host", 0.7, 0.6, PLIM_SEVERITY_LOW) == PLIM_E_INVALID_ARGUMENT);
  said("it has high, critical");
  CHECK(with_threshold("memory.host", 0.7, 0.6, 5) == PLIM_E_INVALID_ARGUMENT);
  said("`severity` is 5");
}

static void prices(void) {
  plim_monitor_options options = {0};
  plim_monitor *monitor = NULL;
  options.currency = "EUR";
  options.price_per_core_hour = 0.03;
  CHECK_OK(plim_monitor_new(&options, sizeof options, &monitor, &error), error);
  plim_monitor_free(monitor);
  options.price_per_core_hour = -1.0;
  CHECK(plim_monitor_new(&options, sizeof options, &monitor, &error) == PLIM_E_INVALID_ARGUMENT);
  said("per_core_hour");
  options.price_per_core_hour = 0.0;
  options.currency = "";
  CHECK(plim_monitor_new(&options, sizeof options, &monitor, &error) == PLIM_E_INVALID_ARGUMENT);
  said("currency");
  options.currency = NULL;
  options.history = 15;
  CHECK(plim_monitor_new(&options, sizeof options, &monitor, &error) == PLIM_E_INVALID_ARGUMENT);
  said("`history` is 15");
}

static void refuses(void) {
  plim_monitor *monitor = NULL;
  plim_sampler_options sampler = {0};
  plim_monitor_options options = {0};
  options.window_ns = UINT64_MAX;
  CHECK(plim_monitor_new(&options, sizeof options, &monitor, &error) == PLIM_E_INVALID_ARGUMENT);
  said("window");

  options.window_ns = 0;
  sampler.target = PLIM_TARGET_PID;
  sampler.pid = 1u << 30;
  options.sampler = &sampler;
  options.sampler_size = sizeof sampler;
  CHECK(plim_monitor_new(&options, sizeof options, &monitor, &error) == PLIM_E_NOT_FOUND);
  said("1073741824");
  CHECK(monitor == NULL);
}

int main(void) {
  judges();
  answers();
  refuses();
  refuses_metrics();
  thresholds();
  prices();
  return 0;
}
