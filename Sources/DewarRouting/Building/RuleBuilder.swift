import DewarText

/// Puts a rule's text and the variables' values together.
struct RuleBuilder: Sendable {
    /// Some text, and the variable behind it.
    private struct Step: BitwiseCopyable, Sendable {
        var textStart: Int
        var textEnd: Int
        /// The variable's number among those without a default; -1 when there is none.
        var variable = -1
        var conversion = Conversion.text
    }

    /// A variable without a default.
    private struct Variable: Sendable {
        let name: String
        let converter: any RouteConverter
    }

    /// The steps of the domain, then those of the path.
    private let steps: FlatTable<Step>
    private let domainCount: Int
    /// The text of all steps, percent-encoded.
    private let text: FlatTable<UInt8>
    /// In order, those of the domain first.
    private let variables: [Variable]
    /// The domain when it is the same for all values.
    let fixedDomain: String?

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
        var draft = Draft(variables: variables[...])
        try draft.add(domain, defaults)
        let domainSteps = draft.takeSteps()
        try draft.add(path, defaults)
        steps = FlatTable(domainSteps + draft.takeSteps())
        domainCount = domainSteps.count
        text = FlatTable(draft.text)
        self.variables = draft.used
        let isFixed = domainSteps.allSatisfy { $0.variable < 0 }
        let domainEnd = domainSteps.last?.textEnd ?? 0
        fixedDomain = isFixed ? String(decoding: draft.text[..<domainEnd], as: UTF8.self) : nil
    }

    /// What the tables are made of.
    private struct Draft {
        var variables: ArraySlice<CompiledRule.Variable>
        var text: [UInt8] = []
        var used: [Variable] = []
        private var steps: [Step] = []
        private var start = 0

        init(variables: ArraySlice<CompiledRule.Variable>) {
            self.variables = variables
        }

        mutating func add(
            _ trace: [CompiledRule.TracePiece], _ defaults: RouteValues
        ) throws(RoutingError) {
            for piece in trace {
                guard piece.isVariable, let variable = variables.popFirst() else {
                    text += URLQuoting.quote(piece.text.text).utf8
                    continue
                }
                if let value = defaults[variable.name] {
                    text += try RuleBuilder.text(of: value, for: variable).utf8
                    continue
                }
                steps.append(
                    Step(
                        textStart: start, textEnd: text.count, variable: used.count,
                        conversion: Conversion(variable.converter)))
                used.append(Variable(name: variable.name, converter: variable.converter))
                start = text.count
            }
        }

        /// The steps so far, with the text behind the last variable.
        mutating func takeSteps() -> [Step] {
            if start < text.count { steps.append(Step(textStart: start, textEnd: text.count)) }
            start = text.count
            defer { steps = [] }
            return steps
        }
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

    /// Why a value was not taken.
    struct Refusal: Error {
        var variable: String
        var underlying: any Error
    }

    /// Builds the domain.
    ///
    /// - Parameters:
    ///   - values: A value for every variable without a default.
    ///   - places: Where they are.
    /// - Returns: Text; nil when a converter passes a value over.
    /// - Throws: ``Refusal`` when a converter refuses a value.
    func buildDomain(
        _ values: RouteValues, _ places: ValuePlaces
    ) throws(Refusal) -> String? {
        if let fixedDomain { return fixedDomain }
        let domain = URLText.with { result -> Result<String?, Refusal> in
            do throws(Refusal) {
                let isBuilt = try append(0..<domainCount, values, places, to: &result)
                return .success(isBuilt ? result.string : nil)
            } catch {
                return .failure(error)
            }
        }
        return try domain.get()
    }

    /// Builds the path, and appends it.
    ///
    /// - Parameters:
    ///   - values: A value for every variable without a default.
    ///   - places: Where they are.
    ///   - result: Takes percent-encoded text.
    /// - Returns: False when a converter passes a value over.
    /// - Throws: ``Refusal`` when a converter refuses a value.
    func appendPath(
        _ values: RouteValues, _ places: ValuePlaces, to result: inout URLText
    ) throws(Refusal) -> Bool {
        try append(domainCount..<steps.elements.count, values, places, to: &result)
    }

    private func append(
        _ range: Range<Int>, _ values: RouteValues, _ places: ValuePlaces,
        to result: inout URLText
    ) throws(Refusal) -> Bool {
        for index in range {
            let step = steps[index]
            if step.textStart < step.textEnd {
                result.append(encoded: text.elements.part(step.textStart..<step.textEnd))
            }
            guard step.variable >= 0 else { continue }
            let place =
                places.place(of: step.variable)
                ?? values.position(of: variables[step.variable].name)
            switch (step.conversion, place.map { values.value(at: $0) } ?? .null) {
            case (.text, .string(let text)): URLQuoting.append(path: text, to: &result)
            case (.integer, .int(let number)): result.append(number)
            case (_, let value):
                guard let text = try self.text(of: value, for: step.variable) else { return false }
                result.append(encoded: text)
            }
        }
        return true
    }

    private func text(of value: RouteValue, for variable: Int) throws(Refusal) -> String? {
        do {
            return try variables[variable].converter.text(of: value)
        } catch {
            throw Refusal(variable: variables[variable].name, underlying: error)
        }
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
