/* Load tests from the configuration to the result: of a server, of a function, cancelled, wrong. */
#include <plimsoll.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "http_server.h"

static int freed = 0;
static int calls = 0;
static int told = 0;

static void count_free(void *data) {
  (void)data;
  freed++;
}

/* Every fourth call fails. */
static int32_t work(const plim_load_turn *turn, void *data) {
  CHECK(data == &calls && turn->user < 2);
  usleep(1000);
  __sync_fetch_and_add(&calls, 1);
  return turn->number % 4 == 3 ? PLIM_REASON_BODY_MISMATCH : 0;
}

static int32_t on_progress(const plim_load_progress *progress, void *data) {
  CHECK(data == &told && progress->elapsed_seconds > 0 && progress->stages == 1);
  /* A machine that stands still has none to tell of yet. */
  CHECK(progress->ok > 0 || isnan(progress->p50_seconds));
  return ++told == 2;
}

static plim_load_own_options own(void) {
  plim_load_own_options options;
  memset(&options, 0, sizeof options);
  options.name = "work";
  options.call = work;
  options.user_data = &calls;
  options.free = count_free;
  return options;
}

/* How many requests were ok, as the first count of a result says. */
static int ok_of(const plim_string *json) {
  const char *found = strstr(json->ptr, "\"ok\":");
  CHECK(found != NULL);
  return atoi(found + strlen("\"ok\":"));
}

static void of_a_server(const char *url) {
  int ok;
  plim_error *error = NULL;
  plim_load_test *test = NULL;
  plim_string json = {0}, written = {0};
  const char *both[2];
  char *other, *digit;
  char config[512];
  snprintf(config, sizeof config,
           "{\"servers\": [{\"name\": \"shop\", \"rest\": {\"url\": \"%s\"}}], \"benchmarking\": {\"scenarios\": "
           "[{\"name\": \"quick\", \"rate\": 50, \"duration\": 0.5, \"thresholds\": [\"p50 < 5s\"]}]}}",
           url);
  CHECK_OK(plim_load_test_parse(config, "quick", &test, &error), error);
  CHECK_OK(plim_load_test_run(test, NULL, NULL, &json, &error), error);
  CHECK(strstr(json.ptr, "\"schema\":\"plimsoll.load/1\"") == json.ptr + 1);
  /* All 25 that were planned, unless the machine stood still. */
  ok = ok_of(&json);
  CHECK(ok > 5 && ok <= 25 && strstr(json.ptr, "\"met\":true") != NULL);
  CHECK_OK(plim_load_result_write(json.ptr, "csv", &written, &error), error);
  CHECK(strncmp(written.ptr, "begin_seconds,", 14) == 0);
  plim_string_free(&written);
  CHECK(plim_load_result_write(json.ptr, "pdf", &written, &error) == PLIM_E_INVALID_ARGUMENT);
  CHECK(strstr(plim_error_message(error), "allowed are html") != NULL);
  plim_error_free(error);
  CHECK(plim_load_result_write("{}", "csv", &written, NULL) == PLIM_E_MALFORMED);
  both[0] = both[1] = json.ptr;
  CHECK(plim_load_result_merge(both, 2, &written, &error) == PLIM_E_INVALID_ARGUMENT);
  CHECK(strstr(plim_error_message(error), "is there twice") != NULL);
  plim_error_free(error);
  error = NULL;
  /* As another machine would have found it: begun some milliseconds before or after. */
  other = malloc(strlen(json.ptr) + 1);
  CHECK(other != NULL);
  strcpy(other, json.ptr);
  digit = strstr(other, "\"began_unix_ns\":") + strlen("\"began_unix_ns\":") + 12;
  *digit = *digit == '5' ? '4' : '5';
  both[1] = other;
  CHECK_OK(plim_load_result_merge(both, 2, &written, &error), error);
  CHECK(ok_of(&written) == 2 * ok);
  free(other);
  plim_string_free(&written);
  plim_string_free(&json);
  plim_load_test_free(test);
}

static void of_a_function(void) {
  plim_error *error = NULL;
  plim_load_test *test = NULL;
  plim_string json = {0};
  plim_load_own_options options = own();
  const char *config = "{benchmarking: {scenarios: [{name: own, users: 2, duration: 60s}]}}";
  CHECK_OK(plim_load_test_parse(config, NULL, &test, &error), error);
  CHECK(plim_load_test_run(test, NULL, NULL, &json, &error) == PLIM_E_INVALID_ARGUMENT);
  CHECK(strstr(plim_error_message(error), "a server that is enabled, or a function") != NULL);
  plim_error_free(error);
  CHECK_OK(plim_load_test_add_own(test, &options, sizeof options, &error), error);
  /* Given up after two seconds: what was measured is there. */
  CHECK_OK(plim_load_test_run(test, on_progress, &told, &json, &error), error);
  CHECK(told == 2 && calls > 100);
  CHECK(strstr(json.ptr, "\"how\":\"interrupted\"") != NULL && strstr(json.ptr, "\"body_mismatch\":") != NULL);
  plim_string_free(&json);
  plim_load_test_cancel(test);
  CHECK(freed == 0);
  plim_load_test_free(test);
  CHECK(freed == 1);
}

static void wrong(void) {
  plim_error *error = NULL;
  plim_load_test *test = NULL;
  plim_load_own_options options = own();
  const char *config = "{benchmarking: {scenarios: [{name: a, rate: 5}, {name: b, users: 0}]}}";
  CHECK(plim_load_test_parse(config, NULL, &test, &error) == PLIM_E_CONFIGURATION && test == NULL);
  CHECK(strstr(plim_error_message(error), "benchmarking.scenarios[1].users") != NULL);
  plim_error_free(error);
  config = "{benchmarking: {scenarios: [{name: a, rate: 5}, {name: b, users: 1}]}}";
  CHECK(plim_load_test_parse(config, NULL, &test, &error) == PLIM_E_INVALID_ARGUMENT);
  plim_error_free(error);
  CHECK(plim_load_test_parse(config, "c", &test, &error) == PLIM_E_INVALID_ARGUMENT);
  CHECK(strstr(plim_error_message(error), "known are a, b") != NULL);
  plim_error_free(error);
  CHECK(plim_load_test_parse(NULL, NULL, &test, NULL) == PLIM_E_NULL);
  CHECK(plim_load_test_load("/no/such/file", 13, NULL, NULL, &test, NULL) < 0 && test == NULL);
  CHECK_OK(plim_load_test_parse(config, "a", &test, &error), error);
  options.call = NULL;
  CHECK(plim_load_test_add_own(test, &options, sizeof options, NULL) == PLIM_E_NULL && freed == 2);
  options = own();
  options.weight = -1;
  CHECK_OK(plim_load_test_add_own(test, &options, sizeof options, &error), error);
  {
    plim_string json = {0};
    CHECK(plim_load_test_run(test, NULL, NULL, &json, &error) == PLIM_E_INVALID_ARGUMENT && json.ptr == NULL);
    CHECK(strstr(plim_error_message(error), "weight") != NULL);
    plim_error_free(error);
  }
  plim_load_test_free(test);
  CHECK(freed == 3);
  plim_load_test_free(NULL);
  plim_load_test_cancel(NULL);
}

int main(void) {
  static http_server server;
  char url[64];
  CHECK((plim_features() & PLIM_FEATURE_LOAD) != 0);
  (void)http_server_target;
  http_server_start(&server, HTTP_OK, 0);
  snprintf(url, sizeof url, "http://127.0.0.1:%d/", server.port);
  of_a_server(url);
  of_a_function();
  wrong();
  return 0;
}
