import DewarText

/// Puts a rule's text and the variables' values together.
struct RuleBuilder: Sendable {
    private enum Step: Sendable {
        case text([UInt8])
        case variable(Variable)
    }

    /// On the heap, so that a step is small.
    private final class Variable: Sendable {
        let name: String
        let conversion: Conversion
        let converter: any RouteConverter

        init(_ variable: CompiledRule.Variable) {
            name = variable.name
            converter = variable.converter
            conversion = Conversion(variable.converter)
        }
    }

    private let domain: [Step]
    /// The domain when it is the same for all values.
    private let fixedDomain: String?
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
        switch self.domain.first {
        case nil: fixedDomain = ""
        case .text(let text)? where self.domain.count == 1:
            fixedDomain = String(decoding: text, as: UTF8.self)
        default: fixedDomain = nil
        }
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
                steps.append(.variable(Variable(variable)))
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
            steps[steps.count - 1] = .text(before + text.utf8)
        } else {
            steps.append(.text(Array(text.utf8)))
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
        var path: [UInt8] = []
        guard let domain = try buildDomain(values), try appendPath(values, to: &path) else {
            return nil
        }
        return (domain, String(decoding: path, as: UTF8.self))
    }

    /// Builds the domain.
    ///
    /// - Parameter values: As for ``build(_:)``.
    /// - Returns: Text; nil when a converter passes a value over.
    /// - Throws: ``Refusal`` when a converter refuses a value.
    func buildDomain(_ values: RouteValues) throws(Refusal) -> String? {
        if let fixedDomain { return fixedDomain }
        var bytes: [UInt8] = []
        guard try Self.append(domain, values, to: &bytes) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Builds the path, and appends it.
    ///
    /// - Parameters:
    ///   - values: As for ``build(_:)``.
    ///   - result: Takes percent-encoded text.
    /// - Returns: False when a converter passes a value over.
    /// - Throws: ``Refusal`` when a converter refuses a value.
    func appendPath(_ values: RouteValues, to result: inout [UInt8]) throws(Refusal) -> Bool {
        try Self.append(path, values, to: &result)
    }

    private static func append(
        _ steps: [Step], _ values: RouteValues, to result: inout [UInt8]
    ) throws(Refusal) -> Bool {
        for index in steps.indices {
            switch steps[index] {
            case .text(let text): result.append(contentsOf: text)
            case .variable(let variable):
                guard try append(values[variable.name] ?? .null, for: variable, to: &result) else {
                    return false
                }
            }
        }
        return true
    }

    private static func append(
        _ value: RouteValue, for variable: Variable, to result: inout [UInt8]
    ) throws(Refusal) -> Bool {
        switch (variable.conversion, value) {
        case (.text, .string(let text)): URLQuoting.append(path: text, to: &result)
        case (.integer, .int(let number)): DecimalText.append(number, to: &result)
        default:
            do {
                guard let text = try variable.converter.text(of: value) else { return false }
                result += text.utf8
            } catch {
                throw Refusal(variable: variable.name, underlying: error)
            }
        }
        return true
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
