/* Callbacks of a monitor: what they are told, that they cannot call back, and that what they are given
 * is freed once, whatever happens.
 *
 *   callbacks PROC SYS      the roots of a captured kernel, on which nothing changes
 */
#include <plimsoll.h>
#include <pthread.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

/* What a callback is given: it counts. */
struct told {
  plim_monitor *monitor;
  plim_monitor *other;
  pthread_t thread;
  int events;
  int raised;
  int changed;
  int levels;
  int freed;
};

static plim_error *error;
static const char *proc_root;
static const char *sys_root;

static void on_event(const char *json, size_t len, void *user_data) {
  struct told *told = user_data;
  CHECK(strlen(json) == len && json[0] == '{' && json[len - 1] == '}');
  CHECK(pthread_equal(told->thread, pthread_self()));
  CHECK(told->freed == 0);
  told->events++;
  told->raised += strstr(json, "\"event\":\"bottleneck_raised\"") != NULL;
  told->changed += strstr(json, "\"event\":\"level_changed\"") != NULL;
}

static void on_level(int32_t from, int32_t to, const char *json, size_t len, void *user_data) {
  struct told *told = user_data;
  CHECK(from == PLIM_LEVEL_OPTIMAL && to == PLIM_LEVEL_POOR);
  CHECK(strlen(json) == len && strstr(json, "\"wall_time_seconds\":") != NULL);
  CHECK(strstr(json, "\"from\":\"optimal\",\"to\":\"poor\",\"direction\":\"fall\"") != NULL);
  CHECK(told->freed == 0);
  told->levels++;
}

static void on_free(void *user_data) { ((struct told *)user_data)->freed++; }

/* Options with both callbacks, each with data of its own. */
static plim_monitor_options watching(plim_sampler_options *sampler, struct told *events,
                                     struct told *levels) {
  static const plim_sampler_options nothing = {0};
  plim_monitor_options options = {0};
  *sampler = nothing;
  /* All but the filesystem, which is that of this machine: it may be nearly full. */
  sampler->groups = PLIM_GROUPS_FULL & ~PLIM_GROUP_FILESYSTEM;
  sampler->proc_root = proc_root;
  sampler->proc_root_len = strlen(proc_root);
  sampler->sys_root = sys_root;
  sampler->sys_root_len = strlen(sys_root);
  options.sampler = sampler;
  options.sampler_size = sizeof *sampler;
  memset(events, 0, sizeof *events);
  memset(levels, 0, sizeof *levels);
  events->thread = pthread_self();
  options.on_event = on_event;
  options.on_event_data = events;
  options.on_event_free = on_free;
  options.on_level = on_level;
  options.on_level_data = levels;
  options.on_level_free = on_free;
  return options;
}

static void see(plim_monitor *monitor, double value) {
  const double limit = 100.0;
  const struct timespec second = {1, 0};
  CHECK_OK(plim_monitor_feed(monitor, "queue", value, &limit, &error), error);
  CHECK_OK(plim_monitor_observe(monitor, &error), error);
  nanosleep(&second, NULL);
  CHECK_OK(plim_monitor_observe(monitor, &error), error);
}

static void a_real_change(void) {
  struct told events, levels;
  plim_sampler_options sampler;
  plim_monitor_options options = watching(&sampler, &events, &levels);
  plim_monitor *monitor = NULL;
  int before;
  CHECK_OK(plim_monitor_new(&options, sizeof options, &monitor, &error), error);
  see(monitor, 0.0);
  CHECK(events.events == 1 && events.raised == 0 && levels.levels == 0);
  see(monitor, 99.0);
  CHECK(events.events >= 3 && events.raised == 1 && events.changed == 1 && levels.levels == 1);
  before = events.events;
  CHECK_OK(plim_monitor_close(monitor, &error), error);
  CHECK(plim_monitor_observe(monitor, NULL) == PLIM_E_CLOSED);
  CHECK(events.freed == 0 && levels.freed == 0);
  plim_monitor_free(monitor);
  CHECK(events.freed == 1 && levels.freed == 1);
  CHECK(events.events == before && levels.levels == 1);
}

