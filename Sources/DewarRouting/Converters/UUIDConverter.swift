#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `<uuid:id>`: a UUID with its hyphens, in either case.
///
/// - SeeAlso: Werkzeug `UUIDConverter`.
struct UUIDConverter: RouteConverter {
    let valueKind = RouteValueKind.uuid

    init(_ arguments: ConverterArguments) throws {}

    var pattern: RoutePattern {
        let groups: [RoutePattern] = [8, 4, 4, 4, 12].map {
            .run(of: .hexadecimalDigits, count: $0)
        }
        return groups.dropFirst().reduce(groups[0]) { $0 + .text("-") + $1 }
    }

    func value(of text: String) -> RouteValue? {
        UUID(uuidString: text).map { .uuid($0) }
    }

    /// The value as text; Werkzeug neither checks nor encodes it.
    func text(of value: RouteValue) throws -> String? { value.description }
}
