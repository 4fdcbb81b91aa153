/// The parameters of a built-in function as Python declares them.
final class Signature: Sendable {
    /// The name in messages.
    let function: String
    let names: [Text]
    /// How many of the names have no default.
    let required: Int
    /// How many values Python counts before these: 1 for what a filter is applied to.
    let leading: Int
    /// Whether the parameters have no names for the caller.
    let isPositionalOnly: Bool

    init(
        _ function: String, _ names: Text..., required: Int = 0, leading: Int = 1,
        isPositionalOnly: Bool = false
    ) {
        self.function = function
        self.names = names
        self.required = required
        self.leading = leading
        self.isPositionalOnly = isPositionalOnly
    }

    /// Finds the value of every parameter.
    ///
    /// - Throws: TypeError for missing, superfluous, repeated and unknown arguments.
    @inline(__always)
    func bind(_ arguments: Arguments) throws -> BoundArguments {
        if !arguments.isEmpty || required > 0 { try check(arguments) }
        return BoundArguments(arguments: arguments, signature: self)
    }

    private func check(_ arguments: Arguments) throws {
        let count = arguments.count
        if count > names.count { throw tooMany(count) }
        if arguments.hasKeywords { try checkKeywords(arguments) }
        if count < required {
            let missing = names[count..<required].filter { arguments[$0] == nil }
            if !missing.isEmpty { throw self.missing(missing, count) }
        }
    }

    /// Checks that a function without parameters gets no arguments.
    ///
    /// - Throws: TypeError.
    @inline(__always)
    static func checkNone(_ function: StaticString, _ arguments: Arguments) throws {
        guard !arguments.isEmpty else { return }
        _ = try Signature("\(function)").bind(arguments)
    }

    private func checkKeywords(_ arguments: Arguments) throws {
        for keyword in arguments.keywords {
            if isPositionalOnly {
                throw TemplateError.type("\(function)() takes no keyword arguments")
            }
            guard let index = names.firstIndex(of: keyword.name) else {
                throw TemplateError.type(
                    "\(function)() got an unexpected keyword argument '\(keyword.name)'")
            }
            if index < arguments.count {
                throw TemplateError.type(
                    "\(function)() got multiple values for argument '\(keyword.name)'")
            }
        }
    }

    private func wrongCount(_ count: Int) -> TemplateError {
        let wanted = required + leading
        return .type(
            "\(function) expected \(wanted) argument\(wanted == 1 ? "" : "s"), got"
                + " \(count + leading)")
    }

    private func tooMany(_ count: Int) -> TemplateError {
        if isPositionalOnly, required == names.count { return wrongCount(count) }
        if isPositionalOnly {
            let plural = names.count == 1 ? "" : "s"
            return .type(
                "\(function) expected at most \(names.count) argument\(plural), got \(count)")
        }
        let most = names.count + leading
        let least = required + leading
        let wanted = least == most ? "\(most)" : "from \(least) to \(most)"
        return .type(
            "\(function)() takes \(wanted) positional argument\(most == 1 ? "" : "s") but"
                + " \(count + leading) were given")
    }

    private func missing(_ names: [Text], _ count: Int) -> TemplateError {
        if isPositionalOnly, required == self.names.count { return wrongCount(count) }
        if isPositionalOnly {
            let plural = required == 1 ? "" : "s"
            return .type(
                "\(function) expected at least \(required) argument\(plural), got \(count)")
        }
        let list = names.map { "'\($0)'" }.joined(separator: " and ")
        return .type(
            "\(function)() missing \(names.count) required positional"
                + " argument\(names.count == 1 ? "" : "s"): \(list)")
    }
}

/// Arguments whose names have been found.
struct BoundArguments {
    let arguments: Arguments
    let signature: Signature

    /// The value of a parameter, or nil when the call leaves it out.
    subscript(index: Int) -> Value? {
        if index < arguments.count { return arguments[index] }
        return arguments.hasKeywords ? arguments[signature.names[index]] : nil
    }

    /// A parameter whose absence and `None` mean the same.
    func value(_ index: Int) -> Value? {
        guard let value = self[index], !value.isNone else { return nil }
        return value
    }

    func isTrue(_ index: Int, default standard: Bool = false) throws -> Bool {
        try self[index]?.isTrue() ?? standard
    }

    /// An integer, as C functions want it.
    ///
    /// - Throws: TypeError or OverflowError.
    func int(_ index: Int) throws -> Int? {
        try self[index]?.asIndex()
    }

    /// A text.
    ///
    /// - Throws: TypeError for another type.
    func text(_ index: Int) throws -> Text? {
        guard let value = self[index] else { return nil }
        guard let text = value.text else {
            throw TemplateError.type(
                "\(signature.function)() argument \(index + 1) must be str, not"
                    + " \(value.typeName)")
        }
        return text
    }
}

extension Value {
    /// The value as an integer of at most 64 bits, where Python wants `__index__`.
    ///
    /// - Throws: TypeError for other types, OverflowError for larger integers.
    func asIndex() throws -> Int {
        if let int { return int }
        if case .integer = self {
            throw TemplateError.overflow("Python int too large to convert to C ssize_t")
        }
        throw TemplateError.type("'\(typeName)' object cannot be interpreted as an integer")
    }

    /// The same, with larger integers brought into the range.
    func asClampedIndex() throws -> Int {
        if case .integer(let value) = self { return value.isNegative ? .min : .max }
        return try asIndex()
    }
}
