/// What a sandboxed environment forbids.
///
/// - SeeAlso: `jinja2.sandbox`.
struct Sandbox: Sendable {
    /// Computes an operator, given its sign and its one or two values.
    typealias Interceptor = @Sendable (String, [Value]) throws -> Value

    /// Whether lists and dictionaries may not be changed through their methods.
    var isImmutable = false
    /// The most numbers that `range` may give.
    var maximalRange = 100_000
    /// The signs of operators between two values that ``interceptor`` computes.
    var interceptedBinaries: Set<String> = []
    /// The signs before values that ``interceptor`` computes.
    var interceptedUnaries: Set<String> = []
    /// Computes the intercepted operators.
    var interceptor: Interceptor?

    /// What computes an operator between two values; nil: the engine.
    func intercept(binary sign: String) -> Interceptor? {
        interceptedBinaries.contains(sign) ? interceptor : nil
    }

    /// What computes a sign before a value; nil: the engine.
    func intercept(unary sign: String) -> Interceptor? {
        interceptedUnaries.contains(sign) ? interceptor : nil
    }

    /// Whether an attribute that a value has may be seen.
    func allows(_ key: ConstantKey, of value: Value) -> Bool {
        if key.isPrivate { return false }
        if case .object(let object) = value, key.text == "mro",
            object is TypeObject || object is ClassFunction
        {
            return false
        }
        return !isImmutable || !Self.changes(key, value)
    }

    /// Whether a method of this name changes the value.
    ///
    /// - SeeAlso: `jinja2.sandbox.modifies_known_mutable`.
    private static func changes(_ key: ConstantKey, _ value: Value) -> Bool {
        switch (value, key.method) {
        case (.list, .append), (.list, .clear), (.list, .pop), (.list, .reverse),
            (.list, .insert), (.list, .sort), (.list, .extend), (.list, .remove),
            (.dict, .clear), (.dict, .pop), (.dict, .popitem), (.dict, .setdefault),
            (.dict, .update):
            true
        default: false
        }
    }
}
