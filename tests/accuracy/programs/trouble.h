/* What the verbs of `trouble` share: options of the form key=value, marks, time. */

#ifndef TROUBLE_H
#define TROUBLE_H

#include <stddef.h>

/* Options of the running verb. */
extern int option_count;
extern char **options;

double number(const char *key, double otherwise);
const char *text(const char *key, const char *otherwise);
int is(const char *key, const char *value);

/* Seconds since boot, as Plimsoll's own clock. */
double boot_seconds(void);
void sleep_seconds(double seconds);
void sleep_until(double boot);
/* Sleeps for the option `after`: what is quiet before the trouble begins. */
void wait_after(void);

/* Writes "NAME BOOT_SECONDS PID" to the file $PLIMSOLL_MARKS: the ground truth of when something began. */
void mark(const char *name);

/* Says what failed and ends. */
void fail(const char *what);
/* Sleeps for ever. */
void stay(void);

int cpu(void);
int memory(void);
int mapped(void);
int cache(void);
int disk(void);
int space(void);
int inodes(void);
int descriptors(void);
int tasks(void);
int churn(void);
int serve(void);
int talk(void);
int launch(int count, char **arguments);
int respawn(int count, char **arguments);

#endif
