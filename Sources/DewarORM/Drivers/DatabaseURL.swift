private import DewarText

/// The place of a database: `sqlite:///board.db`, `postgresql://board:secret@localhost/board`.
///
/// As in SQLAlchemy, three slashes come before a relative path of SQLite's and four before an
/// absolute one, and `sqlite://` alone is a database in memory.
///
/// - SeeAlso: SQLAlchemy `make_url`; libpq, "Connection URIs".
public struct DatabaseURL: Sendable {
    /// What stands before `:`, in lower case and without a driver's name: `postgresql`.
    public let scheme: String
    /// The user, decoded; empty if there is none.
    public let user: String
    /// The password, decoded; nil if there is none.
    public let password: String?
    /// The host or hosts with their ports, decoded: `localhost:5432`; empty if there is none.
    public let host: String
    /// What follows the host's `/`, decoded: a database's name or a file's path; empty if there
    /// is nothing.
    public let path: String
    /// The parameters after `?`, decoded, in order.
    public let parameters: [(name: String, value: String)]
    /// The URL as it was written, with the password.
    public let text: String

    /// Reads a URL.
    ///
    /// - Parameter text: The URL; what is percent-encoded in its parts is decoded.
    /// - Throws: ``DatabaseError`` of kind `invalidConfiguration` for what is no such URL.
    public init(_ text: String) throws {
        self.text = text
        guard let colon = text.firstRange(of: "://"), colon.lowerBound > text.startIndex else {
            throw DatabaseError.invalidURL(reason: "it has no scheme as 'sqlite://'")
        }
        let name = text[..<colon.lowerBound].split(separator: "+")[0].lowercased()
        scheme = name == "postgres" ? "postgresql" : name
        var rest = text[colon.upperBound...]
        if let question = rest.firstIndex(of: "?") {
            parameters = try rest[rest.index(after: question)...].split(separator: "&").map {
                let parts = $0.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (try Self.decoded(parts[0]), try Self.decoded(parts.last ?? ""))
            }
            rest = rest[..<question]
        } else {
            parameters = []
        }
        if let slash = rest.firstIndex(of: "/") {
            path = try Self.decoded(rest[rest.index(after: slash)...])
            rest = rest[..<slash]
        } else {
            path = ""
        }
        if let at = rest.lastIndex(of: "@") {
            let parts = rest[..<at].split(
                separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            user = try Self.decoded(parts[0])
            password = parts.count > 1 ? try Self.decoded(parts[1]) : nil
            rest = rest[rest.index(after: at)...]
        } else {
            user = ""
            password = nil
        }
        host = try Self.decoded(rest)
    }

    private static func decoded(_ text: Substring) throws -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let value = UInt8(String(Substring(rest.prefix(2))), radix: 16),
                rest.count >= 2
            else {
                throw DatabaseError.invalidURL(reason: "a '%' is not followed by two digits")
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        guard let result = String(validating: bytes, as: UTF8.self), !result.contains("\0") else {
            throw DatabaseError.invalidURL(reason: "what it encodes is no text")
        }
        return result
    }
}

extension DatabaseURL: CustomStringConvertible {
    /// The URL without its password and parameters.
    public var description: String {
        let account = user.isEmpty ? "" : password == nil ? "\(user)@" : "\(user):***@"
        return LogText.escaped("\(scheme)://\(account)\(host)/\(path)")
    }
}
