/* A process forks again and again while other threads are inside a read. Each child reads right
 * values of its own with the same handle, so do its children, and the parent goes on. */
#include <plimsoll.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

enum { READERS = 2, FORKS = 60, MEBIBYTES = 32 };

static plim_sampler *sampler;
static volatile int stop;

static void *reads(void *unused) {
  plim_error *error = NULL;
  plim_sample sample;
  while (!stop)
    CHECK_OK(plim_sampler_read(sampler, &sample, sizeof sample, &error), error);
  return unused;
}

static plim_sample sample_now(void) {
  plim_error *error = NULL;
  plim_sample sample;
  CHECK_OK(plim_sampler_read(sampler, &sample, sizeof sample, &error), error);
  CHECK(PLIM_HAS(&sample, PLIM_FIELD_PROCESS_RESIDENT_BYTES));
  CHECK(PLIM_HAS(&sample, PLIM_FIELD_PROCESS_THREADS));
  return sample;
}

/* What only this process does must show in its samples. */
static int child(const plim_sample *parent, int depth) {
  size_t size = (size_t)MEBIBYTES << 20;
  char *memory;
  plim_sample before, after;
  int status;
  alarm(20); /* a lock that never opens */
  before = sample_now();
  CHECK(before.generation != parent->generation);
  CHECK(before.host_memory_total_bytes == parent->host_memory_total_bytes);
  CHECK(before.process_threads == 1);
  memory = malloc(size);
  memset(memory, 1, size);
  after = sample_now();
  CHECK(after.process_resident_bytes > before.process_resident_bytes + size / 2);
  CHECK(after.generation == before.generation);
  free(memory);
  if (depth > 0) {
    pid_t pid = fork();
    CHECK(pid >= 0);
    if (pid == 0)
      _exit(child(&after, depth - 1));
    CHECK(waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    CHECK(sample_now().generation == before.generation);
  }
  plim_sampler_free(sampler);
  return 0;
}

int main(void) {
  plim_error *error = NULL;
  pthread_t threads[READERS];
  plim_sample before;
  int i, status;
  CHECK_OK(plim_sampler_new(NULL, 0, &sampler, &error), error);
  before = sample_now();
  for (i = 0; i < READERS; i++)
    CHECK(pthread_create(&threads[i], NULL, reads, NULL) == 0);
  for (i = 0; i < FORKS; i++) {
    pid_t pid = fork();
    CHECK(pid >= 0);
    if (pid == 0)
      _exit(child(&before, i % 20 == 0));
    CHECK(waitpid(pid, &status, 0) == pid);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  CHECK(sample_now().generation == before.generation);
  CHECK(sample_now().process_threads == READERS + 1);
  stop = 1;
  for (i = 0; i < READERS; i++)
    CHECK(pthread_join(threads[i], NULL) == 0);
  plim_sampler_free(sampler);
  return 0;
}
