/// `<string:name>` or `<name>`: one part of a path, or a piece of it.
///
/// Arguments: `minlength` (1), `maxlength`, `length`, counted in Unicode scalars; `length` outweighs
/// the other two.
///
/// - SeeAlso: Werkzeug `UnicodeConverter`.
struct StringConverter: RouteConverter {
    let pattern: RoutePattern

    init(_ arguments: ConverterArguments) throws {
        let values = try arguments.values(for: ["minlength", "maxlength", "length"])
        if let length = try Self.optionalCount(values[2], "length") {
            pattern = .run(of: .segment, count: length)
            return
        }
        let least = try Self.count(values[0] ?? 1, "minlength")
        let most = try Self.optionalCount(values[1], "maxlength")
        guard least <= most ?? least else {
            throw RoutingError.emptyRange(least: least, most: most ?? 0)
        }
        pattern = .run(of: .segment, atLeast: least, atMost: most)
    }

    private static func optionalCount(
        _ value: RouteValue?, _ name: String
    ) throws(RoutingError) -> Int? {
        guard let value, value != .null else { return nil }
        return try count(value, name)
    }

    private static func count(_ value: RouteValue, _ name: String) throws(RoutingError) -> Int {
        guard case .int(let count) = IntegerConverter.integer(value),
            (0...RoutePattern.maximalCount).contains(count)
        else { throw .badArgument(name, value, wanted: "a number of characters") }
        return count
    }
}
