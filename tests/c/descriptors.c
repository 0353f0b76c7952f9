/* A host closes every descriptor, as when it becomes a daemon, and opens files of its own that get
 * the same numbers. The sampler reads right values again, and touches none of those files. */
#include <dirent.h>
#include <fcntl.h>
#include <plimsoll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

enum { MOST = 512 };

static plim_error *error;
static int numbers[MOST];
static int count;

/* Every descriptor above the standard three. */
static void list_descriptors(void) {
  DIR *directory = opendir("/proc/self/fd");
  struct dirent *entry;
  CHECK(directory != NULL);
  count = 0;
  while ((entry = readdir(directory)) != NULL) {
    int number = atoi(entry->d_name);
    if (number > 2 && number != dirfd(directory) && count < MOST)
      numbers[count++] = number;
  }
  closedir(directory);
}

/* The file of ours that sits on a number: its length tells which, its offset whether it was read. */
static void check_file(int index) {
  struct stat status;
  char text[16];
  CHECK(fstat(numbers[index], &status) == 0);
  CHECK(status.st_size == index + 1);
  CHECK(lseek(numbers[index], 0, SEEK_CUR) == 0);
  CHECK(pread(numbers[index], text, sizeof text, 0) > 0 && text[0] == '7');
}

static void occupy(const char *directory) {
  int index;
  for (index = 0; index < count; index++) {
    char path[4096];
    int file, i;
    snprintf(path, sizeof path, "%s/%d", directory, index);
    file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    CHECK(file >= 0);
    for (i = 0; i <= index; i++)
      CHECK(write(file, "7", 1) == 1);
    CHECK(lseek(file, 0, SEEK_SET) == 0);
    if (file != numbers[index]) {
      CHECK(dup2(file, numbers[index]) == numbers[index]);
      close(file);
    }
    unlink(path);
  }
}

static plim_sample sample_of(plim_sampler *sampler) {
  plim_sample sample;
  CHECK_OK(plim_sampler_read(sampler, &sample, sizeof sample, &error), error);
  return sample;
}

/* The same values are there, and those that do not change are the same. */
static void check_alike(const plim_sample *a, const plim_sample *b) {
  int word;
  for (word = 0; word < 4; word++)
    CHECK(a->valid[word] == b->valid[word]);
  CHECK(a->host_memory_total_bytes == b->host_memory_total_bytes && a->host_memory_total_bytes > 0);
  CHECK(a->host_cpus_online == b->host_cpus_online);
  CHECK(a->cgroup_id == b->cgroup_id);
  CHECK(b->host_cpu_user_seconds >= a->host_cpu_user_seconds);
  CHECK(a->process_descriptors_limit == b->process_descriptors_limit);
}

int main(int argc, char **argv) {
  plim_sampler *sampler = NULL, *untouched = NULL;
  plim_sample before, after;
  int index;
  CHECK(argc == 2); /* a directory to write in */
  CHECK_OK(plim_sampler_new(NULL, 0, &sampler, &error), error);
  CHECK_OK(plim_sampler_new(NULL, 0, &untouched, &error), error);
  before = sample_of(sampler);
  list_descriptors();
  CHECK(count > 0 && count < MOST);
  for (index = 0; index < count; index++)
    close(numbers[index]);
  occupy(argv[1]);
  after = sample_of(sampler);
  check_alike(&before, &after);
  after = sample_of(sampler);
  check_alike(&before, &after);
  for (index = 0; index < count; index++)
    check_file(index);
  /* Neither closing the one that noticed nor the one that never read again closes a file of ours. */
  plim_sampler_free(sampler);
  plim_sampler_free(untouched);
  for (index = 0; index < count; index++)
    check_file(index);
  return 0;
}
