/* A checker: lists of checks in every way, checks of the caller's own, what callbacks may do, and that what they are given
 * is freed once.
 *
 *   checker DIRECTORY      an empty one
 */
#include <dirent.h>
#include <plimsoll.h>
#include <poll.h>
#include <time.h>

#include "check.h"
#include "http_server.h"

#define MANY 40

/* C99 has no atomics of its own. */
#define ADD(number, by) __atomic_fetch_add(number, by, __ATOMIC_SEQ_CST)
#define LOAD(number) __atomic_load_n(number, __ATOMIC_SEQ_CST)
#define STORE(number, value) __atomic_store_n(number, value, __ATOMIC_SEQ_CST)

static plim_error *error;

/* What a check of the caller's own is given. */
struct told {
  plim_checker *checker;
  plim_run *run;
  int called;
  int freed;
  int refused;
  int release;
};

static void on_free(void *user_data) { ADD(&((struct told *)user_data)->freed, 1); }

static void nap(long milliseconds) {
  const struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
  nanosleep(&time, NULL);
}

/* Those of the library. */
static int threads(void) {
  DIR *tasks = opendir("/proc/self/task");
  struct dirent *task;
  int count = 0;
  CHECK(tasks != NULL);
  while ((task = readdir(tasks)) != NULL) {
    char path[300], name[32] = "";
    FILE *comm;
    snprintf(path, sizeof path, "/proc/self/task/%s/comm", task->d_name);
    comm = fopen(path, "r");
    /* It may have ended meanwhile. */
    if (comm == NULL)
      continue;
    count += fgets(name, sizeof name, comm) != NULL && strncmp(name, "plimsoll-", 9) == 0;
    fclose(comm);
  }
  closedir(tasks);
  return count;
}

/* None is left. Who was joined is listed until the kernel has reaped it (exit_notify in kernel/exit.c comes after what wakes
 * the joiner): it has a moment for that. */
static int gone(void) {
  int turns = 0;
  while (threads() > 0 && turns++ < 10000)
    nap(1);
  return threads() == 0;
}

static int is_readable(int fd, int wait_ms) {
  struct pollfd asked = {fd, POLLIN, 0};
  int found = poll(&asked, 1, wait_ms);
  CHECK(found >= 0);
  return found;
}

static void degraded(const plim_own *own, plim_own_answer *answer, void *user_data) {
  struct told *told = user_data;
  CHECK(plim_own_left_ns(own) > 0 && plim_own_left_ns(own) <= 2000000000u);
  CHECK(plim_own_is_cancelled(own) == 0);
  CHECK(answer->status == PLIM_HEALTH_UNKNOWN && answer->reason == 0 && answer->message[0] == 0);
  snprintf(answer->message, answer->message_size, "%d wait", 7);
  answer->status = PLIM_HEALTH_DEGRADED;
  ADD(&told->called, 1);
}

static void unhealthy(const plim_own *own, plim_own_answer *answer, void *user_data) {
  (void)own;
  ADD(&((struct told *)user_data)->called, 1);
  answer->status = PLIM_HEALTH_UNHEALTHY;
}

static void silent(const plim_own *own, plim_own_answer *answer, void *user_data) {
  (void)own;
  (void)answer;
  ADD(&((struct told *)user_data)->called, 1);
}

static void slow(const plim_own *own, plim_own_answer *answer, void *user_data) {
  (void)own;
  ADD(&((struct told *)user_data)->called, 1);
  answer->status = PLIM_HEALTH_HEALTHY;
  answer->reason = PLIM_REASON_SLOW;
  nap(30);
}

/* Until it is released, or nobody wants to know any more. */
static void stays(const plim_own *own, plim_own_answer *answer, void *user_data) {
  struct told *told = user_data;
  ADD(&told->called, 1);
  while (!LOAD(&told->release) && !plim_own_is_cancelled(own))
    nap(1);
  answer->status = PLIM_HEALTH_HEALTHY;
}

