import DewarText

/// `<any(about, help, "foo,bar"):page>`: one of the texts given.
///
/// - SeeAlso: Werkzeug `AnyConverter`.
struct AnyConverter: RouteConverter {
    private let items: [String]

    init(_ arguments: ConverterArguments) throws {
        if let name = arguments.named.first?.name {
            throw RoutingError.unknownArgument(name, parameters: [])
        }
        items = try arguments.positional.map { value in
            guard case .string(let item) = value else {
                throw RoutingError.badArgument("item", value, wanted: "text: put it in quotes")
            }
            return item
        }
    }

    var pattern: RoutePattern { .oneOf(items.isEmpty ? [""] : items) }

    func text(of value: RouteValue) throws -> String? {
        guard case .string(let text) = value, items.contains(where: { $0.hasSameBytes(as: text) })
        else { throw RefusedValue.notOneOf(items.sorted { $0.precedesByCodePoint($1) }, value) }
        return text
    }
}
