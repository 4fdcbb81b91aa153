import CFastCGI
import Glibc

/// Calls the operating system again for as long as a signal interrupts the call.
///
/// - Parameter call: Makes one call; a negative result is a failure with its reason in `errno`.
/// - Returns: What the last call returned.
func retryingInterrupts<Value: SignedInteger>(_ call: () -> Value) -> Value {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}

extension FastCGIConfiguration {
    /// The number of cores that are on line, at least 1.
    static var coreCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}

extension Duration {
    /// The same time for `setsockopt`, at least a microsecond: there, zero is for ever.
    var timeValue: timeval {
        let (seconds, attoseconds) = max(self, .microseconds(1)).components
        return timeval(
            tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    }
}

extension Duration {
    /// The same time for `poll`, at least a millisecond.
    var milliseconds: Int32 {
        let (seconds, attoseconds) = max(self, .milliseconds(1)).components
        // Beyond the largest number it does not matter how long.
        return Int32(clamping: min(seconds, 1 << 40) * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}

/// Sets an option of a socket, and reports whether it could.
@discardableResult
func setOption<Value: BitwiseCopyable>(
    _ option: Int32, level: Int32 = SOL_SOCKET, of descriptor: Int32, to value: Value
) -> Bool {
    var value = value
    return setsockopt(
        descriptor, level, option, &value, socklen_t(MemoryLayout<Value>.size)) == 0
}

/// Reads an option of a socket that is a number; nil when there is none.
func option(_ option: Int32, of descriptor: Int32) -> Int32? {
    var value: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(descriptor, SOL_SOCKET, option, &value, &size) == 0 ? value : nil
}
