/// The attributes between double underscores that Python gives every value.
///
/// Templates that were written for Python ask for `x.__class__.__name__`; a sandbox must know that
/// they exist to keep them back.
enum PythonAttributes {
    /// Whether Python takes a name for one of its own: `__…__`.
    static func isSpecial(_ name: Text) -> Bool { name.hasPrefix("__") && name.hasSuffix("__") }

    private static let names: Set<Text> = [
        "__class__", "__delattr__", "__dir__", "__doc__", "__eq__", "__format__", "__ge__",
        "__getattribute__", "__getstate__", "__gt__", "__hash__", "__init__", "__init_subclass__",
        "__le__", "__lt__", "__ne__", "__new__", "__reduce__", "__reduce_ex__", "__repr__",
        "__setattr__", "__sizeof__", "__str__", "__subclasshook__",
    ]

    /// The attribute, or nil when Python has none of this name.
    static func attribute(_ name: Text, of value: Value) -> Value? {
        if name == "__class__" { return .object(TypeObject(of: value)) }
        if name == "__doc__" { return Value.none }
        guard names.contains(name) else { return nil }
        return .object(
            Function(name.string, isSafe: false) { _, _ in
                throw TemplateError.type("\(name)() cannot be called from a template")
            })
    }
}

/// What `x.__class__` gives: a name to print.
final class TypeObject: Object {
    private let name: String
    private let qualifiedName: String

    init(of value: Value) {
        name = value.typeName
        let owner = value.ownerName
        qualifiedName = value.isNone ? name : String(owner.prefix { $0 != " " })
    }

    override var typeName: String { "type" }

    override func attribute(_ name: Text) throws -> Value? {
        switch name {
        case "__name__", "__qualname__": .string(self.name)
        case "mro": .object(Function("mro", isSafe: false) { _, _ in .list([]) })
        default: PythonAttributes.attribute(name, of: .none)
        }
    }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        output.append(string: "<class '\(qualifiedName)'>")
    }

    override func isEqual(to other: Value) throws -> Bool? {
        guard case .object(let object) = other, let type = object as? TypeObject else {
            return false
        }
        return type.qualifiedName == qualifiedName
    }

    override func hash() throws -> Int { Text(qualifiedName).dictionaryHash }
}
