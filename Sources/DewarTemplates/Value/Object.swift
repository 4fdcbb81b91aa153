/// A value that is neither number, text nor plain container; what it can do, its class says.
///
/// Every method has the answer of an object that cannot do it.
class Object: Container {
    /// What Python's `type(x).__name__` gives.
    var typeName: String { "object" }

    /// What messages of `undefined` call the type: with its module, unless it is built in.
    var qualifiedTypeName: String { typeName }

    /// Appends what `str` gives.
    func appendText(to output: inout Output) throws {
        try appendRepr(to: &output, depth: 0)
    }

    /// Appends what `repr` gives, with `depth` containers being printed around it.
    func appendRepr(to output: inout Output, depth: Int) throws {
        output.write("<")
        output.append(string: qualifiedTypeName)
        output.write(" object>")
    }

    /// What `__html__` gives, or nil when there is no such method.
    func html() throws -> Text? { nil }

    /// The truth value.
    func isTrue() throws -> Bool { true }

    /// The number of elements, or nil when there is no `len`.
    func length() throws -> Int? { nil }

    /// An iterator, or nil when the object cannot be iterated.
    func makeIterator() throws -> ValueIterator? { nil }

    /// About how many elements it has, to make room for; 0 when nobody knows.
    var expectedCount: Int { 0 }

    /// An iterator from the end, or nil when the object cannot be reversed.
    func makeReversedIterator() throws -> ValueIterator? { nil }

    /// An attribute, or nil when there is none of this name.
    func attribute(_ name: Text) throws -> Value? { nil }

    /// The same, for a name that is known in advance.
    func attribute(_ key: ConstantKey) throws -> Value? { try attribute(key.text) }

    /// The names of its attributes as far as they are known, for suggestions.
    var attributeNames: [String] { [] }

    /// What `object[key]` gives, or nil when the object has no items at all.
    ///
    /// - Throws: KeyError or IndexError when there is no such item.
    func item(_ key: Value) throws -> Value? { nil }

    /// What `object[start:stop:step]` gives, or nil when it cannot be sliced.
    func slice(_ slice: Slice) throws -> Value? { nil }

    /// What `value in object` gives, or nil when the object must be iterated.
    func contains(_ value: Value) throws -> Bool? { nil }

    /// What `==` gives, or nil when the object does not know.
    func isEqual(to other: Value) throws -> Bool? { nil }

    /// What `<` gives, or nil when the object does not know.
    func isLess(than other: Value) throws -> Bool? { nil }

    /// The hash.
    ///
    /// - Throws: TypeError when it cannot be a key.
    func hash() throws -> Int { ObjectIdentifier(self).hashValue }

    /// Whether it can be called.
    var isCallable: Bool { false }

    /// Whether the sandbox lets it be called.
    var isSafeToCall: Bool { true }

    /// Whether its type has `__getitem__`.
    var hasItems: Bool { isMapping }

    /// Calls the object.
    func call(_ arguments: Arguments, _ state: RenderState) throws -> Value {
        throw TemplateError.type("'\(typeName)' object is not callable")
    }

    /// Whether it is of no use when the rendering is over, and may hold all of it.
    var endsWithRendering: Bool { false }

    /// Whether it is an `abc.Mapping`, for the test `mapping` and `**`.
    var isMapping: Bool { false }

    /// The keys of a mapping, in order.
    func mappingKeys() throws -> [Value] { [] }

    /// What `format(object, specification)` gives, or nil when it knows no specifications.
    func formatted(_ specification: Text) throws -> Text? { nil }

    /// What JSON makes of it, or nil when it cannot be serialised.
    func plainValue() throws -> Value? { nil }
}
