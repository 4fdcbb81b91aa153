import Glibc

/// Asks again, every millisecond, until it is so.
///
/// - Parameters:
///   - limit: How long to ask.
///   - condition: What shall become true.
/// - Returns: Whether it became true.
@discardableResult
package func waitUntil(
    within limit: Duration = .seconds(20), _ condition: () throws -> Bool
) rethrows -> Bool {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try condition() { return true }
        usleep(1000)
    }
    return try condition()
}
