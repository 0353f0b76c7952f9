/* Database pools: what they report, findings, advice, and reading a database over the caller's own connection. */
#include <plimsoll.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include <stdbool.h>

#include "check.h"

static plim_dbpool *pool;
static plim_database_reader *reader;

static uint64_t seconds(double at) { return (uint64_t)(at * 1e9) + 1000000000u; }

/* A load that keeps so many of four connections busy. */
static void observe(double at, double in_use, double waiting) {
  plim_dbpool_stats stats;
  memset(&stats, 0, sizeof stats);
  PLIM_SET(&stats, PLIM_DBPOOL_SIZE, size, 4);
  PLIM_SET(&stats, PLIM_DBPOOL_MAX_OVERFLOW, max_overflow, 0);
  PLIM_SET(&stats, PLIM_DBPOOL_IN_USE, in_use, in_use);
  PLIM_SET(&stats, PLIM_DBPOOL_WAITING, waiting, waiting);
  PLIM_SET(&stats, PLIM_DBPOOL_REQUESTS, requests, at * 100);
  PLIM_SET(&stats, PLIM_DBPOOL_QUEUED, queued, waiting > 0 ? at * 90 : 0);
  PLIM_SET(&stats, PLIM_DBPOOL_WAIT_SECONDS, wait_seconds, at * 20 * waiting);
  PLIM_SET(&stats, PLIM_DBPOOL_USE_SECONDS, use_seconds, at * in_use);
  PLIM_SET(&stats, PLIM_DBPOOL_TIMEOUTS, timeouts, waiting > 0 ? at : 0);
  CHECK(plim_dbpool_observe(pool, seconds(at), &stats, sizeof stats, NULL) == PLIM_OK);
}

static void what_it_reports(void) {
  plim_dbpool_stats stats;
  plim_dbpool_holder holders[2] = {{"jobs.c:10 work", 3.5, 2, 0}, {"jobs.c:20 rest", 0.5, 1, 0}};
  plim_error *error = NULL;
  plim_string json = {0};
  static const char record[] =
      "{\"name\": \"else\", \"time_seconds\": 100, \"pool\": {\"in_use\": 7}, \"database\": {\"system\": \"mysql\"}}";

  CHECK(plim_dbpool_new("", NULL, 0, &pool, &error) == PLIM_E_INVALID_ARGUMENT);
  CHECK(strstr(plim_error_message(error), "1 to 64 bytes") != NULL);
  plim_error_free(error);
  CHECK(plim_dbpool_new("orders", NULL, 0, &pool, NULL) == PLIM_OK);
  CHECK(plim_dbpool_describe(pool, &json, NULL) == PLIM_NOT_ENOUGH_DATA);
  CHECK(strstr(json.ptr, "\"name\":\"orders\"") != NULL);
  plim_string_free(&json);
  CHECK(plim_dbpool_findings(pool, &json, NULL) == PLIM_NOT_ENOUGH_DATA && strcmp(json.ptr, "[]") == 0);
  plim_string_free(&json);

  memset(&stats, 0x5a, sizeof stats); /* What is not said to be there is not looked at. */
  stats.valid[0] = stats.valid[1] = 0;
  PLIM_SET(&stats, PLIM_DBPOOL_IN_USE, in_use, 3);
  CHECK(PLIM_HAS(&stats, PLIM_DBPOOL_IN_USE) && !PLIM_HAS(&stats, PLIM_DBPOOL_SIZE));
  CHECK(plim_dbpool_observe(pool, 1, &stats, sizeof stats, NULL) == PLIM_OK);
  CHECK(plim_dbpool_observe_holders(pool, holders, sizeof *holders, 2, NULL) == PLIM_OK);
  CHECK(plim_dbpool_describe(pool, &json, NULL) == PLIM_OK);
  CHECK(strstr(json.ptr, "\"stats\":{\"in_use\":3.0}") != NULL && strstr(json.ptr, "jobs.c:20 rest") != NULL);
  plim_string_free(&json);
  CHECK(plim_dbpool_observe_holders(pool, NULL, 0, 0, NULL) == PLIM_OK);
  CHECK(plim_dbpool_observe_holders(pool, NULL, sizeof *holders, 1, NULL) == PLIM_E_NULL);
  holders[1].site = NULL;
  CHECK(plim_dbpool_observe_holders(pool, holders, sizeof *holders, 2, NULL) == PLIM_E_NULL);

  /* A shorter struct, of a caller that is older. */
  CHECK(plim_dbpool_observe(pool, 2, &stats, offsetof(plim_dbpool_stats, idle), NULL) == PLIM_OK);
  stats.in_use = -1;
  CHECK(plim_dbpool_observe(pool, 3, &stats, sizeof stats, &error) == PLIM_E_INVALID_ARGUMENT);
  CHECK(strstr(plim_error_message(error), "in_use") != NULL);
  plim_error_free(error);
  stats.in_use = 4;
  CHECK(plim_dbpool_observe(pool, 1, &stats, sizeof stats, NULL) == PLIM_E_INVALID_ARGUMENT); /* Back in time. */
  CHECK(plim_dbpool_observe(pool, 2, &stats, sizeof stats - 1, NULL) == PLIM_E_SIZE);

  CHECK(plim_dbpool_observe_record_json(pool, record, sizeof record - 1, NULL) == PLIM_OK);
  CHECK(plim_dbpool_observe_record_json(pool, "{}", 2, NULL) == PLIM_E_MALFORMED);
  CHECK(plim_dbpool_describe(pool, &json, NULL) == PLIM_OK);
  CHECK(strstr(json.ptr, "\"in_use\":7.0") != NULL && strstr(json.ptr, "\"mysql\"") != NULL);
  plim_string_free(&json);
  plim_dbpool_free(pool);
}

