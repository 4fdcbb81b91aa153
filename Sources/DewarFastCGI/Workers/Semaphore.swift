import Glibc

/// A counter that threads wait for.
///
/// - SeeAlso: sem_overview(7).
package final class Semaphore: @unchecked Sendable {
    // `@unchecked`: the kernel's semaphore is made for being shared between threads.

    /// On the heap, because threads that wait refer to its place.
    private let semaphore: UnsafeMutablePointer<sem_t>

    /// Makes a semaphore of count 0.
    package init() {
        semaphore = .allocate(capacity: 1)
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Lets one thread go on, now or when it comes.
    package func signal() { sem_post(semaphore) }

    /// Waits for a signal.
    package func wait() {
        while sem_wait(semaphore) != 0 {}
    }
}
