import Synchronization

/// A place for what a request's functions share: `g`.
///
/// Give each value a name and a type:
/// ```swift
/// extension Globals {
///     var user: User? {
///         get { self[UserKey.self] }
///         set { self[UserKey.self] = newValue }
///     }
///     private enum UserKey: GlobalsKey { typealias Value = User }
/// }
/// ```
///
/// - SeeAlso: Flask `g`.
public final class Globals: Sendable {
    private let values = Mutex<[ObjectIdentifier: any Sendable]>([:])

    init() {}

    /// The value of a key; nil when none was set in this context.
    ///
    /// ```swift
    /// enum StartKey: GlobalsKey { typealias Value = ContinuousClock.Instant }
    ///
    /// app.beforeRequest { g[StartKey.self] = .now }
    /// app.afterRequest { response in
    ///     guard let start = g[StartKey.self] else { return }
    ///     response.headers["X-Time"] = "\(start.duration(to: .now))"
    /// }
    /// ```
    ///
    /// - SeeAlso: Flask `g.start = …`.
    public subscript<Key: GlobalsKey>(key: Key.Type) -> Key.Value? {
        get { values.withLock { $0[ObjectIdentifier(key)] as? Key.Value } }
        set { values.withLock { $0[ObjectIdentifier(key)] = newValue } }
    }
}

/// The name and type of a value in ``Globals``.
public protocol GlobalsKey {
    /// The type of the value.
    associatedtype Value: Sendable
}
