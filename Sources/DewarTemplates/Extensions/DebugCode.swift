/// What `{% debug %}` prints: the variables, filters and tests there are.
///
/// - SeeAlso: Jinja2 `ext.DebugExtension`.
final class DebugCode: Code, @unchecked Sendable {
    override func evaluate(_ frame: Frame) throws -> Value {
        let settings = frame.state.settings
        let result = Dict()
        try result.set(
            Text("context"), to: .dict(try frame.context.all()))
        try result.set(
            Text("filters"), to: .list(settings.filters.keys.sorted().map { .string($0) }))
        try result.set(
            Text("tests"), to: .list(settings.tests.keys.sorted().map { .string($0) }))
        return .string(try Value.dict(result).repr())
    }
}
