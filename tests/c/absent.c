/* A library that only samples has every function; those of other features say that they are not there. */
#include <plimsoll.h>

#include "check.h"

int main(void) {
  plim_error *error = NULL;
  plim_monitor *monitor = NULL;
  plim_probe_context *context = NULL;
  plim_targets *targets = NULL;
  plim_checker *checker = NULL;
  plim_checks *checks = NULL;
  plim_run *run = NULL;
  plim_outcome outcome;
  plim_string json = {0};
  uint32_t stuck = 7;
  memset(&outcome, 0x5a, sizeof outcome);
  CHECK(plim_features() == PLIM_FEATURE_SAMPLING);
  CHECK(plim_monitor_new(NULL, 0, &monitor, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_probe_context_new(NULL, 0, &context, &error) == PLIM_E_NOT_BUILT);
  CHECK(strstr(plim_error_message(error), "`check`") != NULL);
  plim_error_free(error);
  CHECK(plim_probe_context_close(context, 0, &stuck, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_targets_load("/", 1, NULL, &targets, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_targets_parse("", &targets, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_targets_describe(targets, 0, &json, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_probe(context, targets, 0, &outcome, sizeof outcome, &json, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_request(context, PLIM_POOL_REST, NULL, 0, NULL, 0, &json, &json, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_pool_statistics(context, PLIM_POOL_REST, &json, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_probe_context_sweep(context, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_cache_create(context, NULL, 0, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_cache_get(context, "config", "a", &json, NULL, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_cache_set(context, "config", "a", NULL, 0, 0, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_cache_set_absent(context, "config", "a", 0, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_cache_remove(context, "config", "a", NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_cache_clear(context, "config", NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_cache_statistics(context, &json, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_checker_new(NULL, 0, &checker, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_checks_new(&checks, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_checker_metrics(checker, &json, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_probe_context_metrics(context, &json, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_gate_metrics(NULL, &json, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_checker_start(checker, checks, NULL, 0, &run, NULL) == PLIM_E_NOT_BUILT);
  CHECK(plim_checks_count(checks) == 0 && plim_checks_name(checks, 0) == NULL);
  CHECK(checker == NULL && checks == NULL && run == NULL);
  plim_run_free(run);
  plim_checks_free(checks);
  plim_checker_free(checker);
  CHECK(monitor == NULL && context == NULL && targets == NULL && json.ptr == NULL && stuck == 7);
  CHECK(outcome.status == 0x5a5a5a5a);
  CHECK(plim_targets_count(targets) == 0 && plim_targets_name(targets, 0) == NULL);
  CHECK(plim_targets_enabled(targets, 0) == 0);
  CHECK(plim_reason_name(PLIM_REASON_OK) == NULL && plim_reason_meaning(PLIM_REASON_OK) == NULL);
  {
    plim_gate *gate = NULL;
    plim_permit *permit = NULL;
    plim_gate_state_values state;
    plim_refusal refusal;
    size_t count = 7;
    CHECK(plim_gate_new(NULL, 0, &gate, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_gate_try_acquire(gate, 0, &permit, &refusal, sizeof refusal, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_gate_acquire(gate, 0, 0, &permit, &refusal, sizeof refusal, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_gate_refresh(gate, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_gate_state(gate, &state, sizeof state, NULL, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_gate_waiting(gate, NULL, 0, 0, &count, NULL) == PLIM_E_NOT_BUILT && count == 7);
    CHECK(plim_gate_close(gate, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_refusal_name(PLIM_REFUSAL_MEMORY) == NULL);
    plim_permit_release(permit, 0);
    plim_gate_free(gate);
  }
  {
    plim_dbpool *pool = NULL;
    plim_database_reader *reader = NULL;
    plim_rows *rows = NULL;
    CHECK(plim_dbpool_new("a", NULL, 0, &pool, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_dbpool_observe(pool, 0, NULL, 0, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_dbpool_advise(pool, NULL, 0, NULL, 0, NULL, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_dbpool_findings(pool, &json, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_monitor_attach_dbpool(monitor, pool, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_database_reader_new(NULL, 0, &reader, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_dbpool_read_database(pool, reader, 0, NULL, NULL, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_rows_new(&rows, NULL) == PLIM_E_NOT_BUILT);
    CHECK(pool == NULL && reader == NULL && rows == NULL);
    plim_rows_free(rows);
    plim_database_reader_free(reader);
    plim_dbpool_free(pool);
  }
  {
    plim_load_test *test = NULL;
    CHECK(plim_load_test_parse("", NULL, &test, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_load_test_load("x", 1, NULL, NULL, &test, NULL) == PLIM_E_NOT_BUILT && test == NULL);
    CHECK(plim_load_test_add_own(test, NULL, 0, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_load_test_run(test, NULL, NULL, &json, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_load_result_write("{}", "csv", &json, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_load_result_merge(NULL, 0, &json, NULL) == PLIM_E_NOT_BUILT);
    plim_exporter *exporter = NULL;
    CHECK(plim_exporter_new(NULL, &exporter, NULL) == PLIM_E_NOT_BUILT && exporter == NULL);
    CHECK(plim_exporter_is_due(exporter) == -1);
    CHECK(plim_exporter_send(exporter, NULL, NULL, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_exporter_send_text(exporter, "", NULL, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_exporter_statistics(exporter, &json, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_exporter_close(exporter, 0, NULL, NULL) == PLIM_E_NOT_BUILT);
    plim_exporter_free(exporter);

    plim_benchmark *benchmark = NULL;
    CHECK(plim_benchmark_new(NULL, 0, &benchmark, NULL) == PLIM_E_NOT_BUILT && benchmark == NULL);
    CHECK(plim_benchmark_run(benchmark, NULL, NULL, &json, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_benchmark_compare("{}", "{}", 0, &json, NULL) == PLIM_E_NOT_BUILT);
    CHECK(plim_benchmark_write("{}", "csv", &json, NULL) == PLIM_E_NOT_BUILT);
    plim_benchmark_cancel(benchmark);
    plim_benchmark_free(benchmark);
    plim_load_test_cancel(test);
    plim_load_test_free(test);
  }
  plim_probe_context_free(context);
  plim_targets_free(targets);
  return 0;
}
