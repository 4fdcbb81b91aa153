/// What expressions are without a context, exactly as far as Jinja2 finds out: whether `~` joins
/// markup and whether a wrong filter is noticed depends on it.
///
/// - SeeAlso: Jinja2 `nodes.Expr.as_const` and its overrides.
extension Compiler {
    /// The value of an expression, or nil if it is not constant.
    ///
    /// - Throws: What evaluating it throws, where Jinja2 does not take that for "not constant".
    func constant(_ expression: Expression) throws -> Value? {
        if case .constant(let value) = expression.kind { return value }
        let key = ObjectIdentifier(expression)
        if let known = constants[key] { return known }
        let value = try fold(expression)
        constants[key] = .some(value)
        return value
    }

    private func fold(_ expression: Expression) throws -> Value? {
        switch expression.kind {
        case .constant(let value): return value
        case .name, .call, .debugDump, .markSafeIfAutoescape: return nil
        case .tuple(let items): return try constants(items).map { .tuple($0) }
        case .list(let items): return try constants(items).map { .list($0) }
        case .dict(let pairs): return try dict(pairs)
        case .conditional(let test, let then, let otherwise):
            guard let test = try constant(test) else { return nil }
            try visit(then)
            if let otherwise { try visit(otherwise) }
            if try test.isTrue() { return try constant(then) }
            return try otherwise.flatMap { try constant($0) }
        case .and(let left, let right):
            guard let left = try constant(left) else { return nil }
            try visit(right)
            return try left.isTrue() ? try constant(right) : left
        case .or(let left, let right):
            guard let left = try constant(left) else { return nil }
            try visit(right)
            return try left.isTrue() ? left : try constant(right)
        case .not(let value):
            return attempt { try self.constant(value).map { .bool(try !$0.isTrue()) } }
        case .unary(let sign, let value):
            if settings.sandbox?.intercept(unary: sign.rawValue) != nil { return nil }
            return attempt {
                guard let value = try self.constant(value) else { return nil }
                return sign == .negate ? try value.negated() : try value.unaryPlus()
            }
        case .binary(let operation, let left, let right):
            if settings.sandbox?.intercept(binary: operation.rawValue) != nil { return nil }
            return attempt {
                guard let left = try self.constant(left), let right = try self.constant(right)
                else { return nil }
                return try Value.apply(operation, left, right)
            }
        case .concatenation(let items): return try concatenation(items)
        case .comparison(let first, let rest): return try comparison(first, rest)
        case .attribute(let value, let name):
            return attempt {
                try self.constant(value).map { try self.state.attribute(self.key(name), of: $0) }
            }
        case .item(let value, let key): return item(value, key)
        case .slice: return nil
        case .filter(let value, let name, let arguments):
            return try filter(value, name, arguments)
        case .test(let value, let name, let arguments): return try test(value, name, arguments)
        }
    }

    /// Folds what is never evaluated: Jinja2 folds from the innermost expression on, and notices
    /// what is wrong there.
    private func visit(_ expression: Expression) throws {
        try visitChildren(of: expression)
        _ = try constant(expression)
    }

    /// Folds what an expression is made of, as Jinja2 does before it looks at the expression
    /// itself.
    func visitChildren(of expression: Expression) throws {
        var children: [Expression] = []
        expression.kind.forEachChild { children.append($0) }
        for child in children { try visit(child) }
    }

    /// The value of something whose errors mean "not constant".
    private func attempt(_ body: () throws -> Value?) -> Value? {
        (try? body()) ?? nil
    }

    /// The surroundings of what is folded.
    private var state: RenderState { RenderState(settings: settings, autoescape: autoescape) }

    private func constants(_ items: [Expression]) throws -> [Value]? {
        var values: [Value] = []
        for item in items {
            guard let value = try constant(item) else { return nil }
            values.append(value)
        }
        return values
    }

