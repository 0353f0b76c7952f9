/*
 * Reads samples, one a second, and prints them as NAME=VALUE lines.
 *
 *   cc examples/c/sample.c -o sample $(pkg-config --cflags --libs plimsoll)
 *   ./sample [--all] [COUNT]
 *
 * Without --all a few values by their members; with it every value, by the field table.
 */
#include <inttypes.h>
#include <math.h>
#include <plimsoll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Says what went wrong and gives the exit code. */
static int fail(plim_error *error) {
  fprintf(stderr, "sample: %s\n", plim_error_message(error));
  plim_error_free(error);
  return 3;
}

/* A value is there only if it could be read here: PLIM_HAS tells. */
static void print_few(const plim_sample *sample) {
  if (PLIM_HAS(sample, PLIM_FIELD_HOST_CPUS_ONLINE))
    printf("host_cpus_online=%" PRIu64 "\n", sample->host_cpus_online);
  if (PLIM_HAS(sample, PLIM_FIELD_HOST_MEMORY_TOTAL_BYTES))
    printf("host_memory_total_bytes=%" PRIu64 "\n", sample->host_memory_total_bytes);
  if (PLIM_HAS(sample, PLIM_FIELD_CGROUP_EFFECTIVE_CPUS))
    printf("cgroup_effective_cpus=%g\n", sample->cgroup_effective_cpus);
  if (PLIM_HAS(sample, PLIM_FIELD_CGROUP_MEMORY_USAGE_BYTES))
    printf("cgroup_memory_usage_bytes=%" PRIu64 "\n", sample->cgroup_memory_usage_bytes);
  if (PLIM_HAS(sample, PLIM_FIELD_PROCESS_RESIDENT_BYTES))
    printf("process_resident_bytes=%" PRIu64 "\n", sample->process_resident_bytes);
}

/* Every value, whatever its name: also those of a library newer than this program's header, as far
 * as they fit into this program's struct. */
static plim_status print_all(const plim_sample *sample, plim_error **error) {
  uint32_t index;
  for (index = 0; index < plim_field_count(); index++) {
    plim_field field;
    double value;
    plim_status status = plim_field_get(index, &field, sizeof field, error);
    if (status == PLIM_OK)
      status = plim_sample_value(sample, sizeof *sample, index, &value, error);
    if (status < 0)
      return status;
    if (status == PLIM_ABSENT)
      continue;
    if (isinf(value))
      printf("%s=max\n", field.name);
    else
      printf("%s=%.17g\n", field.name, value);
  }
  return PLIM_OK;
}

int main(int argc, char **argv) {
  int all = argc > 1 && strcmp(argv[1], "--all") == 0;
  long count = argc > 1 + all ? strtol(argv[1 + all], NULL, 10) : 1;
  plim_error *error = NULL;
  plim_sampler *sampler = NULL;
  plim_sample sample;

  if (count < 1) {
    fprintf(stderr, "usage: sample [--all] [COUNT]\n");
    return 2;
  }
  if (plim_abi_version() != PLIM_ABI_VERSION) {
    fprintf(stderr, "sample: library %s has another ABI than this program\n", plim_version());
    return 3;
  }
  if (plim_sampler_new(NULL, 0, &sampler, &error) != PLIM_OK)
    return fail(error);

  while (count-- > 0) {
    plim_status status = plim_sampler_read(sampler, &sample, sizeof sample, &error);
    if (status == PLIM_OK && all)
      status = print_all(&sample, &error);
    else if (status == PLIM_OK)
      print_few(&sample);
    if (status < 0) {
      plim_sampler_free(sampler);
      return fail(error);
    }
    fflush(stdout);
    if (count > 0)
      sleep(1);
  }
  plim_sampler_free(sampler);
  return 0;
}
