/// How a ``Database`` uses its connections.
public struct DatabaseConfiguration: Sendable {
    /// How many connections there may be at once, on SQLite beside the one that writes; 5 unless
    /// told.
    public var poolSize = 5
    /// How long to wait for a connection when all are in use; 30 s unless told.
    public var poolTimeout: Duration = .seconds(30)
    /// After how much idle time a connection is asked whether it still works before it is used;
    /// 30 s unless told.
    public var healthCheckInterval: Duration = .seconds(30)
    /// How long one statement may run; nil, the default, for ever.
    public var statementTimeout: Duration?
    /// How long connecting may take; 5 s unless told.
    public var connectTimeout: Duration = .seconds(5)
    /// How long SQLite waits for another process that writes; 5 s unless told.
    public var busyTimeout: Duration = .seconds(5)
    /// How many prepared statements a connection keeps; 200 unless told.
    public var statementCacheSize = 200

    /// Makes a configuration of the defaults.
    public init() {}
}

extension Duration {
    /// The duration in whole milliseconds; the nearest number that 64 bits hold.
    package var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let (sum, overflows) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        return overflows ? (seconds < 0 ? .min : .max) : sum
    }
}
