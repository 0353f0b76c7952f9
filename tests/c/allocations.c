/* Counts every allocation of the process: a reading must make none. The functions below take the
 * place of the C library's for the shared library too. */
#include <plimsoll.h>

#include "check.h"

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *memory);

static unsigned long calls;

void *malloc(size_t size) {
  calls++;
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  calls++;
  return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
  calls++;
  return __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  calls++;
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  calls++;
  *memory = __libc_memalign(alignment, size);
  return *memory == NULL;
}

void free(void *memory) {
  calls += memory != NULL;
  __libc_free(memory);
}

static void count(uint64_t groups) {
  plim_error *error = NULL;
  plim_sampler *sampler = NULL;
  plim_sampler_options options = {0};
  plim_sample sample;
  unsigned long before;
  int i;
  options.groups = groups;
  options.slow_interval_ns = 1;
  before = calls;
  CHECK_OK(plim_sampler_new(&options, sizeof options, &sampler, &error), error);
  CHECK(calls > before); /* or nothing is counted */
  CHECK_OK(plim_sampler_read(sampler, &sample, sizeof sample, &error), error);
  before = calls;
  for (i = 0; i < 100; i++)
    CHECK_OK(plim_sampler_read(sampler, &sample, sizeof sample, &error), error);
  if (calls != before) {
    fprintf(stderr, "%lu calls of the allocator in 100 readings of %#lx\n", calls - before,
            (unsigned long)groups);
    exit(1);
  }
  plim_sampler_free(sampler);
}

int main(void) {
  count(PLIM_GROUPS_FULL);
  count(PLIM_GROUPS_TICK);
  return 0;
}
