// Tells ThreadSanitizer what Swift's mutex does where it cannot see it.
//
// `Synchronization.Mutex` takes and gives back a lock that nobody else wants by an atomic operation
// that is compiled into its user, where ThreadSanitizer watches it. A lock that others want is
// handed over by these functions of libswiftSynchronization.so, which nobody instruments: what one
// thread did before it gave the lock back then seems to be unordered with what the next one does,
// and everything under a lock that is ever waited for is reported as a race.
//
// Loaded before that library (LD_PRELOAD), these stand in front of its functions, call them, and say
// that the mutex's word was acquired or released, as the code compiled in does. They hide nothing:
// what is not under the same lock stays unordered. `mutex.swift` shows both, and fails if a toolchain
// has other functions.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

// Of ThreadSanitizer's runtime; absent in programs that are run without it.
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

#define swift __attribute__((swiftcall))
// A method's `self`, the mutex's handle, whose only field is the word that its atomic operations use.
#define self_argument __attribute__((swift_context)) void *self

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

swift void lock_slow(uint32_t thread, self_argument) __asm__(LOCK);
swift bool try_lock_slow(self_argument) __asm__(TRY_LOCK);
swift void unlock_slow(self_argument) __asm__(UNLOCK);

swift void lock_slow(uint32_t thread, self_argument) {
    swift void (*lock)(uint32_t, self_argument) = dlsym(RTLD_NEXT, LOCK);
    lock(thread, self);
    if (__tsan_acquire) __tsan_acquire(self);
}

swift bool try_lock_slow(self_argument) {
    swift bool (*try_lock)(self_argument) = dlsym(RTLD_NEXT, TRY_LOCK);
    bool is_taken = try_lock(self);
    if (is_taken && __tsan_acquire) __tsan_acquire(self);
    return is_taken;
}

swift void unlock_slow(self_argument) {
    swift void (*unlock)(self_argument) = dlsym(RTLD_NEXT, UNLOCK);
    if (__tsan_release) __tsan_release(self);
    unlock(self);
}
