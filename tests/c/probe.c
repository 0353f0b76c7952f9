/* Probes from their options to their end, and everything wrong that a caller can do between. */
#include <plimsoll.h>

#include "check.h"
#include "http_server.h"

static plim_error *error;

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
  if (!found)
    fprintf(stderr, "no %s in %s\n", part, json->ptr);
  plim_string_free(json);
  return found;
}

static plim_probe_context *context(void) {
  plim_probe_context *made = NULL;
  CHECK_OK(plim_probe_context_new(NULL, 0, &made, &error), error);
  return made;
}

static plim_targets *parse(const char *text) {
  plim_targets *made = NULL;
  CHECK_OK(plim_targets_parse(text, &made, &error), error);
  return made;
}

static void options(void) {
  const plim_probe_options zero = {0};
  plim_probe_options wrong = {0};
  plim_probe_context *made = NULL;
  struct {
    plim_probe_options options;
    uint64_t newer;
  } wide;

  CHECK_OK(plim_probe_context_new(&zero, sizeof zero, &made, &error), error);
  plim_probe_context_free(made);
  wrong.header_bytes = 1023;
  CHECK(plim_probe_context_new(&wrong, sizeof wrong, &made, &error) == PLIM_E_INVALID_ARGUMENT);
  said("`header_bytes` is 1023");
  wrong = zero;
  wrong.user_agent = "two\nlines";
  CHECK(plim_probe_context_new(&wrong, sizeof wrong, &made, &error) == PLIM_E_INVALID_ARGUMENT);
  said("`user_agent`");
  wrong.user_agent = "\xff";
  CHECK(plim_probe_context_new(&wrong, sizeof wrong, &made, &error) == PLIM_E_INVALID_ARGUMENT);
  said("UTF-8");
  wrong = zero;
  wrong.mcp_pool.keep_alive = -2;
  CHECK(plim_probe_context_new(&wrong, sizeof wrong, &made, &error) == PLIM_E_INVALID_ARGUMENT);
  said("`mcp_pool.keep_alive` is -2");
  wrong = zero;
  wrong.rest_pool.keep_alive = 1;
  CHECK(plim_probe_context_new(&wrong, sizeof wrong, &made, &error) == PLIM_E_INVALID_ARGUMENT);
  said("`rest_pool.keep_alive`");

  /* A newer caller: fine as long as it does not use what is newer. */
  memset(&wide, 0, sizeof wide);
  CHECK_OK(plim_probe_context_new(&wide.options, sizeof wide, &made, &error), error);
  plim_probe_context_free(made);
  wide.newer = 1;
  CHECK(plim_probe_context_new(&wide.options, sizeof wide, &made, &error) == PLIM_E_SIZE);
  said("`options` is larger");
  /* An older caller. */
  CHECK_OK(plim_probe_context_new(&zero, offsetof(plim_probe_options, mcp_pool.idle_age_ns), &made, &error), error);
  plim_probe_context_free(made);
  CHECK(plim_probe_context_new(NULL, sizeof zero, &made, &error) == PLIM_E_NULL);
  said("`options`");
  CHECK(plim_probe_context_new(NULL, 0, NULL, NULL) == PLIM_E_NULL);
}

