/* The caches of a context: what is put in, taken out and counted, and everything wrong that a caller can do. */
#include <plimsoll.h>

#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static plim_error *error;

static void said(const char *part) {
  if (error == NULL || strstr(plim_error_message(error), part) == NULL) {
    fprintf(stderr, "expected \"%s\" in: %s\n", part, plim_error_message(error));
    exit(1);
  }
  plim_error_free(error);
  error = NULL;
}

/* Whether a key has this value; NULL: that it has none. */
static int is(plim_probe_context *context, const char *category, const char *key, const char *wanted) {
  plim_string value;
  plim_status status = plim_cache_get(context, category, key, &value, NULL, &error);
  int right = wanted == NULL ? status == PLIM_ABSENT && value.ptr == NULL && value.len == 0
                             : status == PLIM_OK && value.len == strlen(wanted) &&
                                   (value.len == 0 || memcmp(value.ptr, wanted, value.len) == 0);
  CHECK(error == NULL);
  plim_string_free(&value);
  return right;
}

static plim_probe_context *context(void) {
  const plim_category categories[] = {{"results", 0, 7, 0}, {"mine", 3000000000, 0, 0}};
  plim_probe_options options = {0};
  plim_probe_context *made = NULL;
  options.caches = categories;
  options.caches_len = 2;
  CHECK_OK(plim_probe_context_new(&options, sizeof options, &made, &error), error);
  return made;
}

/* What a fetch does. */
struct wanted {
  plim_status status;
  const char *value;
  uint64_t ttl_ns;
  const char *message;
  int calls;
};

static int32_t fetch(plim_fetched *fetched, void *user_data) {
  struct wanted *wanted = user_data;
  wanted->calls++;
  if (wanted->value != NULL)
    CHECK(plim_fetched_set(fetched, wanted->value, strlen(wanted->value), wanted->ttl_ns, NULL) == PLIM_OK);
  if (wanted->message != NULL)
    CHECK(plim_fetched_fail(fetched, wanted->message, NULL) == PLIM_OK);
  return wanted->status;
}

static plim_status fetched(plim_probe_context *caches, const char *key, struct wanted *wanted, plim_string *value) {
  return plim_cache_get_or_fetch(caches, "config", key, 1000000000, fetch, wanted, value, &error);
}

static void fetched_where_it_is_missing(void) {
  plim_probe_context *caches = context();
  plim_string value;
  struct wanted found = {PLIM_OK, "one", 0, NULL, 0};
  struct wanted none = {PLIM_ABSENT, NULL, 0, NULL, 0};
  struct wanted fails = {-1, NULL, 0, "the reason", 0};
  struct wanted brief = {PLIM_OK, "x", 1000000, NULL, 0};
  struct wanted forgets = {PLIM_OK, NULL, 0, NULL, 0};
  int round;
  for (round = 0; round < 2; round++) {
    CHECK(fetched(caches, "a", &found, &value) == PLIM_OK && value.len == 3 && memcmp(value.ptr, "one", 3) == 0);
    plim_string_free(&value);
    CHECK(fetched(caches, "none", &none, &value) == PLIM_ABSENT && value.len == 0);
    CHECK(fetched(caches, "fails", &fails, &value) == PLIM_E_CALLBACK);
    said("the reason");
    CHECK(fetched(caches, "brief", &brief, &value) == PLIM_OK && value.len == 1);
    plim_string_free(&value);
    usleep(3000);
  }
  CHECK(found.calls == 1 && none.calls == 1 && fails.calls == 2 && brief.calls == 2);
  CHECK(fetched(caches, "forgets", &forgets, &value) == PLIM_E_CALLBACK);
  said("plim_fetched_set");
  CHECK(plim_cache_get_or_fetch(caches, "config", "b", 0, NULL, NULL, &value, NULL) == PLIM_E_NULL);
  CHECK(plim_cache_get_or_fetch(caches, "unheard", "b", 0, fetch, &found, &value, NULL) == PLIM_E_NOT_FOUND);
  CHECK(plim_cache_get_or_fetch(caches, "config", "", 0, fetch, &found, &value, NULL) == PLIM_E_INVALID_ARGUMENT);
  plim_probe_context_free(caches);
}

static void put_in_and_taken_out(void) {
  plim_probe_context *caches = context();
  plim_string value;
  int32_t known = 7;
  CHECK(is(caches, "config", "a", NULL));
  CHECK_OK(plim_cache_set(caches, "config", "a", "one", 3, 0, &error), error);
  CHECK_OK(plim_cache_set(caches, "config", "empty", NULL, 0, 1000000000000, &error), error);
  CHECK_OK(plim_cache_set(caches, "mine", "a", "two\0three", 9, 0, &error), error);
  CHECK(is(caches, "config", "a", "one") && is(caches, "config", "empty", ""));
  CHECK(plim_cache_get(caches, "mine", "a", &value, &known, &error) == PLIM_OK);
  CHECK(known == 1 && value.len == 9 && memcmp(value.ptr, "two\0three", 10) == 0);
  plim_string_free(&value);
  CHECK_OK(plim_cache_set_absent(caches, "config", "a", 0, &error), error);
  CHECK(plim_cache_get(caches, "config", "a", &value, &known, &error) == PLIM_ABSENT && known == 1);
  CHECK(plim_cache_get(caches, "config", "b", &value, &known, &error) == PLIM_ABSENT && known == 0);
  CHECK_OK(plim_cache_set(caches, "config", "brief", "x", 1, 1000000, &error), error);
  usleep(2000);
  CHECK(is(caches, "config", "brief", NULL));
  CHECK(plim_cache_remove(caches, "mine", "a", &error) == PLIM_OK);
  CHECK(plim_cache_remove(caches, "mine", "a", &error) == PLIM_ABSENT && error == NULL);
  CHECK_OK(plim_cache_clear(caches, "config", &error), error);
  CHECK(is(caches, "config", "empty", NULL));
  CHECK_OK(plim_cache_set(caches, "dns", "Shop.test", "192.0.2.1,192.0.2.2", 19, 0, &error), error);
  CHECK(is(caches, "dns", "shop.test", "192.0.2.1\n192.0.2.2"));
  plim_probe_context_free(caches);
}

