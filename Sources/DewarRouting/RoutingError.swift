/// A rule, a map or a host that routing cannot work with.
///
/// It is thrown while an application is built, never because of a request's path.
public struct RoutingError: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Kind: Sendable, Hashable {
        /// A rule's pattern, or one of its options.
        case malformedRule
        /// A converter that the map does not know.
        case unknownConverter
        /// An argument that a converter does not take.
        case badArgument
        /// A default that its variable's converter refuses.
        case badDefault
        /// A host name that cannot be encoded.
        case badHost
        /// Options that exclude each other.
        case conflict
    }

    /// What is wrong.
    public let kind: Kind
    /// What was found and wanted, a sentence without its full stop.
    public let reason: String
    /// The pattern of the rule, or nil when it is not about a rule.
    public private(set) var rule: String?
    /// The name that was probably meant.
    public let suggestion: String?
    /// What a converter of one's own threw.
    public let underlying: (any Error)?

    init(
        _ kind: Kind, _ reason: String, suggestion: String? = nil, underlying: (any Error)? = nil
    ) {
        self.kind = kind
        self.reason = reason
        self.suggestion = suggestion
        self.underlying = underlying
    }

    /// The same error, with the rule it is about.
    func inRule(_ pattern: String) -> RoutingError {
        var error = self
        error.rule = error.rule ?? pattern
        return error
    }
}
