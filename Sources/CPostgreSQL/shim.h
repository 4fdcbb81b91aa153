// The client library itself: connections, statements and results; pkg-config says where it lies.
#include <libpq-fe.h>