static void what_comes_of_it(void) {
  plim_dbpool_advice_options options;
  plim_dbpool_advice advice;
  plim_string json = {0};
  plim_error *error = NULL;
  int at;
  CHECK(plim_dbpool_new("orders", NULL, 0, &pool, NULL) == PLIM_OK);
  memset(&advice, 0x5a, sizeof advice);
  CHECK(plim_dbpool_advise(pool, NULL, 0, &advice, sizeof advice, &json, NULL) == PLIM_NOT_ENOUGH_DATA);
  CHECK(advice.confidence == 0 && advice.size == 0 && strstr(json.ptr, "\"not_enough_data\"") != NULL);
  plim_string_free(&json);
  for (at = 0; at <= 120; at++) observe(at, 4, 6);
  CHECK(plim_dbpool_findings(pool, &json, NULL) == PLIM_OK);
  CHECK(strstr(json.ptr, "database_pool:orders") != NULL);
  plim_string_free(&json);
  CHECK(plim_dbpool_recommendations(pool, &json, NULL) == PLIM_OK && json.ptr[0] == '[' && json.len > 2);
  plim_string_free(&json);

  memset(&options, 0, sizeof options);
  options.pattern = PLIM_DBPATTERN_BALANCED;
  options.database_cpus = 16;
  options.other_connections = PLIM_OTHERS_NONE;
  CHECK(plim_dbpool_advise(pool, &options, sizeof options, &advice, sizeof advice, &json, NULL) == PLIM_OK);
  CHECK(advice.size > 4 && advice.change == PLIM_DBSIZE_GROW && advice.pattern == PLIM_DBPATTERN_BALANCED);
  CHECK(advice.timeout_ns > 0 && advice.recycle_ns > 0 && advice.confidence > 0);
  CHECK(advice.limit > PLIM_DBLIMIT_NONE && advice.limit <= PLIM_DBLIMIT_LEAK);
  CHECK(strstr(json.ptr, "\"sqlalchemy\"") != NULL && strstr(json.ptr, "\"reason\"") != NULL);
  plim_string_free(&json);
  CHECK(plim_dbpool_advise(pool, NULL, 0, NULL, 0, NULL, NULL) == PLIM_OK);
  CHECK(plim_dbpool_advise(pool, NULL, 8, NULL, 0, NULL, NULL) == PLIM_E_NULL);
  options.pattern = 9;
  CHECK(plim_dbpool_advise(pool, &options, sizeof options, NULL, 0, NULL, &error) == PLIM_E_INVALID_ARGUMENT);
  CHECK(strstr(plim_error_message(error), "PLIM_DBPATTERN_") != NULL);
  plim_error_free(error);
  options.pattern = 0;
  options.late_ratio = 2;
  CHECK(plim_dbpool_advise(pool, &options, sizeof options, NULL, 0, NULL, NULL) == PLIM_E_INVALID_ARGUMENT);
  /* An hour later nothing of it is known. */
  CHECK(plim_dbpool_judge(pool, seconds(3600), NULL) == PLIM_OK);
  CHECK(plim_dbpool_findings(pool, &json, NULL) == PLIM_OK && strcmp(json.ptr, "[]") == 0);
  plim_string_free(&json);
  plim_dbpool_free(pool);
}

