/* The exporter for OpenTelemetry: settings, pages, a collector that takes them and one that is down. */
#include <plimsoll.h>

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"

/* Answers so many requests with 200, and keeps the first. */
typedef struct {
  int listener;
  int requests;
  char first[4096];
} collector;

static void *answer(void *given) {
  collector *self = given;
  for (int taken = 0; taken < self->requests; ++taken) {
    const int client = accept(self->listener, NULL, NULL);
    CHECK(client >= 0);
    char head[4096];
    size_t length = 0;
    char *body = NULL;
    while (body == NULL) {
      const ssize_t got = read(client, head + length, sizeof head - 1 - length);
      CHECK(got > 0);
      length += (size_t)got;
      head[length] = '\0';
      body = strstr(head, "\r\n\r\n");
    }
    if (taken == 0) {
      memcpy(self->first, head, sizeof head);
    }
    const char *at = strcasestr(head, "content-length:");
    CHECK(at != NULL);
    size_t rest = 0;
    CHECK(sscanf(at + 15, "%zu", &rest) == 1);
    rest -= length - (size_t)(body + 4 - head);
    char dropped[4096];
    while (rest > 0) {
      const ssize_t got = read(client, dropped, rest < sizeof dropped ? rest : sizeof dropped);
      CHECK(got > 0);
      rest -= (size_t)got;
    }
    const char ok[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    CHECK(write(client, ok, sizeof ok - 1) == (ssize_t)(sizeof ok - 1));
    close(client);
  }
  return NULL;
}

static uint16_t listens(collector *self) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  self->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  CHECK(self->listener >= 0);
  CHECK(bind(self->listener, (struct sockaddr *)&address, sizeof address) == 0);
  CHECK(getsockname(self->listener, (struct sockaddr *)&address, &length) == 0);
  CHECK(listen(self->listener, 8) == 0);
  return ntohs(address.sin_port);
}

static plim_monitor *observed(void) {
  plim_error *error = NULL;
  plim_monitor *monitor = NULL;
  CHECK_OK(plim_monitor_new(NULL, 0, &monitor, &error), error);
  CHECK_OK(plim_monitor_observe(monitor, &error), error);
  return monitor;
}

static plim_exporter *made(uint16_t port, const char *more) {
  char settings[256];
  snprintf(settings, sizeof settings,
           "{\"labels\":{\"zone\":\"b\"},\"otlp\":{\"endpoint\":\"http://127.0.0.1:%u\",\"interval\":\"1h\"%s}}", port, more);
  plim_error *error = NULL;
  plim_exporter *exporter = NULL;
  CHECK_OK(plim_exporter_new(settings, &exporter, &error), error);
  return exporter;
}

static void pages_reach_a_collector(plim_monitor *monitor) {
  collector there = {.requests = 2};
  const uint16_t port = listens(&there);
  pthread_t thread;
  CHECK(pthread_create(&thread, NULL, answer, &there) == 0);
  plim_exporter *exporter = made(port, ",\"protocol\":\"http/json\"");
  plim_error *error = NULL;
  int32_t taken = -1, ended = -1;
  CHECK(plim_exporter_is_due(exporter) == 1);
  CHECK_OK(plim_exporter_send(exporter, monitor, &taken, &error), error);
  CHECK(taken == 1);
  CHECK(plim_exporter_is_due(exporter) == 0);
  /* A page of one's own, behind the monitor's. */
  plim_string page = {0};
  CHECK_OK(plim_monitor_metrics(monitor, &page, &error), error);
  char *more = malloc(page.len + 200);
  sprintf(more, "%s# TYPE plimsoll_step_running gauge\nplimsoll_step_running{step=\"order\"} 1\n", page.ptr);
  taken = -1;
  CHECK_OK(plim_exporter_send_text(exporter, more, &taken, &error), error);
  CHECK(taken == 1);
  CHECK(plim_exporter_send_text(exporter, "orders 3\n", &taken, &error) == PLIM_E_MALFORMED);
  CHECK(strstr(plim_error_message(error), "line 1") != NULL);
  plim_error_free(error);
  error = NULL;
  free(more);
  plim_string_free(&page);
  CHECK_OK(plim_exporter_close(exporter, UINT64_C(20000000000), &ended, &error), error);
  CHECK(ended == 1);
  CHECK(pthread_join(thread, NULL) == 0);
  close(there.listener);
  CHECK(strncmp(there.first, "POST /v1/metrics HTTP/1.1\r\n", 27) == 0);
  plim_string json = {0};
  CHECK_OK(plim_exporter_statistics(exporter, &json, &error), error);
  CHECK(strstr(json.ptr, "\"sent\":2,\"failed\":0") != NULL);
  plim_string_free(&json);
  CHECK_OK(plim_exporter_send(exporter, monitor, &taken, &error), error);
  CHECK(taken == 0); /* After the end. */
  plim_exporter_free(exporter);
}

static void one_that_is_down_costs_a_counter(plim_monitor *monitor) {
  collector gone = {.requests = 0};
  const uint16_t port = listens(&gone);
  close(gone.listener);
  plim_exporter *exporter = made(port, "");
  plim_error *error = NULL;
  for (int page = 0; page < 40; ++page) {
    CHECK_OK(plim_exporter_send(exporter, monitor, NULL, &error), error);
  }
  CHECK_OK(plim_exporter_close(exporter, 0, NULL, &error), error);
  plim_string json = {0};
  CHECK_OK(plim_exporter_statistics(exporter, &json, &error), error);
  CHECK(strstr(json.ptr, "\"sent\":0") != NULL && strstr(json.ptr, "\"waiting\":0") != NULL);
  CHECK(strstr(json.ptr, "\"dropped\":0") == NULL);
  plim_string_free(&json);
  plim_exporter_free(exporter);
}

static void what_is_wrong_is_told(void) {
  plim_error *error = NULL;
  plim_exporter *exporter = NULL;
  CHECK(plim_exporter_new("{\"otlp\":{\"endpont\":\"http://c\"}}", &exporter, &error) == PLIM_E_CONFIGURATION);
  CHECK(strstr(plim_error_message(error), "endpoint") != NULL && exporter == NULL);
  plim_error_free(error);
  CHECK(plim_exporter_new("{}", NULL, NULL) == PLIM_E_NULL);
  CHECK(plim_exporter_send(NULL, NULL, NULL, NULL) == PLIM_E_NULL);
  CHECK(plim_exporter_send_text(NULL, "", NULL, NULL) == PLIM_E_NULL);
  CHECK(plim_exporter_is_due(NULL) == -1);
  plim_exporter_free(NULL);
}

int main(void) {
  plim_monitor *monitor = observed();
  pages_reach_a_collector(monitor);
  one_that_is_down_costs_a_counter(monitor);
  what_is_wrong_is_told();
  plim_monitor_free(monitor);
  return 0;
}
