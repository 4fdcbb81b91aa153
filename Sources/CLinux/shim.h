// Linux calls that glibc shows only to C that defines _GNU_SOURCE, which Swift's importer does not.
#include <sys/types.h>

extern int pipe2(int[2], int);
extern int memfd_create(const char *, unsigned int);
extern int close_range(unsigned int, unsigned int, int);
