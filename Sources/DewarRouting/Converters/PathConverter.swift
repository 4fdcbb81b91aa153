/// `<path:name>`: text that may hold slashes, but does not begin with one.
///
/// - SeeAlso: Werkzeug `PathConverter`.
struct PathConverter: RouteConverter {
    // Werkzeug's `[^/].*?`, whose point stands for anything but a line feed.
    let pattern: RoutePattern = .run(of: .segment, count: 1) + .shortestRun(of: .line)
    let weight = 200
    let spansParts = true

    init(_ arguments: ConverterArguments) throws {}
}
