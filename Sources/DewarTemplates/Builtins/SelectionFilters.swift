/// `map`, `select`, `reject`, `selectattr`, `rejectattr`.
extension BuiltinFilters {
    static let selectionFilters: [Filter] = [
        Filter("map", isFoldable: false, map),
        Filter("select", isFoldable: false) { value, arguments, state in
            try select(value, arguments, state, "sync_do_select", byAttribute: false, if: true)
        },
        Filter("reject", isFoldable: false) { value, arguments, state in
            try select(value, arguments, state, "sync_do_reject", byAttribute: false, if: false)
        },
        Filter("selectattr", isFoldable: false) { value, arguments, state in
            try select(value, arguments, state, "sync_do_selectattr", byAttribute: true, if: true)
        },
        Filter("rejectattr", isFoldable: false) { value, arguments, state in
            try select(value, arguments, state, "sync_do_rejectattr", byAttribute: true, if: false)
        },
    ]

    @Sendable private static func map(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        .object(try MapIterator.make(value, arguments, state))
    }

    private static func select(
        _ value: Value, _ arguments: Arguments, _ state: RenderState, _ name: String,
        byAttribute: Bool, if wanted: Bool
    ) throws -> Value {
        .object(
            try SelectIterator(
                name, value, arguments, state, byAttribute: byAttribute, if: wanted))
    }
}

extension RenderState {
    /// The filter that a value names.
    ///
    /// - Throws: TemplateRuntimeError if there is none.
    func filter(named name: Value) throws -> Filter {
        if let text = name.text, let filter = settings.filters[text] { return filter }
        throw try unknown("filter", name)
    }

    /// The test that a value names.
    ///
    /// - Throws: TemplateRuntimeError if there is none.
    func test(named name: Value) throws -> Test {
        if let text = name.text, let test = settings.tests[text] { return test }
        throw try unknown("test", name)
    }

    /// The error of a filter or test that a value names and that there is not.
    func unknown(_ kind: String, _ name: Value) throws -> TemplateError {
        var message = "No \(kind) named \(try name.repr())."
        if case .undefined(let undefined) = name {
            message += " (\(undefined.message); did you forget to quote the callable name?)"
        } else {
            // A name that cannot be a key is another error.
            _ = try name.hash()
        }
        return .runtime(message)
    }
}
