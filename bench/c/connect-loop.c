/*
 * The reference: one thread, one epoll loop, the same outcome for each connect as the native engine (TCP_INFO,
 * getsockname, FIN, read until the peer has ended too). Arguments: port, number of addresses from 127.1.0.1 on, connects,
 * how many at once, and 1 to spare epoll where it can, as the native engine does: a connect that is decided when the
 * call returns is never watched, and one that is closing is looked at once before it is. Prints connects, failures and
 * seconds.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST_EVENTS = 512, MOST_FDS = 65536, BATCH = 16, FRESH = 1024 };
static const double FIRST_LOOK = 0.001;
enum state { FREE, CONNECTING, CLOSING };

static unsigned char states[MOST_FDS];
static int epfd, sparing;
static int fresh[FRESH];
static double fresh_at[FRESH];
static unsigned oldest, fresh_count;
static long connected, failed, under_way, lingering;

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec + at.tv_nsec / 1e9;
}

static void watch(int fd, unsigned events, int operation) {
  struct epoll_event event = {.events = events, .data.fd = fd};
  epoll_ctl(epfd, operation, fd, &event);
}

static int ended(int fd) {
  static char discarded[65536];
  ssize_t got;
  while ((got = read(fd, discarded, sizeof discarded)) > 0) {}
  return got == 0 || errno != EAGAIN;
}

static void look_at_oldest(void) {
  int fd = fresh[oldest];
  oldest = (oldest + 1) % FRESH;
  fresh_count--;
  if (ended(fd)) {
    lingering--;
    close(fd);
  } else {
    states[fd] = CLOSING;
    watch(fd, EPOLLIN | EPOLLRDHUP, EPOLL_CTL_ADD);
  }
}

static void look_at_fresh(void) {
  double at = now();
  while (fresh_count > 0 && at - fresh_at[oldest] >= FIRST_LOOK) look_at_oldest();
}

static void finish(int fd, int operation) {
  struct tcp_info info;
  struct sockaddr_in local;
  socklen_t info_length = 104, local_length = sizeof local;
  getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &info_length);
  getsockname(fd, (struct sockaddr *)&local, &local_length);
  connected++;
  under_way--;
  lingering++;
  shutdown(fd, SHUT_WR);
  if (sparing && operation == EPOLL_CTL_ADD) {
    if (fresh_count == FRESH) look_at_oldest();
    unsigned place = (oldest + fresh_count++) % FRESH;
    fresh[place] = fd;
    fresh_at[place] = now();
    return;
  }
  states[fd] = CLOSING;
  watch(fd, EPOLLIN | EPOLLRDHUP, operation);
}

static void fail(int fd) {
  failed++;
  under_way--;
  close(fd);
}

static int is_connected(int fd) {
  struct tcp_info info;
  socklen_t length = 104;
  return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) == 0 && info.tcpi_state == TCP_ESTABLISHED;
}

static void start(int port, unsigned address) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) {
    failed++;
    return;
  }
  under_way++;
  struct sockaddr_in target = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(address)};
  if (connect(fd, (struct sockaddr *)&target, sizeof target) == 0) finish(fd, EPOLL_CTL_ADD);
  else if (errno != EINPROGRESS) fail(fd);
  else if (sparing && is_connected(fd)) finish(fd, EPOLL_CTL_ADD);
  else {
    states[fd] = CONNECTING;
    watch(fd, EPOLLOUT, EPOLL_CTL_ADD);
  }
}

static void answer(int fd) {
  if (states[fd] == CONNECTING) {
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error == 0) finish(fd, EPOLL_CTL_MOD);
    else fail(fd);
    return;
  }
  if (ended(fd)) {
    lingering--;
    close(fd);
  }
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  int port = atoi(argv[1]);
  long addresses = atol(argv[2]), connects = atol(argv[3]), at_once = atol(argv[4]);
  sparing = atoi(argv[5]);
  epfd = epoll_create1(0);
  struct epoll_event events[MOST_EVENTS];
  double begun = now();
  long started = 0;
  while (started < connects || under_way > 0 || lingering > 0) {
    int batch = 0;
    while (batch++ < BATCH && started < connects && under_way < at_once) {
      start(port, 0x7f010001u + (unsigned)(started++ % addresses));
    }
    int more = started < connects && under_way < at_once;
    int ready = epoll_wait(epfd, events, MOST_EVENTS, more ? 0 : fresh_count > 0 ? 1 : 1000);
    for (int index = 0; index < ready; index++) answer(events[index].data.fd);
    look_at_fresh();
  }
  printf("%ld %ld %.6f\n", connected, failed, now() - begun);
  return 0;
}