/* Every call into the monitor that calls is refused; another one may be called. */
static void calls_back(const char *json, size_t len, void *user_data) {
  struct told *told = user_data;
  plim_string text = {0};
  plim_sample sample;
  plim_load_line line;
  plim_error *refused = NULL;
  int32_t level = -1;
  (void)json;
  (void)len;
  told->events++;
  if (told->events > 1)
    return;
  CHECK(plim_monitor_observe(told->monitor, &refused) == PLIM_E_REENTRANT);
  CHECK(strstr(plim_error_message(refused), "callback of this monitor") != NULL);
  plim_error_free(refused);
  CHECK(plim_monitor_observe_events(told->monitor, &text, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_monitor_feed(told->monitor, "queue", 1.0, NULL, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_monitor_sample(told->monitor, &sample, sizeof sample, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_monitor_diagnose(told->monitor, &level, NULL, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_monitor_load_line(told->monitor, &line, sizeof line, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_monitor_usage(told->monitor, &text, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_monitor_report(told->monitor, &text, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_monitor_recommend(told->monitor, &text, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_monitor_allocation(told->monitor, 0, &text, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_monitor_workload_pattern(told->monitor, NULL, NULL, NULL, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_monitor_save_state(told->monitor, &text, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_monitor_load_state(told->monitor, "", 0, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_monitor_reset(told->monitor, NULL) == PLIM_E_REENTRANT);
  CHECK(plim_monitor_close(told->monitor, NULL) == PLIM_E_REENTRANT);
  CHECK(text.ptr == NULL && level == -1);

  /* Its events are its own. */
  CHECK(plim_monitor_observe_events(told->other, &text, NULL) == PLIM_OK);
  CHECK(strstr(text.ptr, "baseline") != NULL);
  plim_string_free(&text);
  CHECK(plim_monitor_observe(told->other, NULL) == PLIM_OK);
}

static void re_entrance(void) {
  struct told events, levels;
  plim_sampler_options sampler;
  plim_monitor_options options = watching(&sampler, &events, &levels);
  plim_string lines = {0};
  plim_monitor *monitor = NULL;
  plim_monitor *other = NULL;
  options.on_event = calls_back;
  CHECK_OK(plim_monitor_new(&options, sizeof options, &monitor, &error), error);
  CHECK_OK(plim_monitor_new(NULL, 0, &other, &error), error);
  events.monitor = monitor;
  events.other = other;
  CHECK_OK(plim_monitor_observe_events(monitor, &lines, &error), error);
  CHECK(events.events == 1);
  /* Told in both ways; and of no other monitor. */
  CHECK(strstr(lines.ptr, "baseline") != NULL && strchr(lines.ptr, '\n') == lines.ptr + lines.len - 1);
  plim_string_free(&lines);
  /* It goes on. */
  CHECK_OK(plim_monitor_observe_events(monitor, &lines, &error), error);
  CHECK(lines.len == 0);
  plim_string_free(&lines);
  CHECK_OK(plim_monitor_close(monitor, &error), error);
  plim_monitor_free(monitor);
  plim_monitor_free(other);
  CHECK(events.freed == 1 && levels.freed == 1);
}

/* What is given is the library's from the first moment on. */
static void freed_when_refused(void) {
  struct told events, levels;
  plim_sampler_options sampler;
  plim_monitor *monitor = NULL;
  struct {
    plim_monitor_options options;
    uint64_t newer;
  } wide;
  plim_monitor_options options = watching(&sampler, &events, &levels);
  options.window_ns = UINT64_MAX;
  CHECK(plim_monitor_new(&options, sizeof options, &monitor, NULL) == PLIM_E_INVALID_ARGUMENT);
  CHECK(events.freed == 1 && levels.freed == 1);

  options = watching(&sampler, &events, &levels);
  sampler.target = 77;
  CHECK(plim_monitor_new(&options, sizeof options, &monitor, NULL) == PLIM_E_INVALID_ARGUMENT);
  CHECK(events.freed == 1 && levels.freed == 1);

  options = watching(&sampler, &events, &levels);
  CHECK(plim_monitor_new(&options, sizeof options, NULL, NULL) == PLIM_E_NULL);
  CHECK(events.freed == 1 && levels.freed == 1);

  wide.options = watching(&sampler, &events, &levels);
  wide.newer = 1;
  CHECK(plim_monitor_new(&wide.options, sizeof wide, &monitor, NULL) == PLIM_E_SIZE);
  CHECK(events.freed == 1 && levels.freed == 1);

  /* A callback that there is not. */
  options = watching(&sampler, &events, &levels);
  options.on_event = NULL;
  CHECK_OK(plim_monitor_new(&options, sizeof options, &monitor, &error), error);
  CHECK(events.freed == 1 && levels.freed == 0);
  plim_monitor_free(monitor);
  CHECK(events.freed == 1 && levels.freed == 1);

  /* Data that nobody has to free. */
  options = watching(&sampler, &events, &levels);
  options.on_event_free = NULL;
  options.on_level_free = NULL;
  CHECK_OK(plim_monitor_new(&options, sizeof options, &monitor, &error), error);
  CHECK_OK(plim_monitor_observe(monitor, &error), error);
  plim_monitor_free(monitor);
  CHECK(events.events == 1 && events.freed == 0 && levels.freed == 0);
}

static void in_a_child(void) {
  struct told events, levels;
  plim_sampler_options sampler;
  plim_monitor_options options = watching(&sampler, &events, &levels);
  plim_monitor *monitor = NULL;
  int status = -1;
  pid_t child;
  CHECK_OK(plim_monitor_new(&options, sizeof options, &monitor, &error), error);
  CHECK_OK(plim_monitor_observe(monitor, &error), error);
  CHECK(events.events == 1);
  child = fork();
  CHECK(child >= 0);
  if (child == 0) {
    CHECK_OK(plim_monitor_observe(monitor, &error), error);
    CHECK(events.events == 2);
    plim_monitor_free(monitor);
    CHECK(events.freed == 1 && levels.freed == 1);
    _exit(0);
  }
  CHECK(waitpid(child, &status, 0) == child && status == 0);
  CHECK(events.events == 1 && events.freed == 0);
  plim_monitor_free(monitor);
  CHECK(events.freed == 1 && levels.freed == 1);
}

int main(int argc, char **argv) {
  CHECK(argc == 3);
  proc_root = argv[1];
  sys_root = argv[2];
  a_real_change();
  re_entrance();
  freed_when_refused();
  in_a_child();
  return 0;
}
