/// Why a connection is closed: what came over it is not FastCGI, or not to be borne.
package enum RecordViolation: Error, Sendable, Hashable, CustomStringConvertible {
    /// A record of another version: HTTP, TLS, or nonsense.
    case version(UInt8)
    /// The beginning of a request has not eight bytes.
    case beginningLength(Int)
    /// A request has the number 0, which is for management.
    case nullRequest
    /// A request begins with the number of the one that is under way.
    case repeatedRequest(UInt16)
    /// The body begins before the parameters have ended.
    case earlyBody
    /// Parameters come after their end.
    case lateParameters
    /// A record of the request is of a kind that web servers do not send.
    case unknownKind(UInt8)
    /// The parameters end within a pair.
    case truncatedPair
    /// A length that no parameter can have.
    case absurdLength(Int)
    /// More management records than a web server has any use for.
    case tooManyManagementRecords(limit: Int)
    /// The peer asks, but does not take the answers.
    case unreadReplies(limit: Int)

    /// The end of a sentence: what was found.
    package var description: String {
        switch self {
        case .version(let version): "a record of version \(version), not 1"
        case .beginningLength(let length): "the beginning of a request with \(length) bytes, not 8"
        case .nullRequest: "a request with the number 0"
        case .repeatedRequest(let id): "a second request with the number \(id) within the first"
        case .earlyBody: "a body before the end of the parameters"
        case .lateParameters: "parameters after their end"
        case .unknownKind(let kind): "a record of type \(kind) within a request"
        case .truncatedPair: "parameters that end within a pair"
        case .absurdLength(let length): "a parameter of \(length) bytes"
        case .tooManyManagementRecords(let limit): "more than \(limit) management records"
        case .unreadReplies(let limit): "more than \(limit) bytes of answers unread"
        }
    }
}
