/* Accepts every connection on one port of all addresses and closes it when the peer has ended. Prints its port. */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 16384, MOST_EVENTS = 512 };

int main(void) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_ANY)};
  socklen_t length = sizeof address;
  if (bind(listener, (struct sockaddr *)&address, length) != 0 || listen(listener, BACKLOG) != 0) {
    perror("open-server");
    return 1;
  }
  getsockname(listener, (struct sockaddr *)&address, &length);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);

  int epfd = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
  epoll_ctl(epfd, EPOLL_CTL_ADD, listener, &event);
  struct epoll_event events[MOST_EVENTS];
  char discarded[4096];
  for (;;) {
    int ready = epoll_wait(epfd, events, MOST_EVENTS, -1);
    for (int index = 0; index < ready; index++) {
      int fd = events[index].data.fd;
      if (fd == listener) {
        int connection;
        while ((connection = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
          struct epoll_event added = {.events = EPOLLIN, .data.fd = connection};
          epoll_ctl(epfd, EPOLL_CTL_ADD, connection, &added);
        }
      } else {
        ssize_t got;
        while ((got = read(fd, discarded, sizeof discarded)) > 0) {}
        if (got == 0 || errno != EAGAIN) close(fd);
      }
    }
  }
}
