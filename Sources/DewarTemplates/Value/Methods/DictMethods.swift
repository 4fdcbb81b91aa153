/// The methods of `dict`.
enum DictMethods {
    static let names: Set<MethodName> = [
        .clear, .copy, .fromkeys, .get, .items, .keys, .pop, .popitem, .setdefault, .update,
        .values,
    ]

    static func call(
        _ name: MethodName, of dict: Dict, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        switch name {
        case .get:
            let bound = try getSignature.bind(arguments)
            return try bound[0].flatMap { try dict.lookup($0) } ?? bound[1] ?? .none
        case .items: return try view(name, dict, .items, arguments)
        case .keys: return try view(name, dict, .keys, arguments)
        case .values: return try view(name, dict, .values, arguments)
        case .pop: return try pop(dict, arguments)
        case .setdefault:
            let bound = try setDefaultSignature.bind(arguments)
            guard let key = bound[0] else { return .none }
            if let value = try dict.lookup(key) { return value }
            let value = bound[1] ?? .none
            try dict.set(key, to: value)
            state.didPut(value, into: dict)
            state.didPut(key, into: dict)
            return value
        case .update:
            try update(dict, arguments)
            for argument in arguments.positional + arguments.keywords.map(\.value) {
                state.didPut(argument, into: dict)
            }
        case .fromkeys: return try fromKeys(arguments)
        default: return try callWithoutArguments(name, of: dict, arguments)
        }
        return .none
    }

    private static func callWithoutArguments(
        _ name: MethodName, of dict: Dict, _ arguments: Arguments
    ) throws -> Value {
        try StringMethods.noArguments(name, "dict", arguments)
        switch name {
        case .clear: dict.removeAll()
        case .copy: return .dict(dict.copy())
        case .popitem:
            guard let (key, value) = dict.removeLast() else {
                throw TemplateError.key("'popitem(): dictionary is empty'")
            }
            return .tuple([key, value])
        default: throw TemplateError.attribute("dict", name.rawValue)
        }
        return .none
    }

    private static let getSignature = Signature(
        "get", "key", "default", required: 1, leading: 0, isPositionalOnly: true)
    private static let setDefaultSignature = Signature(
        "setdefault", "key", "default", required: 1, leading: 0, isPositionalOnly: true)
    private static let popSignature = Signature(
        "pop", "key", "default", required: 1, leading: 0, isPositionalOnly: true)

    private static func view(
        _ name: MethodName, _ dict: Dict, _ part: DictPart, _ arguments: Arguments
    ) throws -> Value {
        try StringMethods.noArguments(name, "dict", arguments)
        return .object(DictView(dict, part))
    }

    private static func pop(_ dict: Dict, _ arguments: Arguments) throws -> Value {
        let bound = try popSignature.bind(arguments)
        guard let key = bound[0] else { return .none }
        if let value = try dict.remove(key) ?? bound[1] { return value }
        throw TemplateError.key(try key.repr().string)
    }

    /// `dict.update`, and what `dict(…)` does with its arguments.
    static func update(_ dict: Dict, _ arguments: Arguments, _ function: String = "update") throws {
        guard arguments.count <= 1 else {
            throw TemplateError.type(
                "\(function) expected at most 1 argument, got \(arguments.count)")
        }
        if let source = arguments[0] { try update(dict, from: source) }
        for keyword in arguments.keywords { try dict.set(keyword.name, to: keyword.value) }
    }

    private static func update(_ dict: Dict, from source: Value) throws {
        switch source {
        case .dict(let other):
            for entry in other.entries where !entry.isRemoved {
                try dict.set(entry.key, to: entry.value)
            }
            return
        case .object(let object) where object.isMapping:
            for key in try object.mappingKeys() { try dict.set(key, to: source.item(key)) }
            return
        // Python asks for the method `keys`.
        case .undefined(let undefined): throw undefined.error
        default: break
        }
        var iterator = try source.makeIterator()
        var index = 0
        while let element = try iterator.next() {
            guard element.isIterable else {
                throw TemplateError.type(
                    "cannot convert dictionary update sequence element #\(index) to a sequence")
            }
            let pair = try element.elements()
            guard pair.count == 2 else {
                throw TemplateError.value(
                    "dictionary update sequence element #\(index) has length \(pair.count); 2 is"
                        + " required")
            }
            try dict.set(pair[0], to: pair[1])
            index += 1
        }
    }

    private static let fromKeysSignature = Signature(
        "fromkeys", "iterable", "value", required: 1, leading: 0, isPositionalOnly: true)

    private static func fromKeys(_ arguments: Arguments) throws -> Value {
        let bound = try fromKeysSignature.bind(arguments)
        let dict = Dict()
        for key in try bound[0]?.elements() ?? [] { try dict.set(key, to: bound[1] ?? .none) }
        return .dict(dict)
    }
}
