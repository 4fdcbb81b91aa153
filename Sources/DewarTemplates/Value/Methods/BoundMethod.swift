/// A method of a built-in type with the value that it was taken from.
final class BoundMethod: Object {
    let receiver: Value
    let name: MethodName

    init(receiver: Value, name: MethodName) {
        self.receiver = receiver
        self.name = name
    }

    override var typeName: String { "builtin_function_or_method" }
    override var isCallable: Bool { true }

    override func call(_ arguments: Arguments, _ state: RenderState) throws -> Value {
        try Methods.call(name, of: receiver, arguments, state)
    }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        if receiver.isMarkup, MarkupMethods.isOwn(name) {
            output.append(string: "<bound method Markup.\(name.rawValue) of ")
            try receiver.appendRepr(to: &output, depth: depth + 1)
            return output.write(">")
        }
        output.write("<built-in method ")
        output.append(string: name.rawValue)
        output.write(" of ")
        output.append(string: receiver.typeName)
        output.write(" object>")
    }

    override func isEqual(to other: Value) throws -> Bool? {
        guard case .object(let object) = other, let method = object as? BoundMethod else {
            return false
        }
        return name == method.name && receiver.isSame(as: method.receiver)
    }

    override func takeChildren() -> [Value] { [receiver] }
}

/// The methods of built-in types.
enum Methods {
    /// Whether values of this type have the method.
    static func has(_ key: ConstantKey, _ value: Value) -> Bool {
        !key.owners.isDisjoint(with: MethodOwners(of: value))
    }

    /// Calls a method that the value has.
    static func call(
        _ name: MethodName, of value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        switch value {
        case .string(let text): return try StringMethods.call(name, of: text, arguments, state)
        case .markup(let text): return try MarkupMethods.call(name, of: text, arguments, state)
        case .list(let list): return try ListMethods.call(name, of: list, arguments, state)
        case .tuple(let tuple): return try ListMethods.call(name, of: tuple, arguments)
        case .dict(let dict): return try DictMethods.call(name, of: dict, arguments, state)
        default: return try NumberMethods.call(name, of: value, arguments)
        }
    }
}
