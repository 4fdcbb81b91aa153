/// A type of which not all members leave the program, though it encodes them: the hash of a
/// password.
///
/// ``JSON/init(encoding:)`` and templates leave them out, wherever a value is found.
public protocol MemberHiding {
    /// Which members are left out.
    ///
    /// ```swift
    /// struct Account: Encodable, MemberHiding {
    ///     var name: String
    ///     var secret: String
    ///
    ///     static func hiddenMembers(among names: [String]) -> Set<String> { ["secret"] }
    /// }
    ///
    /// let json = try JSON(encoding: Account(name: "Ada", secret: "x"))  // {"name": "Ada"}
    /// ```
    ///
    /// - Parameter names: The names of the members that a value has encoded.
    /// - Returns: The names to leave out.
    /// - Throws: What keeps the value from being shown at all.
    /// - SeeAlso: pydantic `Field(exclude=True)`.
    static func hiddenMembers(among names: [String]) throws -> Set<String>
}