    private func dict(_ pairs: [Expression.Pair]) throws -> Value? {
        let dict = Dict()
        for pair in pairs {
            guard let key = try constant(pair.key), let value = try constant(pair.value) else {
                return nil
            }
            try dict.set(key, to: value)
        }
        return .dict(dict)
    }

    private func concatenation(_ items: [Expression]) throws -> Value? {
        var output = Output()
        for item in items {
            guard let value = try constant(item) else { return nil }
            try value.appendText(to: &output)
        }
        // No markup here, whatever is joined.
        return .string(output.text)
    }

    private func comparison(_ first: Expression, _ rest: [Expression.Comparison]) throws -> Value? {
        guard var left = try constant(first) else { return nil }
        for comparison in rest { try visit(comparison.expression) }
        return attempt {
            for comparison in rest {
                guard let right = try self.constant(comparison.expression) else { return nil }
                guard try comparison.comparator.holds(left, right) else { return .bool(false) }
                left = right
            }
            return .bool(true)
        }
    }

    private func item(_ value: Expression, _ key: Expression) -> Value? {
        attempt {
            guard let value = try self.constant(value) else { return nil }
            guard case .slice(let start, let stop, let step) = key.kind else {
                return try self.constant(key).map { try self.state.item($0, of: value) }
            }
            var slice = Slice()
            for (expression, path) in [
                (start, \Slice.start), (stop, \Slice.stop), (step, \Slice.step),
            ] {
                guard let expression else { continue }
                guard let bound = try self.constant(expression) else { return nil }
                slice[keyPath: path] = bound
            }
            // Unlike at run time, what cannot be sliced is undefined.
            do {
                return try value.sliced(slice)
            } catch let error as TemplateError
                where error.kind == .typeError || error.kind == .attributeError
                || error.kind.isLookupError
            {
                let parts = try [slice.start, slice.stop, slice.step].map { try $0.repr().string }
                let repr = "slice(\(parts.joined(separator: ", ")))"
                return .undefined(
                    Undefined(
                        self.settings.undefined, owner: value.ownerName, name: .key(repr: repr)))
            }
        }
    }

    // MARK: - Filters and tests

    private func filter(
        _ value: Expression?, _ name: String, _ arguments: CallArguments
    ) throws -> Value? {
        guard let value, !isVolatile, let filter = settings.filters[Text(name)], filter.isFoldable,
            let (value, arguments) = try operands(value, arguments)
        else { return nil }
        return attempt { try filter.body(value, arguments, self.state) }
    }

    private func test(
        _ value: Expression, _ name: String, _ arguments: CallArguments
    ) throws -> Value? {
        guard !isVolatile, let test = settings.tests[Text(name)], test.isFoldable,
            let (value, arguments) = try operands(value, arguments)
        else { return nil }
        return attempt { .bool(try test.body(value, arguments, self.state)) }
    }

    private func operands(
        _ value: Expression, _ arguments: CallArguments
    ) throws -> (Value, Arguments)? {
        guard var positional = try constants(arguments.positional) else { return nil }
        let keywords = Dict()
        for (name, expression) in arguments.keywords {
            guard let constant = try constant(expression) else { return nil }
            // Of a keyword that is there twice Jinja2 takes the last.
            try keywords.set(key(name), to: constant)
        }
        if let spread = arguments.spread {
            guard let elements = try? constant(spread)?.elements() else { return nil }
            positional += elements
        }
        if let spread = arguments.keywordSpread {
            guard case .dict(let dict)? = try? constant(spread) else { return nil }
            for entry in dict.live {
                guard let name = entry.key.text else { return nil }
                _ = try keywords.remove(.string(name))
                try keywords.set(name, to: entry.value)
            }
        }
        guard let value = try constant(value) else { return nil }
        var result = Arguments(positional)
        for entry in keywords.live {
            if let name = entry.key.text { _ = result.append(entry.value, named: name) }
        }
        return (value, result)
    }
}