static void targets(const char *directory) {
  char path[4096];
  const char *text =
      "servers:\n"
      "  - {name: \"ab\", timeout: 2s, labels: {team: blue}, rest: {url: 'http://127.0.0.1:1/'}}\n"
      "  - {name: cd, enabled: false, depends_on: [ab], interval: 30s, mcp: {command: \"true\"}}\n"
      "environments:\n  production: {servers: [{name: ab, timeout: 9s}]}\n";
  plim_targets *made = NULL;
  plim_string json = {0};
  FILE *file;

  snprintf(path, sizeof path, "%s/servers.yaml", directory);
  CHECK(plim_targets_load(path, strlen(path), NULL, &made, &error) == PLIM_E_NOT_FOUND);
  CHECK(strcmp(plim_error_path(error), path) == 0 && plim_error_errno(error) != 0);
  said(path);
  file = fopen(path, "w");
  CHECK(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
  CHECK_OK(plim_targets_load(path, strlen(path), NULL, &made, &error), error);
  CHECK(plim_targets_count(made) == 2);
  CHECK_TEXT(plim_targets_name(made, 0), "ab");
  CHECK_TEXT(plim_targets_name(made, 1), "cd");
  CHECK(plim_targets_name(made, 2) == NULL && plim_targets_name(NULL, 0) == NULL);
  CHECK(plim_targets_enabled(made, 0) == 1 && plim_targets_enabled(made, 1) == 0);
  CHECK(plim_targets_enabled(made, 2) == 0 && plim_targets_enabled(NULL, 0) == 0);
  CHECK_OK(plim_targets_describe(made, 0, &json, &error), error);
  CHECK(has(&json, "{\"name\":\"ab\",\"kind\":\"rest\",\"enabled\":true,\"timeout_seconds\":2.0,"
                   "\"interval_seconds\":null,\"priority\":0,\"depends_on\":[],\"labels\":{\"team\":\"blue\"}}"));
  CHECK_OK(plim_targets_describe(made, 1, &json, &error), error);
  CHECK(has(&json, "\"kind\":\"mcp\",\"enabled\":false"));
  CHECK(plim_targets_describe(made, 2, &json, &error) == PLIM_ABSENT);
  CHECK(json.ptr == NULL && json.len == 0);
  plim_targets_free(made);

  CHECK_OK(plim_targets_load(path, strlen(path), "production", &made, &error), error);
  CHECK_OK(plim_targets_describe(made, 0, &json, &error), error);
  CHECK(has(&json, "\"timeout_seconds\":9.0"));
  plim_targets_free(made);
  CHECK(plim_targets_load(path, strlen(path), "prodction", &made, &error) == PLIM_E_CONFIGURATION);
  said("production");
  CHECK(plim_targets_load(path, strlen(path), "\xff", &made, &error) == PLIM_E_INVALID_ARGUMENT);
  said("`environment`");
  CHECK(plim_targets_load("a\0b", 3, NULL, &made, &error) == PLIM_E_INVALID_ARGUMENT);
  said("NUL");
  CHECK(plim_targets_load(NULL, 0, NULL, &made, &error) == PLIM_E_NULL);
  said("`path`");
  CHECK(unlink(path) == 0);

  made = parse("name: one\nrest: {url: 'http://127.0.0.1:1/'}");
  CHECK(plim_targets_count(made) == 1);
  CHECK_TEXT(plim_targets_name(made, 0), "one");
  plim_targets_free(made);
  made = parse("{\"mcpServers\": {\"time\": {\"command\": \"true\"}}}");
  CHECK(plim_targets_count(made) == 1);
  CHECK_TEXT(plim_targets_name(made, 0), "time");
  plim_targets_free(made);
  made = (plim_targets *)&error;
  CHECK(plim_targets_parse("{\"name\": \"a\", \"rst\": {}}", &made, &error) == PLIM_E_CONFIGURATION);
  CHECK(made == (plim_targets *)&error);
  said("did you mean `rest`?");
  CHECK(plim_targets_parse("servers: [{name: a, rst: {}}]", &made, &error) == PLIM_E_CONFIGURATION);
  said("`servers[0]`");
  CHECK(plim_targets_parse("", &made, &error) == PLIM_E_CONFIGURATION);
  said("nothing in it");
  CHECK(plim_targets_parse("\xff", &made, &error) == PLIM_E_INVALID_ARGUMENT);
  said("UTF-8");
  CHECK(plim_targets_parse(NULL, &made, NULL) == PLIM_E_NULL);
  CHECK(plim_targets_parse("a", NULL, NULL) == PLIM_E_NULL);
  CHECK(plim_targets_count(NULL) == 0);
  plim_targets_free(NULL);
}

static void outcomes(void) {
  static http_server server;
  plim_probe_context *shared = context();
  plim_targets *made;
  plim_outcome outcome, again;
  plim_string json = {0};
  uint32_t stuck = 7;
  struct {
    plim_outcome outcome;
    uint64_t newer[2];
  } wide;

  http_server_start(&server, HTTP_OK, 1);
  made = http_server_target(&server, "10s");
  memset(&outcome, 0x5a, sizeof outcome);
  CHECK_OK(plim_probe(shared, made, 0, &outcome, sizeof outcome, &json, &error), error);
  CHECK(outcome.status == PLIM_HEALTH_HEALTHY && outcome.reason == PLIM_REASON_OK);
  CHECK(outcome.alive == 1 && outcome.kind == PLIM_KIND_REST);
  CHECK(outcome.valid == (PLIM_OUTCOME_CONNECT | PLIM_OUTCOME_FIRST_BYTE | PLIM_OUTCOME_HTTP_STATUS));
  CHECK(outcome.http_status == 200 && outcome.requests == 1 && outcome.connections == 1);
  CHECK(outcome.reused == 0 && outcome.total_ns >= outcome.first_byte_ns && outcome.first_byte_ns > 0);
  CHECK(outcome.dns_ns == 0 && outcome.tls_ns == 0 && outcome.certificate_not_after == 0);
  CHECK(outcome.retry_after_ns == 0 && outcome.score == 0.0);
  CHECK(outcome.bytes_received == strlen(HTTP_OK) && outcome.bytes_sent > 0);
  CHECK(outcome.at_unix_ns > (uint64_t)1700000000 * 1000000000);
  CHECK(strncmp(json.ptr, "{\"schema\":\"plimsoll.outcome/1\",\"name\":\"server\"", 46) == 0);
  CHECK(has(&json, "\"status\":\"healthy\",\"reason\":\"ok\""));

  CHECK_OK(plim_probe(shared, made, 0, &again, sizeof again, NULL, &error), error);
  CHECK(again.reused == 1 && again.connections == 0 && !(again.valid & PLIM_OUTCOME_CONNECT));

  /* An older caller has less room, a newer one more; who wants none gets none. */
  memset(&again, 0x5a, sizeof again);
  CHECK_OK(plim_probe(shared, made, 0, &again, offsetof(plim_outcome, kind), NULL, &error), error);
  CHECK(again.status == PLIM_HEALTH_HEALTHY && again.kind == 0x5a5a5a5a);
  memset(&wide, 0x5a, sizeof wide);
  CHECK_OK(plim_probe(shared, made, 0, &wide.outcome, sizeof wide, NULL, &error), error);
  CHECK(wide.outcome.http_status == 200 && wide.newer[0] == 0 && wide.newer[1] == 0);
  CHECK_OK(plim_probe(shared, made, 0, NULL, 0, NULL, &error), error);

  /* What is wrong leaves the outputs as they were. */
  memset(&again, 0x5a, sizeof again);
  CHECK(plim_probe(shared, made, 1, &again, sizeof again, &json, &error) == PLIM_E_INVALID_ARGUMENT);
  said("`index` is 1: there are 1 targets");
  CHECK(plim_probe(shared, made, 0, NULL, sizeof again, &json, &error) == PLIM_E_NULL);
  said("`outcome`");
  CHECK(plim_probe(NULL, made, 0, &again, sizeof again, &json, NULL) == PLIM_E_NULL);
  CHECK(plim_probe(shared, NULL, 0, &again, sizeof again, &json, NULL) == PLIM_E_NULL);
  CHECK(again.status == 0x5a5a5a5a && json.ptr == NULL);
  plim_targets_free(made);

  /* Nobody there; and a name that nobody has, for which a thread is started. */
  made = parse("servers:\n  - {name: refused, rest: {url: 'http://127.0.0.1:1/'}}\n"
               "  - {name: nobody, timeout: 3s, rest: {url: 'http://nobody.invalid/'}}\n");
  CHECK_OK(plim_probe(shared, made, 0, &outcome, sizeof outcome, NULL, &error), error);
  CHECK(outcome.status == PLIM_HEALTH_UNHEALTHY && outcome.reason == PLIM_REASON_CONNECT_REFUSED);
  CHECK(outcome.alive == 0 && !(outcome.valid & PLIM_OUTCOME_HTTP_STATUS));
  CHECK_OK(plim_probe(shared, made, 1, &outcome, sizeof outcome, NULL, &error), error);
  CHECK(outcome.reason == PLIM_REASON_DNS || outcome.reason == PLIM_REASON_DNS_TIMEOUT);
  CHECK(outcome.valid & PLIM_OUTCOME_DNS);
  plim_targets_free(made);
  CHECK_OK(plim_probe_context_close(shared, 20000000000u, &stuck, &error), error);
  CHECK(stuck == 0);
  plim_probe_context_free(shared);
}

/* The number that a JSON document has for a key of its own; -1 where it has none. */
static long number(const plim_string *json, const char *key) {
  const char *found = strstr(json->ptr, key);
  return found == NULL ? -1 : strtol(found + strlen(key), NULL, 10);
}

static int begins(const plim_string *json, const char *text) {
  return strncmp(json->ptr, text, strlen(text)) == 0;
}

static void pools(void) {
  static http_server server;
  plim_probe_options options = {0};
  plim_probe_context *shared = NULL;
  plim_targets *made;
  plim_string json = {0};
  int round;

  http_server_start(&server, HTTP_OK, 1);
  made = http_server_target(&server, "10s");
  options.rest_pool.idle_age_ns = 1;
  options.rest_pool.cleanup_interval_ns = 1;
  CHECK_OK(plim_probe_context_new(&options, sizeof options, &shared, &error), error);
  CHECK_OK(plim_probe(shared, made, 0, NULL, 0, NULL, &error), error);
  CHECK_OK(plim_pool_statistics(shared, PLIM_POOL_REST, &json, &error), error);
  CHECK(begins(&json, "{\"schema\":\"plimsoll.pool/1\",\"pool\":\"rest\",\"open\":1,"));
  CHECK(number(&json, "\"created\":") == 1 && number(&json, "\"in_use\":") == 0);
  CHECK(has(&json, "\"per_host\":[{\"host\":\"127.0.0.1:"));
  if ((plim_features() & PLIM_FEATURE_EXPORT) != 0) {
    CHECK_OK(plim_probe_context_metrics(shared, &json, &error), error);
    CHECK(has(&json, "\nplimsoll_pool_connections_created_total{pool=\"rest\"} 1\n"));
    CHECK(has(&json, "\nplimsoll_cache_hits_total{category=\""));
  }
  CHECK_OK(plim_probe_context_sweep(shared, &error), error);
  CHECK_OK(plim_pool_statistics(shared, PLIM_POOL_REST, &json, &error), error);
  CHECK(number(&json, "\"open\":") == 0 && number(&json, "\"closed_idle\":") == 1);
  plim_string_free(&json);
  CHECK_OK(plim_pool_statistics(shared, PLIM_POOL_MCP, &json, &error), error);
  CHECK(number(&json, "\"created\":") == 0);
  plim_string_free(&json);
  CHECK(plim_pool_statistics(shared, 0, &json, &error) == PLIM_E_INVALID_ARGUMENT);
  said("`pool` is 0");
  CHECK(plim_pool_statistics(shared, PLIM_POOL_MCP, NULL, NULL) == PLIM_E_NULL);
  CHECK(plim_probe_context_sweep(NULL, NULL) == PLIM_E_NULL);
  plim_probe_context_free(shared);

  memset(&options, 0, sizeof options);
  options.rest_pool.keep_alive = PLIM_KEEP_ALIVE_OFF;
  options.rest_pool.max_connections = 1;
  CHECK_OK(plim_probe_context_new(&options, sizeof options, &shared, &error), error);
  for (round = 0; round < 2; round++) {
    plim_outcome outcome;
    CHECK_OK(plim_probe(shared, made, 0, &outcome, sizeof outcome, NULL, &error), error);
    CHECK(outcome.status == PLIM_HEALTH_HEALTHY && outcome.connections == 1);
  }
  plim_probe_context_free(shared);
  plim_targets_free(made);
}

static void requests(void) {
  static http_server server;
  plim_probe_context *shared = context();
  plim_request_options request = {0};
  plim_response response, again;
  plim_targets *made;
  plim_string body = {0}, json = {0};
  char url[64];

  http_server_start(&server, HTTP_OK, 1);
  snprintf(url, sizeof url, "http://127.0.0.1:%d/", server.port);
  request.url = url;
  request.headers = "X-Own: yes\nX-Other: no\r\n\n";
  memset(&response, 0x5a, sizeof response);
  CHECK_OK(plim_request(shared, PLIM_POOL_REST, &request, sizeof request, &response, sizeof response, &body, &json,
                        &error),
           error);
  CHECK(response.reason == PLIM_REASON_OK && response.http_status == 200 && response.redirects == 0);
  CHECK(response.requests == 1 && response.connections == 1 && response.reused == 0);
  CHECK(response.first_byte_ns > 0 && response.total_ns >= response.first_byte_ns);
  CHECK(body.len == strlen(body.ptr) && strstr(HTTP_OK, body.ptr) != NULL && body.len > 0);
  CHECK(begins(&json, "{\"schema\":\"plimsoll.response/1\",\"reason\":\"ok\",\"message\":\"status 200\""));
  CHECK(has(&json, "\"headers\":[[\""));
  plim_string_free(&body);
  request.body = (const uint8_t *)"a\0b";
  request.body_len = 3;
  CHECK_OK(plim_request(shared, PLIM_POOL_REST, &request, sizeof request, &again, sizeof again, NULL, NULL, &error),
           error);
  CHECK(again.http_status == 200 && again.reused == 1 && again.connections == 0);

  /* As a target says, in the other pool; and nobody there. */
  made = http_server_target(&server, "10s");
  memset(&request, 0, sizeof request);
  request.targets = made;
  CHECK_OK(plim_request(shared, PLIM_POOL_MCP, &request, sizeof request, &again, sizeof again, &body, NULL, &error),
           error);
  CHECK(again.http_status == 200 && again.connections == 1 && body.len > 0);
  plim_string_free(&body);
  request.url = "http://127.0.0.1:1/";
  CHECK_OK(plim_request(shared, PLIM_POOL_MCP, &request, sizeof request, &again, sizeof again, &body, &json, &error),
           error);
  CHECK(again.reason == PLIM_REASON_CONNECT_REFUSED && again.http_status == 0 && body.ptr == NULL);
  CHECK(has(&json, "\"reason\":\"connect_refused\",\"message\":\"nothing listens on 127.0.0.1:1\",\"phases\":{"));

  /* What is wrong leaves the outputs as they were. */
  memset(&again, 0x5a, sizeof again);
  request.target = 1;
  CHECK(plim_request(shared, PLIM_POOL_REST, &request, sizeof request, &again, sizeof again, &body, &json, &error) ==
        PLIM_E_INVALID_ARGUMENT);
  said("`index` is 1");
  request.target = 0;
  request.redirects = 256;
  CHECK(plim_request(shared, PLIM_POOL_REST, &request, sizeof request, &again, sizeof again, &body, &json, &error) ==
        PLIM_E_INVALID_ARGUMENT);
  said("`redirects` is 256");
  request.redirects = PLIM_REDIRECTS_NONE;
  request.headers = "no colon";
  CHECK(plim_request(shared, PLIM_POOL_REST, &request, sizeof request, &again, sizeof again, &body, &json, &error) ==
        PLIM_E_INVALID_ARGUMENT);
  said("`headers`");
  CHECK(plim_request(shared, 3, &request, sizeof request, &again, sizeof again, &body, &json, &error) ==
        PLIM_E_INVALID_ARGUMENT);
  said("`pool` is 3");
  CHECK(plim_request(shared, PLIM_POOL_REST, &request, sizeof request, NULL, 1, NULL, NULL, NULL) == PLIM_E_NULL);
  CHECK(plim_request(shared, PLIM_POOL_REST, NULL, 0, NULL, 0, NULL, NULL, NULL) == PLIM_E_NULL);
  CHECK(plim_request(NULL, PLIM_POOL_REST, &request, sizeof request, NULL, 0, NULL, NULL, NULL) == PLIM_E_NULL);
  CHECK(again.http_status == 0x5a5a5a5a && body.ptr == NULL && json.ptr == NULL);
  CHECK_OK(plim_probe_context_close(shared, 0, NULL, &error), error);
  request.headers = NULL;
  CHECK(plim_request(shared, PLIM_POOL_REST, &request, sizeof request, NULL, 0, NULL, NULL, NULL) == PLIM_E_CLOSED);
  CHECK(plim_pool_statistics(shared, PLIM_POOL_REST, &json, NULL) == PLIM_E_CLOSED);
  plim_probe_context_free(shared);
  plim_targets_free(made);
}

static void names(void) {
  CHECK_TEXT(plim_reason_name(PLIM_REASON_CONNECT_REFUSED), "connect_refused");
  CHECK_TEXT(plim_reason_meaning(PLIM_REASON_CONNECT_REFUSED), "Nothing listens on the port.");
  CHECK(plim_reason_name(0) == NULL && plim_reason_meaning(-1) == NULL);
  CHECK(plim_features() & PLIM_FEATURE_CHECK);
}

static void after_close(void) {
  plim_probe_context *shared = context();
  plim_targets *made = parse("{name: a, rest: {url: 'http://127.0.0.1:1/'}}");
  plim_outcome outcome;
  plim_string json = {0};
  uint32_t stuck = 7;
  memset(&outcome, 0x5a, sizeof outcome);
  CHECK_OK(plim_probe_context_close(shared, 5000000000u, &stuck, &error), error);
  CHECK(stuck == 0);
  CHECK_OK(plim_probe_context_close(shared, 0, NULL, &error), error);
  CHECK(plim_probe(shared, made, 0, &outcome, sizeof outcome, &json, &error) == PLIM_E_CLOSED);
  said("the probe context is closed");
  CHECK(outcome.status == 0x5a5a5a5a && json.ptr == NULL);
  CHECK(plim_probe_context_close(NULL, 0, &stuck, NULL) == PLIM_E_NULL);
  plim_targets_free(made);
  plim_probe_context_free(shared);
  plim_probe_context_free(NULL);
}

int main(int argc, char **argv) {
  CHECK(argc == 2); /* an empty directory */
  options();
  targets(argv[1]);
  outcomes();
  pools();
  requests();
  names();
  after_close();
  return 0;
}
