/* Lists: how many there are, more or less room than that, elements of another size. */
#include <plimsoll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "check.h"

enum { ROOM = 4096 };

static plim_error *error;
static plim_sampler *sampler;

/* An older caller's core ends after the number; a newer one's has more members. */
typedef struct older_core {
  uint32_t number;
  uint32_t padding;
} older_core;

typedef struct newer_core {
  plim_core core;
  uint64_t newer[2];
} newer_core;

static void cores(void) {
  static plim_core all[ROOM];
  static older_core older[ROOM];
  static newer_core newer[ROOM];
  plim_core two[2];
  size_t total = 0, count = 0, i;
  CHECK_OK(plim_sampler_cores(sampler, NULL, sizeof(plim_core), 0, &count, &error), error);
  CHECK(count >= 1 && count < ROOM);
  CHECK_OK(plim_sampler_cores(sampler, all, sizeof *all, ROOM, &total, &error), error);
  CHECK(total == count);
  for (i = 0; i < count; i++) {
    CHECK(i == 0 || all[i].number > all[i - 1].number);
    CHECK(all[i].idle_seconds + all[i].user_seconds + all[i].system_seconds > 0);
  }
  CHECK(all[count].idle_seconds == 0);

  /* Less room: the first of them, nothing behind it, and still the number of all. */
  memset(two, 0x5a, sizeof two);
  CHECK_OK(plim_sampler_cores(sampler, two, sizeof *two, 1, &total, &error), error);
  CHECK(total == count && two[0].number == all[0].number);
  CHECK(two[1].number == 0x5a5a5a5a);

  memset(older, 0x5a, sizeof older);
  total = 0;
  CHECK_OK(plim_sampler_cores(sampler, (plim_core *)older, sizeof *older, ROOM, &total, &error), error);
  for (i = 0; i < count; i++)
    CHECK(older[i].number == all[i].number);
  CHECK(total == count && older[count].number == 0x5a5a5a5a);

  memset(newer, 0x5a, sizeof newer);
  CHECK_OK(plim_sampler_cores(sampler, &newer->core, sizeof *newer, ROOM, &total, &error), error);
  for (i = 0; i < count; i++) {
    CHECK(newer[i].core.number == all[i].number);
    CHECK(newer[i].newer[0] == 0 && newer[i].newer[1] == 0);
  }
  CHECK(newer[count].core.number == 0x5a5a5a5a);
}

static void disks(void) {
  static plim_disk disk[ROOM];
  size_t total = 0, i;
  CHECK_OK(plim_sampler_disks(sampler, disk, sizeof *disk, ROOM, &total, &error), error);
  for (i = 0; i < total; i++)
    CHECK(disk[i].name[0] != 0 && disk[i].name[sizeof disk[i].name - 1] == 0);
}

static void interfaces(void) {
  static plim_interface interface[ROOM];
  size_t total = 0, i;
  int loopback = 0;
  CHECK_OK(plim_sampler_interfaces(sampler, interface, sizeof *interface, ROOM, &total, &error), error);
  for (i = 0; i < total; i++)
    loopback |= strcmp(interface[i].name, "lo") == 0;
  CHECK(loopback);
}

static void filesystems(void) {
  static plim_filesystem filesystem[ROOM];
  size_t total = 0, i;
  int root = 0;
  CHECK_OK(plim_sampler_filesystems(sampler, filesystem, sizeof *filesystem, ROOM, &total, &error), error);
  for (i = 0; i < total; i++) {
    root |= strcmp(filesystem[i].mount_point, "/") == 0;
    CHECK(filesystem[i].total_bytes > 0 && filesystem[i].kind[0] != 0);
  }
  CHECK(root);
}

static void processes(void) {
  static plim_process process[ROOM];
  const plim_process *own = NULL;
  const char *name = "renamed for it";
  size_t total = 0, i;
  CHECK(prctl(PR_SET_NAME, name) == 0);
  CHECK_OK(plim_sampler_processes(sampler, process, sizeof *process, ROOM, &total, &error), error);
  CHECK(total >= 1 && total < ROOM);
  for (i = 0; i < total; i++)
    if (process[i].pid == (uint32_t)getpid())
      own = &process[i];
  CHECK(own != NULL);
  CHECK(own->ppid == (uint32_t)getppid() && own->state == 'R' && own->threads == 1);
  CHECK(strcmp(own->name, name) == 0);
  CHECK(own->resident_bytes > 0 && own->virtual_bytes > own->resident_bytes);
}

static void top(void) {
  plim_process process[3];
  size_t total = 0, i;
  CHECK_OK(plim_sampler_top(sampler, PLIM_ORDER_MEMORY, NULL, 0, 0, &total, &error), error);
  CHECK(total >= 1);
  CHECK_OK(plim_sampler_top(sampler, PLIM_ORDER_MEMORY, process, sizeof *process, 3, &total, &error), error);
  for (i = 1; i < total && i < 3; i++)
    CHECK(process[i].resident_bytes <= process[i - 1].resident_bytes);
  CHECK_OK(plim_sampler_top(sampler, PLIM_ORDER_CPU, process, sizeof *process, 3, &total, &error), error);
  for (i = 1; i < total && i < 3; i++)
    CHECK(process[i].cpu_seconds <= process[i - 1].cpu_seconds);
  CHECK(plim_sampler_top(sampler, 2, process, sizeof *process, 3, &total, &error) ==
        PLIM_E_INVALID_ARGUMENT);
  CHECK(strstr(plim_error_message(error), "`order` is 2") != NULL);
  plim_error_free(error);
  error = NULL;
}

int main(void) {
  CHECK_OK(plim_sampler_new(NULL, 0, &sampler, &error), error);
  cores();
  disks();
  interfaces();
  filesystems();
  processes();
  top();
  plim_sampler_free(sampler);
  return 0;
}
