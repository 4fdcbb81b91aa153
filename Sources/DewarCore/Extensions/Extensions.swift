import Synchronization

/// What extensions keep with an application, by type.
///
/// ```swift
/// enum PoolKey: ExtensionKey { typealias Value = [String] }
///
/// app.extensions[PoolKey.self] = ["first", "second"]
/// let mail = app.extensions[Mail.self]
/// ```
/// It may be used from any thread, at any time.
///
/// - SeeAlso: Flask `Flask.extensions`.
public final class Extensions: Sendable {
    private let values = Mutex<[ObjectIdentifier: any Sendable]>([:])

    init() {}

    /// The value of a key; nil when there is none.
    ///
    /// ```swift
    /// if let mail = app.extensions[Mail.self] { print(mail) }
    /// ```
    ///
    /// - SeeAlso: Flask `Flask.extensions`.
    public subscript<Key: ExtensionKey>(key: Key.Type) -> Key.Value? {
        get { values.withLock { $0[ObjectIdentifier(key)] } as? Key.Value }
        set { values.withLock { $0[ObjectIdentifier(key)] = newValue } }
    }

    /// Keeps a value unless there is one of its type.
    ///
    /// - Returns: Whether it is kept.
    func add<Value: ExtensionKey & Sendable>(_ value: Value) -> Bool {
        values.withLock { values in
            guard values[ObjectIdentifier(Value.self)] == nil else { return false }
            values[ObjectIdentifier(Value.self)] = value
            return true
        }
    }
}
