/// A URL that cannot be built.
public struct BuildError: Error, Sendable, CustomStringConvertible {
    /// Why it cannot.
    public enum Kind: Sendable, Hashable {
        /// No rule has this endpoint.
        case unknownEndpoint
        /// The endpoint's rules need values that were not given.
        case missingValues([String])
        /// More values were given by position than the endpoint's rule has variables.
        case tooManyValues(Int)
        /// A scheme was given for a URL that shall have none.
        case schemeOfPath
        /// There is no request, and no host is configured.
        case noServerName
        /// The endpoint has rules, but none for this method.
        case wrongMethod
        /// The values contradict the rules' defaults, or a converter passes them over.
        case noFittingRule
        /// A converter refuses the value of this variable.
        case refusedValue(variable: String)
    }

    /// Why it cannot.
    public let kind: Kind
    /// The endpoint that was asked for.
    public let endpoint: String
    /// The names of the values that were given, in order.
    public let names: [String]
    /// The method that was asked for, or nil.
    public let method: String?
    /// The endpoint that was probably meant, or nil.
    public private(set) var suggestion: String?
    /// What the rule that comes nearest takes: the methods for ``Kind/wrongMethod``.
    public private(set) var expected: [String] = []
    /// What the converter threw, for ``Kind/refusedValue(variable:)``.
    public private(set) var underlying: (any Error)?

    init(
        _ kind: Kind, endpoint: String, names: [String], method: String?,
        suggestion: String? = nil, expected: [String] = [], underlying: (any Error)? = nil
    ) {
        self.kind = kind
        self.endpoint = endpoint
        self.names = names
        self.method = method
        self.suggestion = suggestion
        self.expected = expected
        self.underlying = underlying
    }

    /// More values than variables.
    ///
    /// - Parameters:
    ///   - endpoint: The endpoint.
    ///   - wanted: The names of its rule's variables.
    ///   - found: The number of values.
    /// - Returns: The error.
    package static func tooManyValues(
        _ endpoint: String, wanted: [String], found: Int
    ) -> BuildError {
        BuildError(
            .tooManyValues(found), endpoint: endpoint, names: [], method: nil, expected: wanted)
    }

    /// No host to build a URL for.
    ///
    /// - Parameter endpoint: The endpoint.
    /// - Returns: The error.
    package static func noServerName(_ endpoint: String) -> BuildError {
        BuildError(.noServerName, endpoint: endpoint, names: [], method: nil)
    }

    /// A scheme for a URL that shall be a path alone: a link that looks safe and is not.
    ///
    /// - Parameter endpoint: The endpoint.
    /// - Returns: The error.
    package static func schemeOfPath(_ endpoint: String) -> BuildError {
        BuildError(.schemeOfPath, endpoint: endpoint, names: [], method: nil)
    }
}

/// A value that a converter refuses when a URL is built.
public struct RefusedValue: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was found and wanted, a sentence without its full stop.
    public let reason: String

    /// Makes the error.
    ///
    /// - Parameter reason: What was found and wanted: `'x' is not one of 'a', 'b'`.
    public init(_ reason: String) {
        self.reason = reason
    }

    /// The reason.
    public var description: String { reason }
}
