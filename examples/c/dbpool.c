/*
 * What limits a pool of database connections, and how large it should be, from what was recorded of it.
 *
 *     dbpool RECORDS
 *
 * RECORDS has a JSON object a line, as `plimsoll db --stats` reads them:
 *     {"name": "orders", "time_seconds": 1, "pool": {"size": 10, "in_use": 3, "requests": 4711}}
 *
 * Exits with 1 where something limits the pool, and with 2 where the records cannot be read.
 */
#include <plimsoll.h>

#include <stdio.h>
#include <string.h>

static int fail(plim_error *error) {
  fprintf(stderr, "%s\n", plim_error_message(error));
  plim_error_free(error);
  return 2;
}

int main(int argc, char **argv) {
  static char line[65536];
  plim_dbpool *pool = NULL;
  plim_dbpool_advice advice;
  plim_error *error = NULL;
  plim_string findings = {0}, json = {0};
  FILE *records = argc == 2 ? fopen(argv[1], "r") : NULL;
  int limited;
  if (records == NULL) {
    fprintf(stderr, "usage: dbpool RECORDS\n");
    return 2;
  }
  if (plim_dbpool_new("recorded", NULL, 0, &pool, &error) < 0) return fail(error);
  while (fgets(line, sizeof line, records) != NULL)
    if (plim_dbpool_observe_record_json(pool, line, strlen(line), &error) < 0) return fail(error);
  fclose(records);

  if (plim_dbpool_findings(pool, &findings, &error) < 0) return fail(error);
  limited = strcmp(findings.ptr, "[]") != 0;
  printf("findings: %s\n", findings.ptr);
  plim_string_free(&findings);
  switch (plim_dbpool_advise(pool, NULL, 0, &advice, sizeof advice, &json, &error)) {
    case PLIM_OK:
      printf("size: %u, overflow: %u, timeout: %.1f s\n", advice.size, advice.overflow, (double)advice.timeout_ns / 1e9);
      break;
    case PLIM_NOT_ENOUGH_DATA:
      printf("too little was seen: %s\n", json.ptr);
      break;
    default:
      return fail(error);
  }
  plim_string_free(&json);
  plim_dbpool_free(pool);
  return limited;
}
