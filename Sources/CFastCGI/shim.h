// libfcgi's multi-threaded application interface: requests (`FCGX_Request`) and their streams.
#include <fcgiapp.h>
// The wire: record header, record types, roles and protocol status codes.
#include <fastcgi.h>
// The operating-system layer that libfcgi does all socket calls through.
#include <fcgios.h>
// Linux calls that Swift's Glibc module leaves out: readiness, wake-ups, timers and
// what the allocator keeps.
#include <malloc.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>

// glibc shows these two only to C that defines _GNU_SOURCE, which Swift's importer does not. In
// types of C alone: whoever includes <sys/socket.h> defines `sockaddr` once more, and in a release
// Swift then takes it for this module's own, which the modules above do not import.
extern int accept4(int, void *, void *, int);
extern int pthread_setname_np(unsigned long, const char *);
