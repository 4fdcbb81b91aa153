import Glibc

/// Opens once, and lets through who waits in front of it.
///
/// `@unchecked`: `isOpen` is read and written only while `mutex` is locked.
package final class Gate: @unchecked Sendable {
    // The C library wants both to stay where they are: allocated, not stored in the object.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let opened = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var isOpen = false

    /// Makes a closed gate.
    package init() {
        mutex.initialize(to: pthread_mutex_t())
        opened.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        // Changes of the clock must not change how long somebody waits.
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(opened, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(opened)
        pthread_mutex_destroy(mutex)
        opened.deallocate()
        mutex.deallocate()
    }

    /// Opens the gate, for good.
    package func open() {
        pthread_mutex_lock(mutex)
        isOpen = true
        pthread_cond_broadcast(opened)
        pthread_mutex_unlock(mutex)
    }

    /// Waits until the gate is open.
    ///
    /// - Parameter limit: The longest time to wait; nil: no limit.
    /// - Returns: Whether the gate is open.
    @discardableResult
    package func wait(within limit: Duration? = nil) -> Bool {
        var end = timespec()
        if let limit {
            clock_gettime(CLOCK_MONOTONIC, &end)
            let (seconds, attoseconds) = limit.components
            end.tv_sec += Int(seconds)
            end.tv_nsec += Int(attoseconds / 1_000_000_000)
            if end.tv_nsec >= 1_000_000_000 {
                end.tv_sec += 1
                end.tv_nsec -= 1_000_000_000
            }
        }
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !isOpen {
            if limit == nil {
                pthread_cond_wait(opened, mutex)
            } else if pthread_cond_timedwait(opened, mutex, &end) == ETIMEDOUT {
                break
            }
        }
        return isOpen
    }
}
