// libfcgi's multi-threaded application interface: requests (`FCGX_Request`) and their streams.
#include <fcgiapp.h>
// The wire: record header, record types, roles and protocol status codes.
#include <fastcgi.h>
// The operating-system layer that libfcgi does all socket calls through.
#include <fcgios.h>
