/* The benchmark from the options to the result: measured, given up, compared, wrong. */
#include <plimsoll.h>

#include <math.h>
#include <string.h>

#include "check.h"

static int told = 0;

static int32_t on_progress(const plim_benchmark_progress *progress, void *data) {
  CHECK(data == &told && progress->elapsed_seconds > 0 && progress->remaining_seconds < 3600);
  CHECK(isnan(progress->throttled_ratio) || (progress->throttled_ratio >= 0 && progress->throttled_ratio <= 1));
  told++;
  return 0;
}

static int32_t enough(const plim_benchmark_progress *progress, void *data) {
  (void)progress;
  (void)data;
  return 1;
}

static plim_benchmark *made(const char *profile) {
  plim_error *error = NULL;
  plim_benchmark *benchmark = NULL;
  plim_benchmark_options options;
  memset(&options, 0, sizeof options);
  options.profile = profile;
  options.without_disk = 1;
  CHECK_OK(plim_benchmark_new(&options, sizeof options, &benchmark, &error), error);
  return benchmark;
}

static void of_a_second(void) {
  plim_error *error = NULL;
  plim_benchmark *benchmark = made("1s");
  plim_string json = {0}, compared = {0}, written = {0};
  CHECK_OK(plim_benchmark_run(benchmark, on_progress, &told, &json, &error), error);
  CHECK(told >= 1);
  CHECK(strstr(json.ptr, "\"schema\":\"plimsoll.bench/1\"") == json.ptr + 1);
  CHECK(strstr(json.ptr, "\"name\":\"sample\"") != NULL && strstr(json.ptr, "\"ended\":\"complete\"") != NULL);
  CHECK_OK(plim_benchmark_compare(json.ptr, json.ptr, 0, &compared, &error), error);
  CHECK(strstr(compared.ptr, "\"comparison\":{\"verdict\":\"same\"") != NULL);
  CHECK_OK(plim_benchmark_write(compared.ptr, "markdown", &written, &error), error);
  CHECK(strncmp(written.ptr, "## Benchmark: ", 14) == 0);
  plim_string_free(&written);
  if ((plim_features() & PLIM_FEATURE_REPORT) != 0) {
    CHECK_OK(plim_benchmark_write(compared.ptr, "html", &written, &error), error);
    CHECK(strncmp(written.ptr, "<!DOCTYPE html>", 15) == 0);
    plim_string_free(&written);
  }
  CHECK(plim_benchmark_write(json.ptr, "hdr", &written, &error) == PLIM_E_INVALID_ARGUMENT);
  CHECK(strstr(plim_error_message(error), "allowed are html, csv") != NULL);
  plim_error_free(error);
  CHECK(plim_benchmark_write("{}", "csv", &written, NULL) == PLIM_E_MALFORMED);
  CHECK(plim_benchmark_compare(json.ptr, "{}", 0, &written, NULL) == PLIM_E_MALFORMED);
  plim_string_free(&compared);
  plim_string_free(&json);
  plim_benchmark_free(benchmark);
}

static void given_up(void) {
  plim_error *error = NULL;
  plim_benchmark *benchmark = made("full");
  plim_string json = {0};
  CHECK_OK(plim_benchmark_run(benchmark, enough, NULL, &json, &error), error);
  CHECK(strstr(json.ptr, "\"ended\":\"interrupted\"") != NULL);
  plim_string_free(&json);
  plim_benchmark_cancel(benchmark);
  plim_benchmark_free(benchmark);
}

static void wrong(void) {
  plim_error *error = NULL;
  plim_benchmark *benchmark = NULL;
  plim_benchmark_options options;
  memset(&options, 0, sizeof options);
  options.profile = "long";
  CHECK(plim_benchmark_new(&options, sizeof options, &benchmark, &error) == PLIM_E_INVALID_ARGUMENT);
  CHECK(benchmark == NULL && strstr(plim_error_message(error), "quick, standard, full") != NULL);
  plim_error_free(error);
  options.profile = NULL;
  options.directory_len = 3;
  CHECK(plim_benchmark_new(&options, sizeof options, &benchmark, NULL) == PLIM_E_NULL);
  CHECK(plim_benchmark_new(NULL, 0, NULL, NULL) == PLIM_E_NULL);
  CHECK_OK(plim_benchmark_new(NULL, 0, &benchmark, &error), error);
  CHECK(plim_benchmark_run(benchmark, NULL, NULL, NULL, NULL) == PLIM_E_NULL);
  plim_benchmark_free(benchmark);
  plim_benchmark_free(NULL);
  plim_benchmark_cancel(NULL);
}

int main(void) {
  CHECK((plim_features() & PLIM_FEATURE_LOAD) != 0);
  of_a_second();
  given_up();
  wrong();
  return 0;
}
