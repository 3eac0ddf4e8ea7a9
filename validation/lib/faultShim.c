/*
 * Preloaded into a process that writes an archive (validation/kills.ts). From the moment the process prints "ARM", it counts the
 * calls that change regular files and, at call FAULT_AT, does what FAULT_KIND says:
 *   kill      SIGKILL before the call      torn      half of the bytes, then SIGKILL
 *   full      ENOSPC from here on          readonly  EROFS from here on
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int armed = 0;
static long calls = 0;

static int regular(int fd) {
  struct stat about;
  return fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
}

/* 0: go on; 1: fail with errno; 2: write half and die. */
static int fault(int fd, int writes) {
  const char *kind = getenv("FAULT_KIND");
  const char *at = getenv("FAULT_AT");
  long number;
  if (!armed || kind == NULL || at == NULL || !regular(fd)) return 0;
  number = __sync_add_and_fetch(&calls, 1);
  if (number < atol(at)) return 0;
  if (strcmp(kind, "full") == 0) {
    if (!writes) return 0;
    errno = ENOSPC;
    return 1;
  }
  if (strcmp(kind, "readonly") == 0) {
    if (!writes) return 0;
    errno = EROFS;
    return 1;
  }
  if (number > atol(at)) return 0;
  if (strcmp(kind, "torn") == 0 && writes) return 2;
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

ssize_t write(int fd, const void *bytes, size_t count) {
  static ssize_t (*next)(int, const void *, size_t) = NULL;
  int what;
  if (next == NULL) next = dlsym(RTLD_NEXT, "write");
  if (count >= 3 && memcmp(bytes, "ARM", 3) == 0) armed = 1;
  what = fault(fd, 1);
  if (what == 1) return -1;
  if (what == 2) {
    next(fd, bytes, count / 2);
    die();
  }
  return next(fd, bytes, count);
}

static ssize_t placed(int fd, const void *bytes, size_t count, off_t at) {
  static ssize_t (*next)(int, const void *, size_t, off_t) = NULL;
  int what = fault(fd, 1);
  if (next == NULL) next = dlsym(RTLD_NEXT, "pwrite64");
  if (what == 1) return -1;
  if (what == 2) {
    next(fd, bytes, count / 2, at);
    die();
  }
  return next(fd, bytes, count, at);
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) { return placed(fd, bytes, count, at); }
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) { return placed(fd, bytes, count, at); }

int fsync(int fd) {
  static int (*next)(int) = NULL;
  if (next == NULL) next = dlsym(RTLD_NEXT, "fsync");
  return fault(fd, 0) == 1 ? -1 : next(fd);
}
int fdatasync(int fd) {
  static int (*next)(int) = NULL;
  if (next == NULL) next = dlsym(RTLD_NEXT, "fdatasync");
  return fault(fd, 0) == 1 ? -1 : next(fd);
}
static int shortened(int fd, off_t length) {
  static int (*next)(int, off_t) = NULL;
  if (next == NULL) next = dlsym(RTLD_NEXT, "ftruncate64");
  return fault(fd, 1) == 1 ? -1 : next(fd, length);
}
int ftruncate(int fd, off_t length) { return shortened(fd, length); }
int ftruncate64(int fd, off64_t length) { return shortened(fd, length); }
