import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Another thread, as another request has: without the current task's database.
enum OtherThread {
    private final class Work: Sendable {
        let body: @Sendable () throws -> Void
        let error = Mutex<(any Error)?>(nil)

        init(_ body: @escaping @Sendable () throws -> Void) {
            self.body = body
        }
    }

    /// Runs a piece of work and waits for it.
    ///
    /// - Returns: What it threw.
    static func run(_ body: @escaping @Sendable () throws -> Void) -> (any Error)? {
        let work = Work(body)
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(work).toOpaque()
        pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
                do {
                    try work.body()
                } catch {
                    work.error.withLock { $0 = error }
                }
                return nil
            }, argument)
        pthread_join(thread, nil)
        return work.error.withLock { $0 }
    }
}
