import DewarText

/// Puts a rule's text and the variables' values together.
struct RuleBuilder: Sendable {
    private enum Step: Sendable {
        case text(String)
        case variable(CompiledRule.Variable)
    }

    private let domain: [Step]
    private let path: [Step]

    /// Prepares a rule; variables with a default become text at once.
    ///
    /// - Parameters:
    ///   - domain: The pieces of the domain's pattern.
    ///   - path: Those of the path's.
    ///   - variables: The variables of both, in order.
    ///   - defaults: The rule's.
    /// - Throws: ``RoutingError`` when a converter refuses a default.
    init(
        domain: [CompiledRule.TracePiece], path: [CompiledRule.TracePiece],
        variables: [CompiledRule.Variable], defaults: RouteValues
    ) throws(RoutingError) {
        var variables = variables[...]
        self.domain = try Self.steps(domain, &variables, defaults)
        self.path = try Self.steps(path, &variables, defaults)
    }

    private static func steps(
        _ trace: [CompiledRule.TracePiece], _ variables: inout ArraySlice<CompiledRule.Variable>,
        _ defaults: RouteValues
    ) throws(RoutingError) -> [Step] {
        var steps: [Step] = []
        for piece in trace {
            guard piece.isVariable, let variable = variables.popFirst() else {
                append(URLQuoting.quote(piece.text.text), to: &steps)
                continue
            }
            if let value = defaults[variable.name] {
                append(try text(of: value, for: variable), to: &steps)
            } else {
                steps.append(.variable(variable))
            }
        }
        return steps
    }

    private static func text(
        of value: RouteValue, for variable: CompiledRule.Variable
    ) throws(RoutingError) -> String {
        do {
            guard let text = try variable.converter.text(of: value) else {
                throw RefusedValue("\(value.debugDescription) is passed over by its converter")
            }
            return text
        } catch {
            throw .badDefault(variable.name, error)
        }
    }

    private static func append(_ text: String, to steps: inout [Step]) {
        if case .text(let before)? = steps.last {
            steps[steps.count - 1] = .text(before + text)
        } else {
            steps.append(.text(text))
        }
    }

    /// Why a value was not taken.
    struct Refusal: Error {
        var variable: String
        var underlying: any Error
    }

    /// Builds domain and path.
    ///
    /// - Parameter values: A value for every variable without a default.
    /// - Returns: Percent-encoded text; nil when a converter passes a value over.
    /// - Throws: ``Refusal`` when a converter refuses a value.
    func build(_ values: RouteValues) throws(Refusal) -> (domain: String, path: String)? {
        guard let domain = try Self.text(domain, values), let path = try Self.text(path, values)
        else { return nil }
        return (domain, path)
    }

    private static func text(
        _ steps: [Step], _ values: RouteValues
    ) throws(Refusal) -> String? {
        var result = ""
        for step in steps {
            switch step {
            case .text(let text): result += text
            case .variable(let variable):
                do {
                    let value = values[variable.name] ?? .null
                    guard let text = try variable.converter.text(of: value) else { return nil }
                    result += text
                } catch {
                    throw Refusal(variable: variable.name, underlying: error)
                }
            }
        }
        return result
    }
}

/// A redirect's target, cut at its variables.
enum RedirectText {
    /// A piece of a target.
    enum Piece {
        case text(String)
        case variable(String)
    }

    /// Cuts a target: `<` and the next `>` with something between name a variable.
    static func pieces(of target: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = target.unicodeScalars[...]
        while let open = rest.firstIndex(of: "<") {
            let name = rest[rest.index(after: open)...].prefix { $0 != ">" }
            guard name.endIndex < rest.endIndex else { break }
            let next = rest.index(after: name.endIndex)
            if name.isEmpty {
                pieces.append(.text(String(rest[..<next])))
            } else {
                pieces.append(.text(String(rest[..<open])))
                pieces.append(.variable(String(name)))
            }
            rest = rest[next...]
        }
        pieces.append(.text(String(rest)))
        return pieces
    }
}
