/* sigsuspend(2) for programs under valgrind, loaded before the C library's.
 *
 * Valgrind 3.19 takes its own signals out of the mask in the caller's memory. libdispatch, in which
 * a Swift server's main thread waits, gives a constant: valgrind itself ends with SIGSEGV.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

int sigsuspend(const sigset_t *mask) {
    sigset_t writable = *mask;
    return (int)syscall(SYS_rt_sigsuspend, &writable, _NSIG / 8);
}
