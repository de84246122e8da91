/*
 * Joins two network namespaces by a pair of tun devices, both named delayed0. What the second one sends arrives after a
 * delay, what the first one sends at once, so that a capture at the first sees the whole delay. For kernels without
 * netem. Arguments: the two namespaces' files, microseconds. Prints 0 when the devices are there.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* A handshake's packets are at most 60 bytes of IP header and 60 of TCP; the rest is room. */
enum { PLACES = 65536, LONGEST = 256 };

struct packet {
  long long due;
  ssize_t length;
  char bytes[LONGEST];
};

static struct packet waiting[PLACES];

static long long now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1000000000LL + at.tv_nsec;
}

static int open_device(const char *namespace) {
  int home = open(namespace, O_RDONLY | O_CLOEXEC);
  struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
  strcpy(request.ifr_name, "delayed0");
  int fd;
  if (home < 0 || setns(home, CLONE_NEWNET) != 0 || (fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK)) < 0 ||
      ioctl(fd, TUNSETIFF, &request) != 0) {
    perror("delayed-link");
    exit(1);
  }
  close(home);
  return fd;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  int near = open_device(argv[1]), far = open_device(argv[2]);
  long long delay = atoll(argv[3]) * 1000;
  unsigned first = 0, end = 0;
  char bytes[65536];
  ssize_t got;
  printf("0\n");
  fflush(stdout);
  for (;;) {
    struct pollfd both[] = {{.fd = near, .events = POLLIN}, {.fd = far, .events = POLLIN}};
    struct timespec left, *until = NULL;
    if (first != end) {
      long long rest = waiting[first % PLACES].due - now();
      if (rest < 0) rest = 0;
      left = (struct timespec){.tv_sec = rest / 1000000000, .tv_nsec = rest % 1000000000};
      until = &left;
    }
    if (ppoll(both, 2, until, NULL) < 0) return 1;
    /* A few at a time, so that what is due does not wait for a crowd. */
    for (int turn = 0; turn < 16 && (got = read(near, bytes, sizeof bytes)) > 0; turn++) {
      if (write(far, bytes, got) < 0) perror("delayed-link: lost");
    }
    for (int turn = 0; turn < 16 && (got = read(far, bytes, sizeof bytes)) > 0; turn++) {
      struct packet *last = &waiting[end % PLACES];
      if (got > LONGEST || end - first == PLACES) {
        fprintf(stderr, "delayed-link: lost a packet\n");
        continue;
      }
      last->due = now() + delay;
      last->length = got;
      memcpy(last->bytes, bytes, got);
      end++;
    }
    while (first != end && waiting[first % PLACES].due <= now()) {
      struct packet *next = &waiting[first++ % PLACES];
      if (write(near, next->bytes, next->length) < 0) perror("delayed-link: lost");
    }
  }
}
