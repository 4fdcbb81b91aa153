/// Text that is not JSON.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was found or wanted.
    public let reason: String
    /// The line, counted from 1.
    public let line: Int
    /// The byte within the line, counted from 1.
    public let column: Int

    /// The whole sentence, with the place.
    ///
    /// `invalid JSON: ':' was expected (line 2, column 7).`
    public var description: String {
        "invalid JSON: \(reason) (line \(line), column \(column))."
    }
}