static bool is_saturated(double in_use) {
  plim_string json = {0};
  bool found;
  double at;
  for (at = 1; at <= 20; at++) observe(at, in_use, 0.1);
  CHECK(plim_dbpool_findings(pool, &json, NULL) == PLIM_OK);
  found = strstr(json.ptr, "database_pool.saturated") != NULL;
  plim_string_free(&json);
  plim_dbpool_free(pool);
  return found;
}

/* Three of four connections are in use, and now and then somebody waits. */
static void thresholds_of_the_callers(void) {
  plim_threshold own[] = {{"database_pool.saturated", 0.6, 0.5, PLIM_SEVERITY_HIGH, 0},
                          {"database_pool.timeouts", 0, 0, 0, 0}};
  plim_error *error = NULL;
  CHECK(plim_dbpool_new("orders", NULL, 0, &pool, NULL) == PLIM_OK && !is_saturated(3));
  CHECK(plim_dbpool_new("orders", own, 2, &pool, NULL) == PLIM_OK && is_saturated(3));
  CHECK(plim_dbpool_new("orders", NULL, 1, &pool, NULL) == PLIM_E_NULL);
  own[0].rule = "cpu.utilisation";
  CHECK(plim_dbpool_new("orders", own, 1, &pool, &error) == PLIM_E_INVALID_ARGUMENT);
  CHECK(strstr(plim_error_message(error), "database_pool.saturated, ") != NULL);
  plim_error_free(error);
}

static void with_a_monitor(void) {
  plim_monitor *monitor = NULL;
  plim_dbpool *other = NULL;
  plim_dbpool_stats stats;
  plim_string json = {0};
  memset(&stats, 0, sizeof stats);
  PLIM_SET(&stats, PLIM_DBPOOL_SIZE, size, 4);
  PLIM_SET(&stats, PLIM_DBPOOL_IN_USE, in_use, 1);
  CHECK(plim_monitor_new(NULL, 0, &monitor, NULL) == PLIM_OK);
  CHECK(plim_dbpool_new("orders", NULL, 0, &pool, NULL) == PLIM_OK && plim_dbpool_new("orders", NULL, 0, &other, NULL) == PLIM_OK);
  CHECK(plim_monitor_attach_dbpool(monitor, pool, NULL) == PLIM_OK);
  CHECK(plim_monitor_attach_dbpool(monitor, other, NULL) == PLIM_E_INVALID_ARGUMENT);
  CHECK(plim_dbpool_observe(pool, 0, &stats, sizeof stats, NULL) == PLIM_OK);
  CHECK(plim_monitor_observe(monitor, NULL) == PLIM_OK);
  CHECK(plim_monitor_report(monitor, &json, NULL) == PLIM_OK && strstr(json.ptr, "database_pool:orders") != NULL);
  plim_string_free(&json);
  CHECK(plim_dbpool_close(pool, NULL) == PLIM_OK);
  plim_dbpool_free(pool); /* The monitor still has it. */
  CHECK(plim_monitor_observe(monitor, NULL) == PLIM_OK);
  CHECK(plim_monitor_detach_dbpool(monitor, "orders", NULL) == PLIM_OK);
  CHECK(plim_monitor_detach_dbpool(monitor, "orders", NULL) == PLIM_ABSENT);
  CHECK(plim_monitor_observe(monitor, NULL) == PLIM_OK);
  plim_monitor_free(monitor);
  plim_dbpool_free(other);
}

