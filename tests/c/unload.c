/* Loaded by name, used by a thread, and closed: what runs when that thread ends is still there. */
#include <dlfcn.h>
#include <plimsoll.h>
#include <pthread.h>

#include "check.h"

typedef plim_status (*new_function)(const plim_sampler_options *, size_t, plim_sampler **, plim_error **);
typedef plim_status (*read_function)(plim_sampler *, plim_sample *, size_t, plim_error **);
typedef void (*free_function)(plim_sampler *);

static void *library;

static void *symbol(const char *name) {
  void *found = dlsym(library, name);
  CHECK(found != NULL);
  return found;
}

static void *uses(void *unused) {
  plim_sampler *sampler = NULL;
  plim_sample sample;
  new_function make;
  read_function read;
  free_function release;
  *(void **)&make = symbol("plim_sampler_new");
  *(void **)&read = symbol("plim_sampler_read");
  *(void **)&release = symbol("plim_sampler_free");
  CHECK(make(NULL, 0, &sampler, NULL) == PLIM_OK);
  CHECK(read(sampler, &sample, sizeof sample, NULL) == PLIM_OK);
  release(sampler);
  CHECK(dlclose(library) == 0);
  return unused;
}

int main(int argc, char **argv) {
  pthread_t thread;
  CHECK(argc == 2); /* the library */
  library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  CHECK(library != NULL);
  CHECK(pthread_create(&thread, NULL, uses, NULL) == 0);
  CHECK(pthread_join(thread, NULL) == 0);
  CHECK(dlopen(argv[1], RTLD_NOW | RTLD_NOLOAD) != NULL);
  return 0;
}
