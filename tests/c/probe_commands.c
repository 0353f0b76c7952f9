/* MCP servers that are commands: a host that left every signal as it was gets none that would end it, and
 * nothing of them is left. (Not under valgrind, which makes of a child that shares memory one that does not.) */
#include <errno.h>
#include <plimsoll.h>
#include <sys/wait.h>

#include "check.h"

int main(void) {
  plim_error *error = NULL;
  plim_probe_context *context = NULL;
  plim_targets *targets = NULL;
  plim_outcome outcome;
  plim_string json = {0};
  const char *text = "servers:\n"
                     "  - {name: ended, mcp: {command: \"true\"}}\n"
                     "  - {name: absent, mcp: {command: /no/such/command}}\n"
                     "  - {name: silent, timeout: 500ms, mcp: {command: sleep, args: [\"60\"]}}\n";
  CHECK_OK(plim_probe_context_new(NULL, 0, &context, &error), error);
  CHECK_OK(plim_targets_parse(text, &targets, &error), error);

  /* It ends before it can be written to: a write is no SIGPIPE. */
  CHECK_OK(plim_probe(context, targets, 0, &outcome, sizeof outcome, &json, &error), error);
  CHECK(outcome.status == PLIM_HEALTH_UNHEALTHY && outcome.reason == PLIM_REASON_COMMAND_EXITED);
  CHECK(outcome.kind == PLIM_KIND_MCP && outcome.alive == 0);
  CHECK(strstr(json.ptr, "\"reason\":\"command_exited\"") != NULL);
  plim_string_free(&json);
  CHECK_OK(plim_probe(context, targets, 1, &outcome, sizeof outcome, NULL, &error), error);
  CHECK(outcome.reason == PLIM_REASON_COMMAND_MISSING);
  CHECK_OK(plim_probe(context, targets, 2, &outcome, sizeof outcome, NULL, &error), error);
  CHECK(outcome.reason == PLIM_REASON_DEADLINE);
  CHECK(outcome.total_ns < 10000000000u);
  CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
  plim_targets_free(targets);
  plim_probe_context_free(context);
  return 0;
}
