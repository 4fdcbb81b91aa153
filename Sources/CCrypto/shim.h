// Digests, and the two slow ones for passwords: PBKDF2 and scrypt.
#include <openssl/evp.h>
// CRYPTO_memcmp, which takes as long for unequal bytes as for equal ones.
#include <openssl/crypto.h>
// Failures wait in a queue of the thread until somebody clears it.
#include <openssl/err.h>
