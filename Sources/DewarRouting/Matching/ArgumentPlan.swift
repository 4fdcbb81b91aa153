import DewarText

/// How the arguments of a match are made of the texts that its variables took.
final class ArgumentPlan: Sendable {
    /// A variable of the rule; on the heap, so that looking at it copies nothing.
    final class Variable: Sendable {
        let name: String
        /// The rule's default, which the argument has whatever its text is.
        let preset: RouteValue?
        let conversion: Conversion
        let converter: any RouteConverter

        init(_ variable: CompiledRule.Variable, preset: RouteValue?) {
            name = variable.name
            self.preset = preset
            converter = variable.converter
            conversion = Conversion(variable.converter)
        }
    }

    /// The variables in order, those of the domain first.
    let variables: [Variable]
    /// The defaults that are no variables.
    let others: [RouteArgument]

    init(_ variables: [CompiledRule.Variable], _ defaults: RouteValues) {
        self.variables = variables.map { variable in
            Variable(variable, preset: defaults[variable.name])
        }
        others = defaults.filter { name, _ in
            !variables.contains { $0.name.hasSameBytes(as: name) }
        }.map { RouteArgument(name: $0.name, value: $0.value) }
    }
}

/// What a converter does, as far as that can be done without asking it.
enum Conversion: Sendable {
    /// Text stays as it is.
    case text
    /// Digits are a number, whichever.
    case integer
    case other

    init(_ converter: any RouteConverter) {
        switch converter {
        case is StringConverter, is PathConverter: self = .text
        case let converter as IntegerConverter where converter.takesEveryNumber: self = .integer
        default: self = .other
        }
    }
}

extension ArgumentPlan.Variable {
    /// The value of a text; nil when the converter refuses it.
    func value(of bytes: UnsafeBufferPointer<UInt8>) -> RouteValue? {
        switch conversion {
        case .text: return .string(bytes.shortText)
        case .integer: if let number = Self.number(bytes) { return .int(number) }
        case .other: break
        }
        return converter.value(of: String(decoding: bytes, as: UTF8.self))
    }

    /// The number of up to 18 ASCII digits.
    private static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard bytes.count > 0, bytes.count <= 18 else { return nil }
        var number = 0
        for byte in bytes {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        return number
    }
}
