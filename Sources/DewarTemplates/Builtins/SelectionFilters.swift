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

    private typealias Transform = (Value) throws -> Value

    /// An iterator over the elements and what is done with each, made when the first is asked for.
    private struct Source {
        var iterator: ValueIterator
        let transform: Transform
    }

    @Sendable private static func map(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        var source: Source?
        return .object(
            try Generator("sync_do_map", over: value) {
                if source == nil {
                    guard try value.isTrue() else { return nil }
                    source = Source(
                        iterator: .empty, transform: try transform(arguments, state))
                    source?.iterator = try value.makeIterator()
                }
                guard let element = try source?.iterator.next() else { return nil }
                return try source?.transform(element)
            })
    }

    private static func transform(
        _ arguments: Arguments, _ state: RenderState
    ) throws -> Transform {
        if arguments.count == 0, let attribute = arguments["attribute"] {
            let unknown = arguments.keywords.first {
                $0.name != "attribute" && $0.name != "default"
            }
            if let unknown {
                throw TemplateError.filterArgument(
                    "Unexpected keyword argument \(unknown.name.repr)")
            }
            let getter = try AttributeGetter(attribute, default: arguments["default"])
            return { try getter.value(of: $0, state) }
        }
        guard let name = arguments[0] else {
            throw TemplateError.filterArgument("map requires a filter argument")
        }
        let rest = arguments.dropping(1)
        var filter: Filter?
        return { element in
            let found = try filter ?? state.filter(named: name)
            filter = found
            return try found.body(element, rest, state)
        }
    }

    private static func select(
        _ value: Value, _ arguments: Arguments, _ state: RenderState, _ name: String,
        byAttribute: Bool, if wanted: Bool
    ) throws -> Value {
        var source: (iterator: ValueIterator, condition: (Value) throws -> Bool)?
        return .object(
            try Generator(name, over: value) {
                if source == nil {
                    guard try value.isTrue() else { return nil }
                    let condition = try condition(arguments, state, byAttribute: byAttribute)
                    source = (try value.makeIterator(), condition)
                }
                while let element = try source?.iterator.next() {
                    if try source?.condition(element) == wanted { return element }
                }
                return nil
            })
    }

    private static func condition(
        _ arguments: Arguments, _ state: RenderState, byAttribute: Bool
    ) throws -> (Value) throws -> Bool {
        var getter: AttributeGetter?
        if byAttribute {
            guard let attribute = arguments[0] else {
                throw TemplateError.filterArgument("Missing parameter for attribute name")
            }
            getter = try AttributeGetter(attribute)
        }
        let offset = byAttribute ? 1 : 0
        let name = arguments[offset]
        let rest = arguments.dropping(offset + 1)
        var test: Test?
        return { element in
            let value = try getter?.value(of: element, state) ?? element
            guard let name else { return try value.isTrue() }
            let found = try test ?? state.test(named: name)
            test = found
            return try found.body(value, rest, state)
        }
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

    private func unknown(_ kind: String, _ name: Value) throws -> TemplateError {
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
