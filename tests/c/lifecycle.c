/* A sampler from its options to its end, and everything wrong that a caller can do between. */
#include <plimsoll.h>

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

static plim_status try_options(const plim_sampler_options *options) {
  plim_sampler *sampler = (plim_sampler *)&error;
  plim_status status = plim_sampler_new(options, sizeof *options, &sampler, &error);
  CHECK(status < 0 && plim_error_code(error) == status);
  CHECK(sampler == (plim_sampler *)&error);
  return status;
}

static void wrong_options(void) {
  const plim_sampler_options zero = {0};
  plim_sampler_options options;
  plim_sampler *sampler = NULL;
  struct {
    plim_sampler_options options;
    uint64_t newer;
  } wide;

  options = zero;
  options.groups = (uint64_t)1 << 60;
  CHECK(try_options(&options) == PLIM_E_INVALID_ARGUMENT);
  said("`groups` is 0x1000000000000000");
  options = zero;
  options.slow_interval_ns = (uint64_t)3601 * 1000000000;
  CHECK(try_options(&options) == PLIM_E_INVALID_ARGUMENT);
  said("`slow_interval` is 3601s");
  options = zero;
  options.target = 3;
  CHECK(try_options(&options) == PLIM_E_INVALID_ARGUMENT);
  said("`target` is 3: allowed are 0 to 2");
  options = zero;
  options.target = PLIM_TARGET_PID;
  CHECK(try_options(&options) == PLIM_E_INVALID_ARGUMENT);
  said("`target` is pid 0");
  options.pid = 0x7ffffffe;
  CHECK(try_options(&options) == PLIM_E_NOT_FOUND);
  said("2147483646");
  options = zero;
  options.pid = 1;
  CHECK(try_options(&options) == PLIM_E_INVALID_ARGUMENT);
  said("`pid` is 1");
  options = zero;
  options.target = PLIM_TARGET_CGROUP;
  CHECK(try_options(&options) == PLIM_E_NULL);
  said("`cgroup`");
  options.cgroup = "/no/such/cgroup";
  options.cgroup_len = strlen(options.cgroup);
  CHECK(try_options(&options) == PLIM_E_NOT_FOUND);
  said("/no/such/cgroup");
  options = zero;
  options.filesystem_len = 3;
  CHECK(try_options(&options) == PLIM_E_NULL);
  said("`filesystem`");
  options.filesystem = "/\0x";
  CHECK(try_options(&options) == PLIM_E_INVALID_ARGUMENT);
  said("NUL");
  options = zero;
  options.proc_root = "here";
  options.proc_root_len = 4;
  CHECK(try_options(&options) == PLIM_E_INVALID_ARGUMENT);
  said("`proc_root` is \"here\"");
  options = zero;
  options.sys_root = "";
  CHECK(try_options(&options) == PLIM_E_INVALID_ARGUMENT);
  said("`sys_root`");

  /* A newer caller: fine as long as it does not use what is newer. */
  memset(&wide, 0, sizeof wide);
  CHECK_OK(plim_sampler_new(&wide.options, sizeof wide, &sampler, &error), error);
  plim_sampler_free(sampler);
  wide.newer = 1;
  sampler = NULL;
  CHECK(plim_sampler_new(&wide.options, sizeof wide, &sampler, &error) == PLIM_E_SIZE);
  CHECK(sampler == NULL);
  said("`options` is larger");
  /* An older caller. */
  CHECK_OK(plim_sampler_new(&zero, offsetof(plim_sampler_options, target), &sampler, &error), error);
  plim_sampler_free(sampler);
  CHECK_OK(plim_sampler_new(&zero, 0, &sampler, &error), error);
  plim_sampler_free(sampler);
  CHECK(plim_sampler_new(NULL, sizeof zero, &sampler, NULL) == PLIM_E_NULL);
  CHECK(plim_sampler_new(NULL, 0, NULL, NULL) == PLIM_E_NULL);
}

static void defaults(void) {
  plim_sampler_options options;
  memset(&options, 0x5a, sizeof options);
  CHECK_OK(plim_sampler_options_init(&options, sizeof options, &error), error);
  CHECK(options.groups == PLIM_GROUPS_FULL);
  CHECK(options.slow_interval_ns == PLIM_SLOW_INTERVAL_NS);
  CHECK(options.target == PLIM_TARGET_OWN && options.pid == 0);
  CHECK(options.cgroup == NULL && options.filesystem == NULL && options.sys_root == NULL);
}