static int32_t answers(const char *sql, plim_rows *rows, void *user_data) {
  static const char *const row[] = {"3.45.1", "25", "4096", "-2000", "wal", "5000", NULL};
  ++*(int *)user_data;
  CHECK(strstr(sql, "pragma_page_count") != NULL);
  /* Whatever it asks of the two that call it. */
  CHECK(plim_dbpool_describe(pool, NULL, NULL) == PLIM_E_NULL);
  CHECK(plim_dbpool_judge(pool, 1, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_database_reader_begin(reader, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_dbpool_read_database(pool, reader, 0, answers, user_data, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_rows_add(rows, row, sizeof row / sizeof *row, NULL) == PLIM_OK);
  return PLIM_OK;
}

static int32_t fails(const char *sql, plim_rows *rows, void *user_data) {
  (void)sql;
  if (user_data != NULL) CHECK(plim_rows_fail(rows, user_data, NULL) == PLIM_OK);
  return -1;
}

static void reading_a_database(void) {
  plim_reader_options options;
  plim_error *error = NULL;
  plim_string text = {0};
  plim_rows *rows = NULL;
  int calls = 0;
  static const char *const row[] = {"3.45.1", "26", "4096", "-2000", "wal", "5000", NULL};

  memset(&options, 0, sizeof options);
  CHECK(plim_database_reader_new(&options, sizeof options, &reader, &error) == PLIM_E_INVALID_ARGUMENT);
  CHECK(strstr(plim_error_message(error), "PLIM_DATABASE_") != NULL);
  plim_error_free(error);
  options.system = PLIM_DATABASE_SQLITE;
  options.slow_queries = 11;
  CHECK(plim_database_reader_new(&options, sizeof options, &reader, NULL) == PLIM_E_INVALID_ARGUMENT);
  options.slow_queries = PLIM_SLOW_QUERIES_NONE;
  options.timeout_ns = 1;
  CHECK(plim_database_reader_new(&options, sizeof options, &reader, NULL) == PLIM_E_INVALID_ARGUMENT);
  options.timeout_ns = 100000000;
  CHECK(plim_database_reader_new(&options, sizeof options, &reader, NULL) == PLIM_OK);
  CHECK(plim_dbpool_new("orders", NULL, 0, &pool, NULL) == PLIM_OK);

  CHECK(plim_dbpool_read_database(pool, reader, 0, NULL, NULL, NULL) == PLIM_E_NULL);
  CHECK(plim_dbpool_read_database(pool, reader, 1000, answers, &calls, NULL) == PLIM_OK && calls == 1);
  CHECK(plim_dbpool_describe(pool, &text, NULL) == PLIM_OK);
  CHECK(strstr(text.ptr, "\"database_bytes\":102400.0") != NULL);
  plim_string_free(&text);
  CHECK(plim_dbpool_read_database(pool, reader, 2000, fails, "password=hunter2 is wrong", &error) == PLIM_E_IO);
  CHECK(strstr(plim_error_message(error), "is wrong") != NULL && strstr(plim_error_message(error), "hunter2") == NULL);
  plim_error_free(error);
  CHECK(plim_dbpool_read_database(pool, reader, 2000, fails, NULL, &error) == PLIM_E_IO);
  CHECK(strstr(plim_error_message(error), "did not say why") != NULL);
  plim_error_free(error);

  /* Step by step. */
  CHECK(plim_rows_new(&rows, NULL) == PLIM_OK);
  CHECK(plim_database_reader_begin(reader, NULL) == PLIM_OK);
  CHECK(plim_database_reader_next(reader, &text, NULL) == PLIM_OK && strstr(text.ptr, "pragma_page_count") != NULL);
  plim_string_free(&text);
  CHECK(plim_dbpool_take_reading(pool, reader, 3000, NULL) == PLIM_E_INVALID_ARGUMENT); /* Not complete. */
  CHECK(plim_database_reader_begin(reader, NULL) == PLIM_OK);
  while (plim_database_reader_next(reader, &text, NULL) == PLIM_OK) {
    plim_string_free(&text);
    CHECK(plim_rows_add(rows, row, sizeof row / sizeof *row, NULL) == PLIM_OK);
    CHECK(plim_database_reader_take(reader, rows, NULL) == PLIM_OK);
  }
  CHECK(text.ptr == NULL);
  CHECK(plim_database_reader_set_known_json(reader, "{\"cpus\":8}", 10, NULL) == PLIM_OK);
  CHECK(plim_database_reader_set_known_json(reader, "{\"cpus\":-1}", 11, NULL) == PLIM_E_MALFORMED);
  CHECK(plim_database_reader_set_known_json(reader, "{\"cores\":8}", 11, NULL) == PLIM_E_MALFORMED);
  CHECK(plim_dbpool_take_reading(pool, reader, 3000, NULL) == PLIM_OK);
  CHECK(plim_dbpool_describe(pool, &text, NULL) == PLIM_OK);
  CHECK(strstr(text.ptr, "\"cpus\":8.0") != NULL);
  CHECK(strstr(text.ptr, "\"database_bytes\":106496.0") != NULL);
  plim_string_free(&text);
  plim_rows_free(rows);
  plim_rows_free(NULL);

  CHECK(plim_dbpool_close(pool, NULL) == PLIM_OK && plim_dbpool_close(pool, NULL) == PLIM_OK);
  CHECK(plim_dbpool_describe(pool, &text, NULL) == PLIM_E_CLOSED);
  CHECK(plim_dbpool_read_database(pool, reader, 0, answers, &calls, NULL) == PLIM_E_CLOSED);
  plim_dbpool_free(pool);
  plim_dbpool_free(NULL);
  plim_database_reader_free(reader);
  plim_database_reader_free(NULL);
}

int main(void) {
  what_it_reports();
  what_comes_of_it();
  thresholds_of_the_callers();
  with_a_monitor();
  reading_a_database();
  return 0;
}
