import DewarText
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
/// A template sees it as `g.user`, if templates have a form for its type.
///
/// - SeeAlso: Flask `g`.
public final class Globals: Sendable {
    private struct Entry: Sendable {
        let key: any GlobalsKey.Type
        let value: any Sendable
    }

    private let entries = Mutex([ObjectIdentifier: Entry]())

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
        get { entries.withLock { $0[ObjectIdentifier(key)]?.value as? Key.Value } }
        set {
            let entry = newValue.map { Entry(key: key, value: $0) }
            entries.withLock { $0[ObjectIdentifier(key)] = entry }
        }
    }

    /// The value that templates know by a name.
    func value(named name: String) -> (any Sendable)? {
        entries.withLock { entries in
            entries.values.first { $0.key.name.hasSameBytes(as: name) }?.value
        }
    }

    /// The names that templates know, sorted.
    var names: [String] {
        entries.withLock { $0.values.map { $0.key.name } }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

/// The name and type of a value in ``Globals``.
public protocol GlobalsKey: SendableMetatype {
    /// The type of the value.
    associatedtype Value: Sendable

    /// What templates call the value: `g.name`.
    ///
    /// The type's name without `Key`, beginning with a small letter: `UserKey` is `user`.
    static var name: String { get }
}

extension GlobalsKey {
    /// The type's name without `Key`, beginning with a small letter.
    public static var name: String { GlobalsKeyNames.name(of: self) }
}

/// The names of keys, each made once: the runtime is slow to tell a type's name.
private enum GlobalsKeyNames {
    private static let names = Mutex<[ObjectIdentifier: String]>([:])

    static func name(of type: any GlobalsKey.Type) -> String {
        names.withLock { names in
            if let name = names[ObjectIdentifier(type)] { return name }
            var name = "\(type)"
            if name.utf8.count > 3, name.hasSuffix("Key") { name.removeLast(3) }
            name = name.prefix(1).lowercased() + name.dropFirst()
            names[ObjectIdentifier(type)] = name
            return name
        }
    }
}