static void reading(plim_sampler *sampler) {
  plim_sample sample, again;
  struct {
    plim_sample sample;
    uint64_t newer[3];
  } wide;
  uint64_t groups = 0;
  double value = 0;
  CHECK_OK(plim_sampler_read(sampler, &sample, sizeof sample, &error), error);
  CHECK(sample.groups == PLIM_GROUPS_FULL && sample.boot_time_ns > 0 && sample.took_ns > 0);
  CHECK(PLIM_HAS(&sample, PLIM_FIELD_HOST_MEMORY_TOTAL_BYTES));
  CHECK(sample.host_memory_total_bytes > 1 << 20);
  CHECK_OK(plim_sample_value(&sample, sizeof sample, PLIM_FIELD_HOST_CPUS_ONLINE, &value, &error), error);
  CHECK(value >= 1);

  /* An older caller has less room, a newer one more. */
  memset(&again, 0x5a, sizeof again);
  CHECK_OK(plim_sampler_read(sampler, &again, offsetof(plim_sample, took_ns), &error), error);
  CHECK(again.wall_time_ns >= sample.wall_time_ns);
  CHECK(again.took_ns == 0x5a5a5a5a5a5a5a5aULL);
  memset(&wide, 0x5a, sizeof wide);
  CHECK_OK(plim_sampler_read(sampler, &wide.sample, sizeof wide, &error), error);
  CHECK(wide.sample.host_memory_total_bytes == sample.host_memory_total_bytes);
  CHECK(wide.newer[0] == 0 && wide.newer[2] == 0);
  CHECK_OK(plim_sampler_read(sampler, &again, 0, &error), error);

  CHECK_OK(plim_sampler_available(sampler, &groups, &error), error);
  CHECK((groups & PLIM_GROUP_MEMORY) && (groups & PLIM_GROUPS_FULL) == groups);

  CHECK_OK(plim_sampler_read(sampler, &sample, sizeof sample, &error), error);
  CHECK(sample.generation == wide.sample.generation);
  CHECK_OK(plim_sampler_reset(sampler, &error), error);
  CHECK_OK(plim_sampler_read(sampler, &again, sizeof again, &error), error);
  CHECK(again.generation != sample.generation);
}

static void problems(plim_sampler *sampler) {
  size_t count = 0, index;
  plim_string path, reason;
  uint64_t groups;
  CHECK_OK(plim_sampler_problem_count(sampler, &count, &error), error);
  for (index = 0; index < count; index++) {
    CHECK_OK(plim_sampler_problem_get(sampler, index, &path, &reason, &groups, &error), error);
    CHECK(path.len == strlen(path.ptr) && path.ptr[0] == '/');
    CHECK(reason.len > 0 && groups != 0);
    plim_string_free(&path);
    plim_string_free(&reason);
    CHECK_OK(plim_sampler_problem_get(sampler, index, NULL, NULL, NULL, &error), error);
  }
  CHECK(plim_sampler_problem_get(sampler, count, &path, &reason, &groups, &error) == PLIM_ABSENT);
  CHECK(path.ptr == NULL && path.len == 0 && reason.ptr == NULL && groups == 0 && error == NULL);
}

/* A root without anything: everything is missing, said once each, and nothing fails. */
static void nothing_to_read(const char *root) {
  plim_sampler_options options = {0};
  plim_sampler *sampler = NULL;
  plim_sample sample;
  size_t count = 0, later = 0;
  options.proc_root = options.sys_root = root;
  options.proc_root_len = options.sys_root_len = strlen(root);
  options.groups = PLIM_GROUP_MEMORY | PLIM_GROUP_LOAD;
  if (plim_sampler_new(&options, sizeof options, &sampler, &error) != PLIM_OK) {
    said(root);
    return;
  }
  CHECK_OK(plim_sampler_read(sampler, &sample, sizeof sample, &error), error);
  CHECK(!PLIM_HAS(&sample, PLIM_FIELD_HOST_MEMORY_TOTAL_BYTES));
  CHECK_OK(plim_sampler_problem_count(sampler, &count, &error), error);
  CHECK(count >= 1);
  problems(sampler);
  CHECK_OK(plim_sampler_read(sampler, &sample, sizeof sample, &error), error);
  CHECK_OK(plim_sampler_problem_count(sampler, &later, &error), error);
  CHECK(later == count);
  plim_sampler_free(sampler);
}

