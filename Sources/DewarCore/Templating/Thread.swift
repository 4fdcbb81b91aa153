#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A thread of its own for work that blocks.
enum Thread {
    /// The stack's size in bytes: what a rendering may use, and room for the functions it calls.
    private static let stackSize = 8 << 20

    private final class Work {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Runs work on a new thread.
    ///
    /// - Parameter work: The work.
    /// - Returns: Whether the system gave a thread.
    static func start(_ work: @escaping @Sendable () -> Void) -> Bool {
        var attributes = pthread_attr_t()
        guard pthread_attr_init(&attributes) == 0 else { return false }
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackSize)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let box = Unmanaged.passRetained(Work(work))
        #if canImport(Darwin)
            var thread: pthread_t?
            let body: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = {
                Unmanaged<Work>.fromOpaque($0).takeRetainedValue().run()
                return nil
            }
        #else
            var thread = pthread_t()
            let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
                if let box = $0 { Unmanaged<Work>.fromOpaque(box).takeRetainedValue().run() }
                return nil
            }
        #endif
        guard pthread_create(&thread, &attributes, body, box.toOpaque()) == 0 else {
            box.release()
            return false
        }
        return true
    }
}

/// Lets a thread wait until another one has set something up.
final class Signpost: @unchecked Sendable {
    // The system's own locks: they must not move, and guard `isSet`; hence unchecked.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var isSet = false

    init() {
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        condition.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Lets who waits go on, or the next one who will.
    func set() {
        pthread_mutex_lock(mutex)
        isSet = true
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    /// Waits for one ``set()``.
    func wait() {
        pthread_mutex_lock(mutex)
        while !isSet { pthread_cond_wait(condition, mutex) }
        isSet = false
        pthread_mutex_unlock(mutex)
    }
}
