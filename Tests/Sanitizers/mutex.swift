// Whether ThreadSanitizer sees what Swift's mutex orders, and only that; see mutex.c.
//
// Without arguments everything is under the mutex, and nothing may be reported. With the argument
// "race" a second number is not, and must be.
import Glibc
import Synchronization

final class Numbers: @unchecked Sendable {
    let mutex = Mutex(0)
    var guarded = 0
    var unguarded = 0
}

let numbers = Numbers()
let races = CommandLine.arguments.contains("race")

var threads = [pthread_t](repeating: pthread_t(), count: 4)
for index in threads.indices {
    pthread_create(
        &threads[index], nil,
        { _ in
            for _ in 0..<20_000 {
                numbers.mutex.withLock {
                    $0 += 1
                    numbers.guarded += 1
                }
                if races { numbers.unguarded += 1 }
            }
            return nil
        }, nil)
}
for thread in threads { pthread_join(thread, nil) }