static void cgroup_paths(plim_sampler *sampler) {
  plim_string path = {NULL, 0};
  uint32_t controller;
  for (controller = PLIM_CONTROLLER_CPU; controller <= PLIM_CONTROLLER_UNIFIED; controller++) {
    plim_status status = plim_sampler_cgroup_path(sampler, controller, 0, &path, &error);
    CHECK(status == PLIM_OK || status == PLIM_ABSENT);
    CHECK((status == PLIM_OK) == (path.ptr != NULL));
    if (status == PLIM_OK)
      CHECK(path.ptr[0] == '/');
    plim_string_free(&path);
    CHECK(plim_sampler_cgroup_path(sampler, controller, 100000, &path, &error) == PLIM_ABSENT);
    CHECK(path.ptr == NULL);
  }
  CHECK(plim_sampler_cgroup_path(sampler, controller, 0, &path, &error) == PLIM_E_INVALID_ARGUMENT);
  said("`controller` is 5");
}

static void after_close(plim_sampler *sampler) {
  plim_sample sample;
  plim_core core;
  plim_string path = {NULL, 0};
  uint64_t groups = 7;
  size_t count = 7;
  memset(&sample, 0x5a, sizeof sample);
  CHECK_OK(plim_sampler_close(sampler, &error), error);
  CHECK_OK(plim_sampler_close(sampler, &error), error);
  CHECK(plim_sampler_read(sampler, &sample, sizeof sample, &error) == PLIM_E_CLOSED);
  CHECK(sample.boot_time_ns == 0x5a5a5a5a5a5a5a5aULL);
  said("the sampler is closed");
  CHECK(plim_sampler_available(sampler, &groups, NULL) == PLIM_E_CLOSED);
  CHECK(plim_sampler_problem_count(sampler, &count, NULL) == PLIM_E_CLOSED);
  CHECK(plim_sampler_problem_get(sampler, 0, NULL, NULL, NULL, NULL) == PLIM_E_CLOSED);
  CHECK(plim_sampler_reset(sampler, NULL) == PLIM_E_CLOSED);
  CHECK(plim_sampler_cgroup_path(sampler, PLIM_CONTROLLER_CPU, 0, &path, NULL) == PLIM_E_CLOSED);
  CHECK(plim_sampler_cores(sampler, &core, sizeof core, 1, &count, NULL) == PLIM_E_CLOSED);
  CHECK(plim_sampler_top(sampler, PLIM_ORDER_CPU, NULL, 0, 0, &count, NULL) == PLIM_E_CLOSED);
  CHECK(groups == 7 && count == 7 && path.ptr == NULL);
  plim_sampler_free(sampler);
  plim_sampler_free(NULL);
}

static void nulls(plim_sampler *sampler) {
  plim_sample sample;
  size_t count = 7;
  CHECK(plim_sampler_read(sampler, NULL, sizeof sample, &error) == PLIM_E_NULL);
  said("`sample` is NULL");
  CHECK(plim_sampler_read(NULL, &sample, sizeof sample, &error) == PLIM_E_NULL);
  said("`sampler` is NULL");
  CHECK(plim_sampler_available(sampler, NULL, NULL) == PLIM_E_NULL);
  CHECK(plim_sampler_problem_count(sampler, NULL, NULL) == PLIM_E_NULL);
  CHECK(plim_sampler_cgroup_path(sampler, PLIM_CONTROLLER_CPU, 0, NULL, NULL) == PLIM_E_NULL);
  CHECK(plim_sampler_cores(sampler, NULL, sizeof(plim_core), 1, &count, NULL) == PLIM_E_NULL);
  CHECK(plim_sampler_cores(sampler, NULL, sizeof(plim_core), 0, NULL, NULL) == PLIM_E_NULL);
  CHECK(plim_sampler_options_init(NULL, 8, NULL) == PLIM_E_NULL);
  CHECK(count == 7);
}

int main(int argc, char **argv) {
  plim_sampler *sampler = NULL;
  CHECK(argc == 2); /* an empty directory */
  defaults();
  wrong_options();
  nothing_to_read(argv[1]);
  CHECK_OK(plim_sampler_new(NULL, 0, &sampler, &error), error);
  reading(sampler);
  problems(sampler);
  cgroup_paths(sampler);
  nulls(sampler);
  after_close(sampler);
  return 0;
}
