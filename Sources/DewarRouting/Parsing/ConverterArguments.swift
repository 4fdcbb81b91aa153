import DewarText

/// The arguments that a rule gives a converter: `2, max=5` of `<int(2, max=5):id>`.
public struct ConverterArguments: Sendable, Equatable {
    /// Values without a name, in order.
    public var positional: [RouteValue]
    /// Values with a name.
    public var named: RouteValues

    /// Makes arguments.
    ///
    /// ```swift
    /// ConverterArguments(positional: [2], named: ["max": 5])  // of <int(2, max=5):id>
    /// ```
    ///
    /// - Parameters:
    ///   - positional: Values without a name, in order.
    ///   - named: Values with a name.
    /// - SeeAlso: Werkzeug `parse_converter_args`.
    public init(positional: [RouteValue] = [], named: RouteValues = RouteValues()) {
        self.positional = positional
        self.named = named
    }

    /// Gives each parameter its value.
    ///
    /// ```swift
    /// let values = try arguments.values(for: ["length", "prefix"])
    /// let prefix = values[1]?.description ?? ""
    /// ```
    ///
    /// - Parameter parameters: The converter's parameters; values without a name fill them in this
    ///   order.
    /// - Returns: As many values as parameters, nil where none was given.
    /// - Throws: ``RoutingError`` when there are too many values, a name is unknown, or a parameter
    ///   is given twice.
    /// - SeeAlso: how Python gives a function's parameters their values.
    public func values(for parameters: [String]) throws(RoutingError) -> [RouteValue?] {
        guard positional.count <= parameters.count else {
            throw .tooManyArguments(positional.count, parameters: parameters)
        }
        var result: [RouteValue?] = positional
        result += repeatElement(nil, count: parameters.count - positional.count)
        for (name, value) in named {
            guard let index = parameters.firstIndex(where: { $0.hasSameBytes(as: name) }) else {
                throw .unknownArgument(name, parameters: parameters)
            }
            guard result[index] == nil else { throw .repeatedArgument(name) }
            result[index] = value
        }
        return result
    }
}