static void counted(void) {
  plim_probe_context *caches = context();
  const plim_category made = {"made", 0, 2, 4096};
  plim_string json = {0};
  int number;
  CHECK_OK(plim_cache_create(caches, &made, sizeof made, &error), error);
  for (number = 0; number < 5; number++) {
    char key[2] = {(char)('a' + number), 0};
    CHECK_OK(plim_cache_set(caches, "made", key, "x", 1, 0, &error), error);
  }
  CHECK(is(caches, "made", "none", NULL));
  CHECK_OK(plim_cache_statistics(caches, &json, &error), error);
  CHECK(strstr(json.ptr, "\"schema\":\"plimsoll.caches/1\"") != NULL);
  CHECK(strstr(json.ptr, "\"made\":{\"hits\":0,\"misses\":1,\"fetches\":0,\"evictions\":3,\"expiries\":0,\"entries\":2,") !=
        NULL);
  CHECK(strstr(json.ptr, "\"mine\":{") != NULL && strstr(json.ptr, "\"auth_tokens\":{") != NULL);
  plim_string_free(&json);
  plim_probe_context_free(caches);
}

static void mistakes(void) {
  plim_probe_context *caches = context();
  plim_probe_options options = {0};
  plim_category wrong = {"mine", 0, 0, 0};
  plim_probe_context *other = NULL;
  plim_string value = {0};
  CHECK(plim_cache_get(NULL, "config", "a", &value, NULL, &error) == PLIM_E_NULL);
  said("`context`");
  CHECK(plim_cache_get(caches, "config", "a", NULL, NULL, &error) == PLIM_E_NULL);
  said("`value`");
  CHECK(plim_cache_get(caches, NULL, "a", &value, NULL, &error) == PLIM_E_NULL);
  said("`category`");
  CHECK(plim_cache_set(caches, "config", NULL, "a", 1, 0, &error) == PLIM_E_NULL);
  said("`key`");
  CHECK(plim_cache_set(caches, "config", "a", NULL, 1, 0, &error) == PLIM_E_NULL);
  said("`bytes`");
  CHECK(plim_cache_set(caches, "config", "", "a", 1, 0, &error) == PLIM_E_INVALID_ARGUMENT);
  said("`key`");
  CHECK(plim_cache_set(caches, "config", "\xff", "a", 1, 0, &error) == PLIM_E_INVALID_ARGUMENT);
  said("UTF-8");
  CHECK(plim_cache_set(caches, "conifg", "a", "a", 1, 0, &error) == PLIM_E_NOT_FOUND);
  said("there are config, auth_tokens, dns, results, mine");
  CHECK(plim_cache_set(caches, "dns", "a.test", "nowhere", 7, 0, &error) == PLIM_E_INVALID_ARGUMENT);
  said("`nowhere` is none");
  CHECK(plim_cache_create(caches, &wrong, sizeof wrong, &error) == PLIM_E_INVALID_ARGUMENT);
  said("already");
  wrong.name = "Wrong";
  CHECK(plim_cache_create(caches, &wrong, sizeof wrong, &error) == PLIM_E_INVALID_ARGUMENT);
  said("`Wrong`");
  wrong.name = NULL;
  CHECK(plim_cache_create(caches, &wrong, sizeof wrong, &error) == PLIM_E_NULL);
  said("`category.name`");
  wrong.name = "dns";
  wrong.max_size = 1000001;
  options.caches = &wrong;
  options.caches_len = 1;
  CHECK(plim_probe_context_new(&options, sizeof options, &other, &error) == PLIM_E_INVALID_ARGUMENT);
  said("caching.dns.max_size");
  options.caches = NULL;
  CHECK(plim_probe_context_new(&options, sizeof options, &other, &error) == PLIM_E_NULL);
  said("`caches`");
  CHECK_OK(plim_probe_context_close(caches, 0, NULL, &error), error);
  CHECK(plim_cache_get(caches, "config", "a", &value, NULL, &error) == PLIM_E_CLOSED);
  said("closed");
  plim_probe_context_free(caches);
}

/* A child begins with empty caches, and with the categories of the options. */
static void forked(void) {
  plim_probe_context *caches = context();
  int status;
  pid_t child;
  CHECK_OK(plim_cache_set(caches, "mine", "a", "x", 1, 0, &error), error);
  child = fork();
  CHECK(child >= 0);
  if (child == 0) {
    CHECK(is(caches, "mine", "a", NULL));
    CHECK_OK(plim_cache_set(caches, "mine", "a", "y", 1, 0, &error), error);
    CHECK(is(caches, "mine", "a", "y"));
    plim_probe_context_free(caches);
    _exit(0);
  }
  CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
  CHECK(is(caches, "mine", "a", "x"));
  plim_probe_context_free(caches);
}

int main(int count, char **arguments) {
  (void)arguments;
  fetched_where_it_is_missing();
  put_in_and_taken_out();
  counted();
  mistakes();
  if (count > 1) {
    forked();
  }
  return 0;
}
