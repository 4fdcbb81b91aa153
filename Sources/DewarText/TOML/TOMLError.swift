/// Text that is no TOML.
public struct TOMLError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was found, or wanted.
    public let reason: String
    /// The line, from 1.
    public let line: Int
    /// The byte in the line, from 1.
    public let column: Int

    /// One sentence with the place.
    public var description: String {
        "invalid TOML: \(reason) (in line \(line), column \(column))"
    }
}
