/// What `dict.keys()`, `dict.values()` and `dict.items()` give: a look at a dictionary that changes
/// with it.
final class DictView: Object {
    private let dict: Dict
    private let part: DictPart

    init(_ dict: Dict, _ part: DictPart) {
        self.dict = dict
        self.part = part
    }

    override var typeName: String {
        switch part {
        case .keys: "dict_keys"
        case .values: "dict_values"
        case .items: "dict_items"
        }
    }

    override func isTrue() throws -> Bool { dict.count > 0 }

    override func length() throws -> Int? { dict.count }

    override func makeIterator() throws -> ValueIterator? { ValueIterator(dict, part) }

    override func makeReversedIterator() throws -> ValueIterator? {
        let part = part
        return ValueIterator(Array(dict.live.map { part.value(of: $0) }.reversed()))
    }

    override func contains(_ value: Value) throws -> Bool? {
        switch part {
        case .keys: return try dict.lookup(value) != nil
        case .values: return nil
        case .items:
            guard case .tuple(let pair) = value, pair.elements.count == 2,
                let found = try dict.lookup(pair.elements[0])
            else { return false }
            return try Value.isSameOrEqual(found, pair.elements[1])
        }
    }

    override func isEqual(to other: Value) throws -> Bool? {
        guard part != .values, case .object(let object) = other, let view = object as? DictView,
            view.part != .values
        else { return nil }
        guard dict.count == view.dict.count else { return false }
        for entry in dict.live where try view.contains(part.value(of: entry)) != true {
            return false
        }
        return true
    }

    override func hash() throws -> Int {
        if part == .values { return ObjectIdentifier(self).hashValue }
        throw TemplateError.type("unhashable type: '\(typeName)'")
    }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        output.append(string: typeName)
        output.write("(")
        try Value.list(dict.live.map { part.value(of: $0) }).appendRepr(
            to: &output, depth: depth + 1)
        output.write(")")
    }

    override func takeChildren() -> [Value] { [.dict(dict)] }
}
