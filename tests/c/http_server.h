/* A server of HTTP for tests: a thread for each connection, which answers every request with the same
 * bytes. Forks of the process do not have it. */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"

typedef struct {
  int listener;
  int port;
  const char *answer;
  /* Requests that must have come before any is answered. */
  int together;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  int requests;
  int connections;
} http_server;

typedef struct {
  http_server *server;
  int connection;
} http_guest;

static int has_whole_request(char *buffer, size_t *filled, int connection) {
  *filled = 0;
  for (;;) {
    ssize_t got = recv(connection, buffer + *filled, 4095 - *filled, 0);
    if (got <= 0)
      return 0;
    *filled += (size_t)got;
    buffer[*filled] = 0;
    if (strstr(buffer, "\r\n\r\n") != NULL)
      return 1;
    CHECK(*filled < 4095);
  }
}

static void *serve_guest(void *argument) {
  http_guest guest = *(http_guest *)argument;
  http_server *server = guest.server;
  char buffer[4096];
  size_t filled;
  free(argument);
  while (has_whole_request(buffer, &filled, guest.connection)) {
    CHECK(pthread_mutex_lock(&server->lock) == 0);
    server->requests++;
    pthread_cond_broadcast(&server->changed);
    while (server->requests < server->together)
      pthread_cond_wait(&server->changed, &server->lock);
    CHECK(pthread_mutex_unlock(&server->lock) == 0);
    if (send(guest.connection, server->answer, strlen(server->answer), MSG_NOSIGNAL) < 0)
      break;
  }
  close(guest.connection);
  return NULL;
}

static void *serve(void *argument) {
  http_server *server = argument;
  for (;;) {
    pthread_t thread;
    http_guest *guest = malloc(sizeof *guest);
    CHECK(guest != NULL);
    guest->server = server;
    guest->connection = accept(server->listener, NULL, NULL);
    CHECK(guest->connection >= 0);
    CHECK(pthread_mutex_lock(&server->lock) == 0);
    server->connections++;
    CHECK(pthread_mutex_unlock(&server->lock) == 0);
    CHECK(pthread_create(&thread, NULL, serve_guest, guest) == 0);
    CHECK(pthread_detach(thread) == 0);
  }
  return NULL;
}

/* Serves until the process ends. */
static void http_server_start(http_server *server, const char *answer, int together) {
  struct sockaddr_in address;
  socklen_t length = sizeof address;
  pthread_t thread;
  memset(server, 0, sizeof *server);
  memset(&address, 0, sizeof address);
  server->answer = answer;
  server->together = together;
  CHECK(pthread_mutex_init(&server->lock, NULL) == 0);
  CHECK(pthread_cond_init(&server->changed, NULL) == 0);
  server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  CHECK(server->listener >= 0);
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CHECK(bind(server->listener, (struct sockaddr *)&address, sizeof address) == 0);
  CHECK(getsockname(server->listener, (struct sockaddr *)&address, &length) == 0);
  server->port = ntohs(address.sin_port);
  CHECK(listen(server->listener, 64) == 0);
  CHECK(pthread_create(&thread, NULL, serve, server) == 0);
  CHECK(pthread_detach(thread) == 0);
}

/* A target: the server, by REST. */
static plim_targets *http_server_target(const http_server *server, const char *timeout) {
  char text[200];
  plim_targets *targets = NULL;
  plim_error *error = NULL;
  snprintf(text, sizeof text, "{\"name\": \"server\", \"timeout\": \"%s\", \"rest\": {\"url\": \"http://127.0.0.1:%d/\"}}",
           timeout, server->port);
  CHECK_OK(plim_targets_parse(text, &targets, &error), error);
  return targets;
}

#define HTTP_OK "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"

#endif
