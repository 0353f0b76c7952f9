/* A fault inside the library is a status, again and again and from any thread. */
#include <plimsoll.h>
#include <pthread.h>

#include "check.h"

/* Only in a library built for the tests. */
plim_status plim_panic_test(plim_error **err);

static void *panics(void *unused) {
  plim_error *error = (plim_error *)&error;
  int i;
  for (i = 0; i < 50; i++) {
    CHECK(plim_panic_test(&error) == PLIM_E_PANIC);
    CHECK(plim_error_code(error) == PLIM_E_PANIC);
    CHECK(strstr(plim_error_message(error), "on purpose") != NULL);
    plim_error_free(error);
    CHECK(plim_panic_test(NULL) == PLIM_E_PANIC);
  }
  return unused;
}

int main(void) {
  pthread_t threads[4];
  int i;
  for (i = 0; i < 4; i++)
    CHECK(pthread_create(&threads[i], NULL, panics, NULL) == 0);
  for (i = 0; i < 4; i++)
    CHECK(pthread_join(threads[i], NULL) == 0);
  return 0;
}
