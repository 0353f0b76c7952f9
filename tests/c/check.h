/* The least that a test program needs. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                       \
  do {                                                                         \
    if (!(condition)) {                                                        \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);  \
      exit(1);                                                                 \
    }                                                                          \
  } while (0)

#define CHECK_TEXT(found, wanted)                                              \
  do {                                                                         \
    if (strcmp((found), (wanted)) != 0) {                                      \
      fprintf(stderr, "%s:%d: \"%s\", not \"%s\"\n", __FILE__, __LINE__,       \
              (found), (wanted));                                              \
      exit(1);                                                                 \
    }                                                                          \
  } while (0)

/* A call that must succeed; otherwise says what the library said. */
#define CHECK_OK(call, error)                                                  \
  do {                                                                         \
    plim_status status_ = (call);                                              \
    if (status_ != PLIM_OK) {                                                  \
      fprintf(stderr, "%s:%d: %s gave %s: %s\n", __FILE__, __LINE__, #call,    \
              plim_status_name(status_), plim_error_message(error));           \
      exit(1);                                                                 \
    }                                                                          \
  } while (0)

#endif