/* Every call into the checker that calls is refused; giving up is not. */
static void calls_back(const plim_own *own, plim_own_answer *answer, void *user_data) {
  struct told *told = user_data;
  plim_checks *checks = NULL;
  plim_string text = {0};
  plim_error *refused = NULL;
  plim_probe_context *context = NULL;
  plim_run *run = NULL;
  uint32_t stuck = 7;
  int32_t fd = -7;
  (void)own;
  answer->status = PLIM_HEALTH_HEALTHY;
  CHECK(plim_checks_new(&checks, NULL) == PLIM_OK);
  CHECK(plim_checker_check_all(told->checker, checks, NULL, 0, NULL, 0, 0, &text, &refused) == PLIM_E_REENTRANT);
  CHECK(strstr(plim_error_message(refused), "callback of this checker") != NULL);
  plim_error_free(refused);
  CHECK(plim_checker_start(told->checker, checks, NULL, 0, &run, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_checker_watch(told->checker, checks, &text, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_checker_watch(told->checker, NULL, &text, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_checker_states(told->checker, &text, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_checker_statistics(told->checker, NULL, 0, &text, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_checker_next_event(told->checker, 0, &text, NULL, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_checker_fd(told->checker, &fd, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_checker_context(told->checker, &context, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_checker_cancel_all(told->checker, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_checker_close(told->checker, 0, &stuck, NULL) == PLIM_E_REENTRANT);
  if (told->run != NULL) {
    CHECK(plim_run_next(told->run, 0, NULL, NULL, 0, NULL, NULL) == PLIM_E_REENTRANT);
    CHECK(plim_run_cancel(told->run, NULL) == PLIM_OK);
  }
  CHECK(text.ptr == NULL && run == NULL && context == NULL && stuck == 7 && fd == -7);
  plim_checks_free(checks);
  ADD(&told->refused, 1);
}

static plim_own_options own_check(const char *name, plim_own_callback call, struct told *told) {
  plim_own_options own = {0};
  own.name = name;
  own.call = call;
  own.timeout_ns = 2000000000u;
  own.user_data = told;
  own.free = on_free;
  return own;
}

static void add_own(plim_checks *checks, const char *name, plim_own_callback call, struct told *told) {
  const plim_own_options own = own_check(name, call, told);
  CHECK_OK(plim_checks_add_own(checks, &own, sizeof own, &error), error);
}

static plim_checks *new_checks(void) {
  plim_checks *checks = NULL;
  CHECK_OK(plim_checks_new(&checks, &error), error);
  return checks;
}

static plim_checker *new_checker(uint64_t max_concurrent) {
  plim_checker *checker = NULL;
  plim_checker_options options = {0};
  options.max_concurrent = max_concurrent;
  CHECK_OK(plim_checker_new(&options, sizeof options, &checker, &error), error);
  return checker;
}

static void a_list_in_order(const http_server *server) {
  struct told told = {0};
  plim_checker *checker = new_checker(4);
  plim_checks *checks = new_checks();
  plim_targets *targets = http_server_target(server, "10s");
  plim_outcome outcomes[5];
  plim_string json = {0};
  plim_checker_counts counts;
  add_own(checks, "waiting", degraded, &told);
  CHECK_OK(plim_checks_add_targets(checks, targets, &error), error);
  CHECK_OK(plim_checks_add_target(checks, targets, 0, &error), error);
  CHECK(plim_checks_add_target(checks, targets, 1, NULL) == PLIM_E_INVALID_ARGUMENT);
  plim_targets_free(targets);
  add_own(checks, "silent", silent, &told);
  CHECK(plim_checks_count(checks) == 4);
  CHECK_TEXT(plim_checks_name(checks, 0), "waiting");
  CHECK_TEXT(plim_checks_name(checks, 2), "server");
  CHECK(plim_checks_name(checks, 4) == NULL);

  memset(outcomes, 0x5a, sizeof outcomes);
  CHECK_OK(plim_checker_check_all(checker, checks, NULL, 0, outcomes, sizeof *outcomes, 5, &json, &error), error);
  CHECK(outcomes[0].status == PLIM_HEALTH_DEGRADED && outcomes[0].reason == PLIM_REASON_REPORTED);
  CHECK(outcomes[0].kind == PLIM_KIND_CUSTOM && outcomes[0].alive == -1);
  CHECK(outcomes[1].status == PLIM_HEALTH_HEALTHY && outcomes[1].http_status == 200);
  CHECK(outcomes[2].status == PLIM_HEALTH_HEALTHY && outcomes[2].kind == PLIM_KIND_REST);
  CHECK(outcomes[3].status == PLIM_HEALTH_UNKNOWN && outcomes[3].reason == PLIM_REASON_LOCAL);
  CHECK(outcomes[4].status == 0x5a5a5a5a);
  CHECK(strstr(json.ptr, "{\"schema\":\"plimsoll.check/1\",\"summary\":{\"healthy\":2,\"degraded\":1,") == json.ptr);
  CHECK(strstr(json.ptr, "\"message\":\"7 wait\"") != NULL);
  plim_string_free(&json);
  CHECK(told.called == 2);
  while (threads() < 4) /* each gives itself its name */
    nap(1);

  CHECK_OK(plim_checker_statistics(checker, &counts, sizeof counts, &json, &error), error);
  CHECK(counts.checked == 4 && counts.workers == 4 && counts.running == 0 && counts.queue_capacity == 1000);
  CHECK(strstr(json.ptr, "\"rest_pool\":") != NULL);
  plim_string_free(&json);

  plim_checks_free(checks);
  CHECK_OK(plim_checker_close(checker, 10000000000u, NULL, &error), error);
  CHECK(told.freed == 2);
  CHECK(gone());
  plim_checker_free(checker);
}

/* Gives up after the third. */
static int32_t on_outcome(size_t index, const plim_outcome *outcome, const char *json, size_t len, void *user_data) {
  struct told *told = user_data;
  plim_string text = {0};
  char place[32];
  CHECK(strlen(json) == len && strstr(json, "{\"schema\":\"plimsoll.outcome/1\",") == json);
  snprintf(place, sizeof place, "\"name\":\"own %d\"", (int)index);
  CHECK(strstr(json, place) != NULL);
  CHECK(plim_checker_states(told->checker, &text, NULL) == PLIM_E_REENTRANT);
  if (outcome->reason == PLIM_REASON_CANCELLED)
    ADD(&told->refused, 1);
  return ++told->release == 3;
}

static void outcomes_as_they_come(void) {
  struct told told = {0}, heard = {0};
  plim_checker *checker = new_checker(2);
  plim_checks *checks = new_checks();
  char name[16];
  int i;
  for (i = 0; i < MANY; i++) {
    snprintf(name, sizeof name, "own %d", i);
    add_own(checks, name, slow, &told);
  }
  heard.checker = checker;
  CHECK_OK(plim_checker_run(checker, checks, NULL, 0, on_outcome, &heard, &error), error);
  CHECK(heard.release == MANY && heard.refused > 0 && told.called < MANY);
  CHECK(plim_checker_run(checker, checks, NULL, 0, NULL, NULL, NULL) == PLIM_E_NULL);
  plim_checks_free(checks);
  plim_checker_free(checker);
  CHECK(told.freed == MANY);
}

static void a_descriptor_to_poll(void) {
  struct told told = {0};
  plim_checker *checker = new_checker(4);
  plim_checks *checks = new_checks();
  plim_run *run = NULL;
  plim_outcome outcome;
  plim_string json = {0};
  size_t index = 77, done = 77, of = 77;
  int seen[3] = {0}, spurious = 0;
  int32_t fd = -1, again = -1;
  add_own(checks, "0", slow, &told);
  add_own(checks, "1", slow, &told);
  add_own(checks, "2", stays, &told);
  CHECK_OK(plim_checker_start(checker, checks, NULL, 0, &run, &error), error);
  plim_checks_free(checks);
  CHECK_OK(plim_run_fd(run, &fd, &error), error);
  CHECK_OK(plim_run_fd(run, &again, &error), error);
  CHECK(fd >= 0 && fd == again);
  for (;;) {
    plim_status status = plim_run_next(run, 0, &index, &outcome, sizeof outcome, &json, &error);
    CHECK(status >= 0);
    if (status == PLIM_OK) {
      seen[index]++;
      CHECK(outcome.status == PLIM_HEALTH_HEALTHY && json.len > 0);
      plim_string_free(&json);
      continue;
    }
    if (status == PLIM_ABSENT)
      break;
    CHECK(status == PLIM_NOT_ENOUGH_DATA && json.ptr == NULL);
    /* Nothing to fetch, and so nothing to read, until something comes. */
    if (seen[0] && seen[1]) {
      /* It may be readable once more than that, which another look ends. */
      if (is_readable(fd, 50)) {
        CHECK(++spurious <= 3);
        continue;
      }
      CHECK_OK(plim_run_progress(run, &done, &of, &error), error);
      CHECK(done == 2 && of == 3);
      STORE(&told.release, 1);
    }
    CHECK(is_readable(fd, 10000));
  }
  CHECK(seen[0] == 1 && seen[1] == 1 && seen[2] == 1);
  /* The end is readable, and stays. */
  CHECK(is_readable(fd, 0) && plim_run_next(run, 0, NULL, NULL, 0, NULL, NULL) == PLIM_ABSENT && is_readable(fd, 0));
  CHECK(plim_run_next(run, UINT64_MAX, NULL, NULL, 0, NULL, NULL) == PLIM_ABSENT);
  plim_run_free(run);
  plim_checker_free(checker);
  CHECK(told.freed == 3);
}

static void giving_up(void) {
  struct told told = {0};
  plim_checker *checker = new_checker(2);
  plim_checks *checks = new_checks();
  plim_run *run = NULL;
  plim_outcome outcome, outcomes[MANY];
  plim_run_options options = {0};
  int i, cancelled = 0;
  for (i = 0; i < MANY; i++)
    add_own(checks, "one", stays, &told);
  CHECK_OK(plim_checker_start(checker, checks, NULL, 0, &run, &error), error);
  CHECK_OK(plim_run_cancel(run, &error), error);
  while (plim_run_next(run, UINT64_MAX, NULL, &outcome, sizeof outcome, NULL, &error) == PLIM_OK)
    cancelled += outcome.reason == PLIM_REASON_CANCELLED;
  CHECK(cancelled >= MANY - 2 && told.called <= 2);
  plim_run_free(run);

  /* A deadline, and half of the checker. */
  options.deadline_ns = 50000000;
  options.max_concurrent = 1;
  CHECK_OK(plim_checker_check_all(checker, checks, &options, sizeof options, outcomes, sizeof *outcomes, MANY, NULL, &error), error);
  CHECK(outcomes[MANY - 1].reason == PLIM_REASON_CANCELLED);

  /* Whoever no longer has the run wants nothing of it. */
  CHECK_OK(plim_checker_start(checker, checks, NULL, 0, &run, &error), error);
  plim_run_free(run);
  CHECK_OK(plim_checker_start(checker, checks, NULL, 0, &run, &error), error);
  CHECK_OK(plim_checker_cancel_all(checker, &error), error);
  while (plim_run_next(run, UINT64_MAX, NULL, &outcome, sizeof outcome, NULL, &error) == PLIM_OK)
    cancelled--;
  CHECK(cancelled <= 0);
  plim_run_free(run);
  plim_checks_free(checks);
  plim_checker_free(checker);
  CHECK(told.freed == MANY);
}

static void one_at_a_time(void) {
  struct told told = {0};
  plim_checker *checker = NULL;
  plim_checker_options options = {0};
  plim_checks *checks = new_checks();
  plim_run *runs[16] = {0};
  plim_refusal refusal;
  plim_outcome outcome;
  int queued = 0, i;
  options.max_concurrent = 1;
  options.queue = 2;
  CHECK_OK(plim_checker_new(&options, sizeof options, &checker, &error), error);
  add_own(checks, "one", stays, &told);
  CHECK(plim_checker_submit(checker, checks, 1, runs, NULL, 0, NULL) == PLIM_E_INVALID_ARGUMENT);
  for (i = 0; i < 16; i++) {
    plim_status status = plim_checker_submit(checker, checks, 0, &runs[i], &refusal, sizeof refusal, &error);
    CHECK(status == PLIM_OK || status == PLIM_REFUSED);
    if (status == PLIM_REFUSED)
      break;
    CHECK(refusal.reason == 0);
    queued++;
  }
  CHECK(queued >= 2 && queued < 16 && runs[i] == NULL);
  CHECK(refusal.reason == PLIM_REFUSAL_QUEUE_FULL && refusal.mark == 2.0 && refusal.retry_after_seconds > 0);
  CHECK_TEXT(plim_refusal_name(refusal.reason), "queue_full");
  CHECK(strlen(refusal.message) > 10);
  STORE(&told.release, 1);
  while (queued-- > 0) {
    CHECK_OK(plim_run_next(runs[queued], UINT64_MAX, NULL, &outcome, sizeof outcome, NULL, &error), error);
    CHECK(outcome.status == PLIM_HEALTH_HEALTHY);
    CHECK(plim_run_next(runs[queued], 0, NULL, NULL, 0, NULL, NULL) == PLIM_ABSENT);
    plim_run_free(runs[queued]);
  }
  plim_checks_free(checks);
  plim_checker_free(checker);
  CHECK(told.freed == 1);
}

static void re_entrance(void) {
  struct told told = {0};
  plim_checker *checker = new_checker(2);
  plim_checks *checks = new_checks();
  add_own(checks, "calls back", calls_back, &told);
  told.checker = checker;
  CHECK_OK(plim_checker_check_all(checker, checks, NULL, 0, NULL, 0, 0, NULL, &error), error);
  CHECK(told.refused == 1);
  plim_checks_free(checks);
  plim_checker_free(checker);
}

/* An event of the checker's, on a thread of its own. */
static void on_event(const char *json, size_t len, void *user_data) {
  struct told *told = user_data;
  plim_string text = {0};
  CHECK(strlen(json) == len && json[0] == '{');
  CHECK(plim_checker_states(told->checker, &text, NULL) == PLIM_E_REENTRANT);
  ADD(&told->called, strstr(json, "\"event\":\"checked\"") != NULL);
}

static void watching(const http_server *server) {
  struct told told = {0};
  plim_checker_options options = {0};
  plim_checker *checker = NULL;
  plim_checks *checks = new_checks();
  plim_targets *targets = http_server_target(server, "5s");
  plim_string json = {0};
  uint64_t lost = 77;
  int32_t fd = -1;
  options.interval_ns = 100000000;
  options.max_concurrent = 2;
  options.on_event = on_event;
  options.on_event_data = &told;
  options.on_event_free = on_free;
  CHECK_OK(plim_checker_new(&options, sizeof options, &checker, &error), error);
  told.checker = checker;
  CHECK_OK(plim_checks_add_targets(checks, targets, &error), error);
  plim_targets_free(targets);
  CHECK_OK(plim_checker_fd(checker, &fd, &error), error);
  CHECK(plim_checker_next_event(checker, 0, &json, NULL, &error) == PLIM_NOT_ENOUGH_DATA);
  CHECK(!is_readable(fd, 0) && json.ptr == NULL);
  CHECK_OK(plim_checker_watch(checker, checks, &json, &error), error);
  CHECK(strstr(json.ptr, "\"added\":[\"server\"]") != NULL && strstr(json.ptr, "\"kept\":0") != NULL);
  plim_string_free(&json);
  CHECK_OK(plim_checker_watch(checker, checks, &json, &error), error);
  CHECK(strstr(json.ptr, "\"added\":[]") != NULL && strstr(json.ptr, "\"kept\":1") != NULL);
  plim_string_free(&json);
  CHECK(is_readable(fd, 20000));
  CHECK_OK(plim_checker_next_event(checker, 0, &json, &lost, &error), error);
  CHECK(strstr(json.ptr, "{\"event\":\"") == json.ptr && strstr(json.ptr, "healthy") != NULL && lost == 0);
  plim_string_free(&json);
  CHECK_OK(plim_checker_next_event(checker, 20000000000u, &json, NULL, &error), error);
  plim_string_free(&json);
  CHECK_OK(plim_checker_states(checker, &json, &error), error);
  CHECK(strstr(json.ptr, "\"results\":[{\"name\":\"server\"") != NULL);
  plim_string_free(&json);
  if ((plim_features() & PLIM_FEATURE_EXPORT) != 0) {
    CHECK_OK(plim_checker_metrics(checker, &json, &error), error);
    CHECK(strstr(json.ptr, "\nplimsoll_check_interval_seconds{name=\"server\"} 0.1\n") != NULL);
    CHECK(strstr(json.ptr, "\nplimsoll_check_outcomes_total{name=\"server\",reason=\"") != NULL);
    CHECK(strstr(json.ptr, "\nplimsoll_checker_watched 1\n") != NULL);
    CHECK(strstr(json.ptr, "\nplimsoll_pool_connections{pool=\"rest\",state=\"in_use\"} ") != NULL);
    plim_string_free(&json);
  }
  CHECK_OK(plim_checker_recommendations(checker, &json, &error), error);
  CHECK_TEXT(json.ptr, "{\"schema\":\"plimsoll.recommendations/1\",\"results\":[]}");
  plim_string_free(&json);
  CHECK(LOAD(&told.called) > 0);

  CHECK_OK(plim_checker_watch(checker, NULL, &json, &error), error);
  CHECK(strstr(json.ptr, "\"removed\":[\"server\"]") != NULL);
  plim_string_free(&json);
  plim_checks_free(checks);

  /* Who polls is told of the end. */
  CHECK_OK(plim_checker_close(checker, 10000000000u, NULL, &error), error);
  CHECK(is_readable(fd, 0));
  CHECK(plim_checker_next_event(checker, 0, &json, NULL, NULL) == PLIM_E_CLOSED);
  CHECK(told.freed == 0);
  plim_checker_free(checker);
  CHECK(told.freed == 1);
}

static void closing(const http_server *server) {
  struct told told = {0};
  plim_checker *checker = new_checker(3);
  plim_checks *checks = new_checks();
  plim_targets *targets = http_server_target(server, "5s");
  plim_probe_context *context = NULL;
  plim_run *run = NULL;
  plim_request_options request = {0};
  plim_string value = {0};
  plim_outcome outcome;
  uint32_t stuck = 7;
  CHECK_OK(plim_checker_context(checker, &context, &error), error);
  CHECK_OK(plim_probe(context, targets, 0, &outcome, sizeof outcome, NULL, &error), error);
  CHECK(outcome.connections == 1);
  CHECK_OK(plim_checks_add_targets(checks, targets, &error), error);
  CHECK_OK(plim_checker_check_all(checker, checks, NULL, 0, &outcome, sizeof outcome, 1, NULL, &error), error);
  CHECK(outcome.reused == 1); /* the same connections */
  CHECK_OK(plim_probe_context_close(context, 0, NULL, &error), error);
  CHECK(plim_probe(context, targets, 0, NULL, 0, NULL, NULL) == PLIM_E_CLOSED);
  plim_probe_context_free(context);
  CHECK_OK(plim_checker_check_all(checker, checks, NULL, 0, &outcome, sizeof outcome, 1, NULL, &error), error);
  CHECK(outcome.reused == 1); /* it closed only its own way to them */
  CHECK_OK(plim_checker_context(checker, &context, &error), error);

  /* Deaf to being given up. */
  add_own(checks, "slow", slow, &told);
  CHECK_OK(plim_checker_start(checker, checks, NULL, 0, &run, &error), error);
  CHECK(plim_run_next(run, UINT64_MAX, NULL, NULL, 0, NULL, &error) == PLIM_OK);
  CHECK_OK(plim_checker_close(checker, 20000000000u, &stuck, &error), error);
  CHECK(stuck == 0 && gone());
  CHECK(plim_checker_check_all(checker, checks, NULL, 0, NULL, 0, 0, NULL, NULL) == PLIM_E_CLOSED);
  CHECK(plim_checker_start(checker, checks, NULL, 0, &run, NULL) == PLIM_E_CLOSED);
  CHECK_OK(plim_checker_close(checker, 0, &stuck, &error), error);
  plim_checks_free(checks);
  plim_checker_free(checker);

  /* What outlives it. */
  while (plim_run_next(run, UINT64_MAX, NULL, NULL, 0, NULL, &error) == PLIM_OK)
    ;
  CHECK(plim_run_next(run, 0, NULL, NULL, 0, NULL, NULL) == PLIM_ABSENT);
  plim_run_free(run);
  CHECK(told.freed == 1);
  CHECK(plim_probe(context, targets, 0, &outcome, sizeof outcome, NULL, &error) == PLIM_E_CLOSED);
  plim_error_free(error);
  request.url = "http://127.0.0.1:1/";
  CHECK(plim_request(context, PLIM_POOL_REST, &request, sizeof request, NULL, 0, NULL, NULL, NULL) == PLIM_E_CLOSED);
  CHECK(plim_cache_get(context, "config", "key", &value, NULL, NULL) == PLIM_E_CLOSED);
  CHECK(plim_cache_set(context, "config", "key", NULL, 0, 0, NULL) == PLIM_E_CLOSED);
  CHECK_OK(plim_probe_context_close(context, 0, NULL, &error), error);
  plim_probe_context_free(context);
  plim_targets_free(targets);
}

static void wrong_arguments(void) {
  struct told told = {0};
  plim_checker_options options = {0};
  plim_own_options own = own_check(NULL, slow, &told);
  plim_checker *checker = NULL;
  plim_checks *checks = new_checks();
  options.max_concurrent = 5000;
  options.on_event_data = &told;
  options.on_event_free = on_free;
  CHECK(plim_checker_new(&options, sizeof options, &checker, &error) == PLIM_E_INVALID_ARGUMENT);
  CHECK(strstr(plim_error_message(error), "max_concurrent") != NULL && told.freed == 1);
  plim_error_free(error);
  CHECK(plim_checker_new(NULL, 8, &checker, NULL) == PLIM_E_NULL);
  options.max_concurrent = 0;
  options.jitter = 0.7;
  CHECK(plim_checker_new(&options, sizeof options, &checker, NULL) == PLIM_E_INVALID_ARGUMENT && told.freed == 2);
  CHECK(checker == NULL);
  CHECK(plim_checks_add_own(checks, &own, sizeof own, NULL) == PLIM_E_NULL && told.freed == 3);
  own = own_check("own", NULL, &told);
  CHECK(plim_checks_add_own(checks, &own, sizeof own, NULL) == PLIM_E_NULL && told.freed == 4);
  own = own_check("own", slow, &told);
  own.timeout_ns = UINT64_MAX;
  CHECK(plim_checks_add_own(checks, &own, sizeof own, NULL) == PLIM_E_INVALID_ARGUMENT && told.freed == 5);
  CHECK(plim_checks_add_own(NULL, &own, sizeof own, NULL) == PLIM_E_NULL && told.freed == 6);
  CHECK(plim_checks_count(checks) == 0 && plim_checks_count(NULL) == 0 && plim_checks_name(NULL, 0) == NULL);
  CHECK(plim_own_left_ns(NULL) == 0 && plim_own_is_cancelled(NULL) == 0);
  plim_checks_free(checks);
  plim_checks_free(NULL);
  plim_run_free(NULL);
  plim_checker_free(NULL);
}

/* What cannot work is not asked; what is out of range is refused. */
static void dependent_checks(void) {
  static const char *const parents[] = {"parent"};
  static const char *const labels[] = {"team", "shop"};
  struct told parent = {0}, child = {0};
  plim_checker *checker = NULL;
  plim_checks *checks = new_checks();
  plim_own_options own = own_check("child", degraded, &child);
  plim_checker_options options = {0};
  plim_string states = {0};
  int found = 0;
  options.interval_ns = options.unhealthy_interval_ns = 100000000;
  options.fall = 1;
  CHECK_OK(plim_checker_new(&options, sizeof options, &checker, &error), error);
  add_own(checks, "parent", unhealthy, &parent);
  own.depends_on = parents;
  own.depends_on_len = 1;
  own.labels = labels;
  own.labels_len = 1;
  CHECK_OK(plim_checks_add_own(checks, &own, sizeof own, &error), error);
  CHECK_OK(plim_checker_watch(checker, checks, NULL, &error), error);
  while (!found) {
    nap(10);
    CHECK_OK(plim_checker_states(checker, &states, &error), error);
    found = strstr(states.ptr, "\"dependency\"") != NULL;
    plim_string_free(&states);
  }
  own = own_check("more", degraded, &child);
  own.labels_len = 1;
  CHECK(plim_checks_add_own(checks, &own, sizeof own, NULL) == PLIM_E_NULL);
  own = own_check("more", degraded, &child);
  own.priority = 1001;
  CHECK(plim_checks_add_own(checks, &own, sizeof own, &error) == PLIM_E_INVALID_ARGUMENT);
  CHECK(strstr(plim_error_message(error), "-1000 to 1000") != NULL);
  plim_error_free(error);
  plim_checks_free(checks);
  plim_checker_free(checker);
  CHECK(child.freed == 3 && parent.freed == 1);
  options.interval_ns = 0;
  /* A size that cuts a member in two. */
  CHECK(plim_checker_new(&options, 7, &checker, &error) == PLIM_E_SIZE);
  CHECK(strstr(plim_error_message(error), "7 bytes") != NULL);
  plim_error_free(error);
  options.breaker_half_open = 2;
  CHECK_OK(plim_checker_new(&options, sizeof options, &checker, &error), error);
  plim_checker_free(checker);
}

/* The caller's own handle of a gate may go: the checker goes on to ask it. Closing it ends that. */
static void a_gate_that_is_freed_first(void) {
  plim_checker_options options = {0};
  plim_checker *checker = NULL;
  plim_gate *gate = NULL;
  plim_checks *checks;
  plim_outcome outcome;
  int round;
  for (round = 0; round < 2; round++) {
    struct told told = {0};
    checks = new_checks();
    add_own(checks, "mine", degraded, &told);
    CHECK_OK(plim_gate_new(NULL, 0, &gate, &error), error);
    options.gate = gate;
    options.admission_wait_ns = 1000000;
    CHECK_OK(plim_checker_new(&options, sizeof options, &checker, &error), error);
    if (round == 1) {
      CHECK_OK(plim_gate_close(gate, &error), error);
    }
    plim_gate_free(gate);
    CHECK_OK(plim_checker_check_all(checker, checks, NULL, 0, &outcome, sizeof outcome, 1, NULL, &error), error);
    CHECK(outcome.reason == (round == 0 ? PLIM_REASON_REPORTED : PLIM_REASON_NOT_ADMITTED));
    CHECK(LOAD(&told.called) == 1 - round);
    plim_checks_free(checks);
    plim_checker_free(checker);
    checker = NULL;
  }
}

/* A checker, its checks and its gate, as a file says. */
static void loading(const http_server *server, const char *directory) {
  plim_checker *checker = NULL;
  plim_checks *checks = NULL;
  plim_gate *gate = NULL;
  plim_outcome outcome;
  plim_checker_counts counts;
  char path[500];
  FILE *file;
  snprintf(path, sizeof path, "%s/checker.yaml", directory);
  file = fopen(path, "w");
  CHECK(file != NULL);
  fprintf(file, "servers:\n  - {name: on, rest: {url: 'http://127.0.0.1:%d/'}}\n", server->port);
  fprintf(file, "  - {name: off, enabled: false, rest: {url: 'http://127.0.0.1:1/'}}\n");
  fprintf(file, "performance_optimization: {concurrent_execution: {max_concurrent_checks: 3}}\n");
  fclose(file);
  CHECK_OK(plim_checker_load(path, strlen(path), NULL, &checker, &checks, &gate, &error), error);
  CHECK(plim_checks_count(checks) == 1 && gate != NULL);
  CHECK_OK(plim_checker_check_all(checker, checks, NULL, 0, &outcome, sizeof outcome, 1, NULL, &error), error);
  CHECK(outcome.status == PLIM_HEALTH_HEALTHY);
  CHECK_OK(plim_checker_statistics(checker, &counts, sizeof counts, NULL, &error), error);
  CHECK(counts.workers == 3);
  plim_gate_free(gate);
  plim_checks_free(checks);
  plim_checker_free(checker);
  CHECK_OK(plim_checker_load(path, strlen(path), NULL, &checker, NULL, NULL, &error), error);
  plim_checker_free(checker);
  CHECK(plim_checker_load(path, strlen(path), "none", &checker, NULL, NULL, NULL) == PLIM_E_CONFIGURATION);
  CHECK(plim_checker_load("/no/such/file", 13, NULL, &checker, NULL, NULL, NULL) == PLIM_E_NOT_FOUND);
}

/* What an alert's callback was told. */
struct alerted {
  plim_checker *checker;
  int called;
  int freed;
  int refused;
  char text[2000];
};

static void on_alert(const char *json, size_t len, void *user_data) {
  struct alerted *alerted = user_data;
  CHECK(json[len] == 0 && len < sizeof alerted->text);
  memcpy(alerted->text, json, len + 1);
  if (plim_checker_close(alerted->checker, 0, NULL, NULL) == PLIM_E_REENTRANT)
    ADD(&alerted->refused, 1);
  ADD(&alerted->called, 1);
}

static void on_alert_free(void *user_data) { ADD(&((struct alerted *)user_data)->freed, 1); }

/* What changes is told to a callback, and nothing is left of it. */
static void alerts(void) {
  struct alerted alerted = {0};
  plim_checker_options options = {0};
  plim_checks *checks = NULL;
  plim_targets *targets = NULL;
  plim_string json = {0};
  uint32_t stuck = 1;
  int turns;
  options.interval_ns = 100000000;
  options.own_limits = 1.5;
  CHECK(plim_checker_new(&options, sizeof options, &alerted.checker, NULL) == PLIM_E_INVALID_ARGUMENT);
  options.own_limits = -1;
  options.alerts = "{\"webhok\": {}}";
  CHECK(plim_checker_new(&options, sizeof options, &alerted.checker, NULL) == PLIM_E_CONFIGURATION);
  options.alerts = "{\"fall\": 1, \"silences\": [{\"name\": \"silent\", \"until\": \"2999-01-01\"}]}";
  CHECK_OK(plim_checker_new(&options, sizeof options, &alerted.checker, &error), error);
  CHECK(plim_checker_on_alert(alerted.checker, NULL, &alerted, on_alert_free, NULL) == PLIM_E_NULL);
  CHECK(plim_checker_on_alert(NULL, on_alert, &alerted, on_alert_free, NULL) == PLIM_E_NULL && alerted.freed == 2);
  CHECK_OK(plim_checker_on_alert(alerted.checker, on_alert, &alerted, on_alert_free, &error), error);
  CHECK(plim_checker_on_alert(alerted.checker, on_alert, &alerted, on_alert_free, NULL) == PLIM_E_INVALID_ARGUMENT);
  CHECK(alerted.freed == 3);
  CHECK_OK(plim_checks_new(&checks, &error), error);
  CHECK_OK(plim_targets_parse("servers: [{name: shop, rest: {url: 'http://127.0.0.1:1/'}}, "
                              "{name: silent, rest: {url: 'http://127.0.0.1:1/'}}]",
                              &targets, &error),
           error);
  CHECK_OK(plim_checks_add_targets(checks, targets, &error), error);
  CHECK_OK(plim_checker_watch(alerted.checker, checks, NULL, &error), error);
  for (turns = 0; LOAD(&alerted.called) == 0 && turns < 30000; turns++)
    nap(1);
  CHECK(LOAD(&alerted.called) == 1 && alerted.refused == 1);
  CHECK(strstr(alerted.text, "plimsoll.alert/1") != NULL && strstr(alerted.text, "\"name\":\"shop\"") != NULL);
  CHECK(strstr(alerted.text, "\"was\":\"unknown\"") != NULL && strstr(alerted.text, "silent") == NULL);
  CHECK_OK(plim_checker_alert_statistics(alerted.checker, &json, &error), error);
  CHECK(strstr(json.ptr, "\"silenced\":1") != NULL && strstr(json.ptr, "\"raised\":1") != NULL);
  plim_string_free(&json);
  CHECK_OK(plim_checker_close(alerted.checker, 20000000000u, &stuck, &error), error);
  CHECK(stuck == 0 && gone());
  CHECK(plim_checker_on_alert(alerted.checker, on_alert, &alerted, on_alert_free, NULL) == PLIM_E_CLOSED);
  CHECK(alerted.freed == 4);
  plim_checker_free(alerted.checker);
  CHECK(alerted.freed == 5);
  plim_targets_free(targets);
  plim_checks_free(checks);
}

int main(int argc, char **argv) {
  static http_server server;
  http_server_start(&server, HTTP_OK, 1);
  CHECK(argc == 2);
  wrong_arguments();
  dependent_checks();
  a_gate_that_is_freed_first();
  loading(&server, argv[1]);
  alerts();
  a_list_in_order(&server);
  outcomes_as_they_come();
  a_descriptor_to_poll();
  giving_up();
  one_at_a_time();
  re_entrance();
  watching(&server);
  closing(&server);
  return 0;
}
