// Packing and unpacking of one piece of memory at a time.
#include <zlib.h>
