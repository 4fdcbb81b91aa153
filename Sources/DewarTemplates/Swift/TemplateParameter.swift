/// A parameter's name, under which a template may pass it, and its default.
///
/// ```swift
/// options.addFilter("money", "currency", .optional("digits", 2)) {
///     (amount: Double, currency: String, digits: Int) in
///     money(amount, currency, digits)
/// }
/// ```
public struct TemplateParameter: Sendable, ExpressibleByStringLiteral {
    let name: Text
    let standard: TemplateValue?

    /// A parameter without a default, unless its type is optional.
    public init(stringLiteral value: String) {
        name = Text(value)
        standard = nil
    }

    private init(_ name: String, _ standard: TemplateValue?) {
        self.name = Text(name)
        self.standard = standard
    }

    /// A parameter with a default.
    ///
    /// ```swift
    /// options.addFilter("cut", .optional("length", 3)) { (text: String, length: Int) in
    ///     String(text.prefix(length))
    /// }
    /// ```
    ///
    /// - SeeAlso: Python: a parameter with a default.
    public static func optional(_ name: String, _ standard: TemplateValue) -> TemplateParameter {
        TemplateParameter(name, standard)
    }
}

/// Hands the arguments of a call to the parameters of a Swift function, in order.
final class ArgumentReader {
    private let function: String
    private let parameters: [TemplateParameter]
    private let arguments: Arguments
    private let state: RenderState
    /// How many parameters stand before the named ones: the value that a filter is applied to.
    private let leading: Int
    private var index = 0
    /// The names of those that were passed by name; seldom more than two.
    private var taken: [Text] = []
    private var takesRest = false

    init(
        _ function: String, _ parameters: [TemplateParameter], _ arguments: Arguments,
        _ state: RenderState, leading: Int = 0
    ) {
        self.state = state
        self.function = function
        self.parameters = parameters
        self.arguments = arguments
        self.leading = leading
    }

    /// The argument of the next parameter.
    ///
    /// - Throws: TypeError if it is missing or of the wrong kind.
    func next<Argument: TemplateArgument>(_ type: Argument.Type) throws -> Argument {
        if type == TemplateScope.self || type == TemplateArguments.self {
            return try nextOfCall(type)
        }
        let position = index
        index += 1
        let parameter =
            position >= leading && position - leading < parameters.count
            ? parameters[position - leading] : nil
        if let value = arguments[position] {
            if let parameter, arguments[parameter.name] != nil {
                throw TemplateError.type(
                    "\(function)() got multiple values for argument '\(parameter.name)'")
            }
            return try Argument(templateValue: TemplateValue(value))
        }
        if let parameter, let value = arguments[parameter.name] {
            taken.append(parameter.name)
            return try Argument(templateValue: TemplateValue(value))
        }
        if let standard = parameter?.standard { return try Argument(templateValue: standard) }
        return try absent(parameter, at: position)
    }

    // These are functions of their own, because only they need the optional's type, which the
    // runtime takes its time to find.

    /// What a parameter takes of the call as a whole.
    @inline(never)
    private func nextOfCall<Argument: TemplateArgument>(_ type: Argument.Type) throws -> Argument {
        if type == TemplateScope.self, let scope = TemplateScope(state) as? Argument {
            return scope
        }
        if let rest = rest() as? Argument { return rest }
        return try absent(nil, at: index)
    }

    /// What stands for an argument that the call leaves out.
    @inline(never)
    private func absent<Argument: TemplateArgument>(
        _ parameter: TemplateParameter?, at position: Int
    ) throws -> Argument {
        if let absent = Argument.absentArgument { return absent }
        let name = parameter.map { "'\($0.name)'" } ?? "\(position + 1)"
        throw TemplateError.type("\(function)() missing required argument: \(name)")
    }

    /// What no parameter took.
    func rest() -> TemplateArguments {
        takesRest = true
        var positional: [TemplateValue] = []
        while let value = arguments[index + positional.count] {
            positional.append(TemplateValue(value))
        }
        var named: [(name: String, value: TemplateValue)] = []
        for keyword in arguments.keywords where !taken.contains(keyword.name) {
            named.append((keyword.name.string, TemplateValue(keyword.value)))
        }
        return TemplateArguments(positional: positional, named: named)
    }

    /// Checks that no argument is left.
    ///
    /// - Throws: TypeError.
    func finish() throws {
        guard !takesRest else { return }
        guard arguments.count <= index else {
            throw TemplateError.type(
                "\(function)() takes \(index) positional argument\(index == 1 ? "" : "s") but"
                    + " \(arguments.count) were given")
        }
        if let unknown = arguments.keywords.first(where: { !taken.contains($0.name) }) {
            throw TemplateError.type(
                "\(function)() got an unexpected keyword argument '\(unknown.name)'")
        }
    }
}
