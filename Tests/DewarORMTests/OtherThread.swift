import DewarORM
import Glibc
import Synchronization

/// Another thread, as another request has: without the current task's database.
enum OtherThread {
    /// A piece of work on a thread of its own.
    final class Work: Sendable {
        private let body: @Sendable () throws -> Void
        private let error = Mutex<(any Error)?>(nil)
        private let thread = Mutex(pthread_t())

        fileprivate init(_ body: @escaping @Sendable () throws -> Void) {
            self.body = body
            let argument = Unmanaged.passRetained(self).toOpaque()
            thread.withLock { thread in
                _ = pthread_create(
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
            }
        }

        /// Waits for its end.
        ///
        /// - Returns: What it threw.
        func wait() -> (any Error)? {
            pthread_join(thread.withLock(\.self), nil)
            return error.withLock(\.self)
        }
    }

    /// Begins a piece of work.
    static func begin(_ body: @escaping @Sendable () throws -> Void) -> Work { Work(body) }

    /// Runs a piece of work and waits for it.
    ///
    /// - Returns: What it threw.
    static func run(_ body: @escaping @Sendable () throws -> Void) -> (any Error)? {
        Work(body).wait()
    }

    /// Runs a piece of work several times at once and waits for all.
    ///
    /// - Returns: What they threw.
    static func runMany(
        _ count: Int, _ body: @escaping @Sendable (Int) throws -> Void
    ) -> [any Error] {
        (0..<count).map { number in Work { try body(number) } }.compactMap { $0.wait() }
    }
}

/// Lets threads go on only when all are there.
final class Meeting: Sendable {
    private let size: Int
    private let state = Condition(0)

    init(of size: Int) {
        self.size = size
    }

    func wait() {
        let place = state.withLock { state in
            state += 1
            return state
        }
        state.broadcast()
        let wanted = (place + size - 1) / size * size
        let end = ContinuousClock.now + .seconds(20)
        _ = state.wait(until: end) { $0 >= wanted ? true : nil }
    }
}
