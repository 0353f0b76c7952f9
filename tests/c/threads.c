/* Threads that read one sampler at once each get whole samples; one that closes it stops all. */
#include <plimsoll.h>
#include <pthread.h>

#include "check.h"

enum { THREADS = 4, READS = 500 };

static plim_sampler *sampler;
static uint64_t memory_total;

static void *reads(void *closes) {
  plim_error *error = NULL;
  plim_sample sample;
  uint64_t last = 0;
  plim_status status = PLIM_OK;
  int i;
  for (i = 0; i < READS || !closes; i++) {
    memset(&sample, 0x5a, sizeof sample);
    status = plim_sampler_read(sampler, &sample, sizeof sample, &error);
    if (status != PLIM_OK)
      break;
    CHECK(sample.boot_time_ns > last);
    CHECK(sample.host_memory_total_bytes == memory_total);
    last = sample.boot_time_ns;
    if (i % 50 == 0) {
      size_t total = 0;
      status = plim_sampler_cores(sampler, NULL, 0, 0, &total, &error);
      if (status == PLIM_E_CLOSED && !closes)
        break; /* closed by the other thread since the read above */
      CHECK_OK(status, error);
      CHECK(total > 0);
    }
  }
  if (closes) {
    CHECK_OK(plim_sampler_close(sampler, &error), error);
    status = plim_sampler_read(sampler, &sample, sizeof sample, &error);
  }
  CHECK(status == PLIM_E_CLOSED);
  plim_error_free(error);
  return NULL;
}

int main(void) {
  plim_error *error = NULL;
  plim_sample sample;
  pthread_t threads[THREADS];
  int i;
  CHECK_OK(plim_sampler_new(NULL, 0, &sampler, &error), error);
  CHECK_OK(plim_sampler_read(sampler, &sample, sizeof sample, &error), error);
  memory_total = sample.host_memory_total_bytes;
  CHECK(memory_total > 0);
  for (i = 0; i < THREADS; i++)
    CHECK(pthread_create(&threads[i], NULL, reads, i == 0 ? &threads : NULL) == 0);
  for (i = 0; i < THREADS; i++)
    CHECK(pthread_join(threads[i], NULL) == 0);
  plim_sampler_free(sampler);
  return 0;
}
