public import DewarText
import Synchronization

/// An application's configuration: names in capitals, and values.
///
/// ```swift
/// let app = Application { app in
///     app.config.secretKey = "a long random text"
///     app.config["PAGE_SIZE"] = 20
///     try app.config.load(json: "config.json", isOptional: true)
///     app.config.loadEnvironment(prefix: "SHOP")     // SHOP_PAGE_SIZE=50
/// }
/// ```
/// What comes later replaces what was there. Flask's own keys have properties, as ``secretKey``; a
/// value that does not fit one is told when the application is built, with where it came from.
///
/// - SeeAlso: Flask `Config`.
public final class Config: Sendable {
    struct Entry: Sendable {
        var value: JSON
        /// Where it came from, for messages; nil for the program itself.
        var source: String?
    }

    private let entries = Mutex<[String: Entry]>([:])

    init() {}

    /// A value; nil when none was set.
    ///
    /// Setting nil removes it.
    /// ```swift
    /// app.config["PAGE_SIZE"] = 20
    /// app.config["PAGE_SIZE"]?.int  // 20
    /// ```
    ///
    /// - SeeAlso: Flask `app.config[…]`.
    public subscript(key: String) -> JSON? {
        get { entries.withLock { $0[key]?.value } }
        set { set(key, newValue, from: nil) }
    }

    /// The names that have a value, sorted.
    public var keys: [String] { entries.withLock { $0.keys.sorted() } }

    /// Sets several values.
    ///
    /// ```swift
    /// app.config.update(["PAGE_SIZE": 20, "color": "red"])
    /// app.config.keys  // ["PAGE_SIZE"]
    /// ```
    ///
    /// - Parameter values: Names and values; a name that is not in capitals is left out.
    /// - SeeAlso: Flask `Config.from_mapping`.
    public func update(_ values: JSONObject) {
        update(values, from: nil)
    }

    /// The values whose names begin alike.
    ///
    /// ```swift
    /// app.config.namespace("IMAGE_STORE_")   // IMAGE_STORE_PATH becomes "path"
    /// ```
    ///
    /// - Parameters:
    ///   - prefix: How the names begin.
    ///   - lowercases: Whether the names are written in small letters.
    ///   - trims: Whether the prefix is left out of the names.
    /// - Returns: Names and values, sorted by name.
    /// - SeeAlso: Flask `Config.get_namespace`.
    public func namespace(
        _ prefix: String, lowercases: Bool = true, trims: Bool = true
    ) -> JSONObject {
        let found = entries.withLock { $0.filter { $0.key.hasPrefix(prefix) } }
        return JSONObject(
            found.sorted { $0.key < $1.key }.map { key, entry in
                let name = trims ? String(key.dropFirst(prefix.count)) : key
                return (lowercases ? name.lowercased() : name, entry.value)
            })
    }

    /// The value of a key, and where it came from.
    func entry(_ key: String) -> Entry? { entries.withLock { $0[key] } }

    func set(_ key: String, _ value: JSON?, from source: String?) {
        entries.withLock { $0[key] = value.map { Entry(value: $0, source: source) } }
    }

    func update(_ values: JSONObject, from source: String?) {
        for (key, value) in values where key.isUpperCase { set(key, value, from: source) }
    }

    /// Sets a member of a nested object, making the objects on the way.
    func set(_ path: [Substring], _ value: JSON, from source: String) {
        guard let first = path.first else { return }
        entries.withLock { entries in
            var outer = entries[String(first)]?.value ?? .object([:])
            outer.set(path.dropFirst(), value)
            entries[String(first)] = Entry(value: outer, source: source)
        }
    }
}

extension JSON {
    /// Sets a member below this value, which becomes an object if it is none.
    fileprivate mutating func set(_ path: ArraySlice<Substring>, _ value: JSON) {
        guard let first = path.first else {
            self = value
            return
        }
        var object: JSONObject = if case .object(let object) = self { object } else { [:] }
        var inner = object[String(first)] ?? .object([:])
        inner.set(path.dropFirst(), value)
        object[String(first)] = inner
        self = .object(object)
    }
}

extension String {
    /// As Python's `str.isupper`: a letter at least, and none that is small.
    fileprivate var isUpperCase: Bool {
        var hasCapital = false
        for scalar in unicodeScalars {
            if scalar.properties.isLowercase { return false }
            if scalar.properties.isUppercase { hasCapital = true }
        }
        return hasCapital
    }
}
