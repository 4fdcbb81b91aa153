/// The methods of `str`.
///
/// - SeeAlso: CPython `Objects/unicodeobject.c`.
enum StringMethods {
    static let names: Set<MethodName> = [
        .capitalize, .casefold, .center, .count, .encode, .endswith, .expandtabs, .find, .format,
        .formatMap, .index, .isalnum, .isalpha, .isascii, .isdecimal, .isdigit, .isidentifier,
        .islower, .isnumeric, .isprintable, .isspace, .istitle, .isupper, .join, .ljust, .lower,
        .lstrip, .maketrans, .partition, .removeprefix, .removesuffix, .replace, .rfind, .rindex,
        .rjust, .rpartition, .rsplit, .rstrip, .split, .splitlines, .startswith, .strip,
        .swapcase, .title, .translate, .upper, .zfill,
    ]

    /// Calls a method.
    static func call(
        _ name: MethodName, of text: Text, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        switch name {
        case .format:
            return .string(
                try FieldFormat.format(text, arguments, isMarkup: false, state))
        case .formatMap:
            return .string(
                try FieldFormat.formatMap(text, arguments, isMarkup: false, state))
        case .upper, .lower, .capitalize, .title, .swapcase, .casefold:
            return .string(try changeCase(name, text, arguments))
        case .isalnum, .isalpha, .isascii, .isdecimal, .isdigit, .isidentifier, .islower,
            .isnumeric, .isprintable, .isspace, .istitle, .isupper:
            return .bool(try classify(name, text, arguments))
        case .find, .rfind, .index, .rindex, .count:
            return .int(try search(name, text, arguments))
        case .startswith, .endswith: return .bool(try hasEnd(name, text, arguments))
        case .strip, .lstrip, .rstrip: return .string(try strip(name, text, arguments))
        case .split, .rsplit: return .list(try split(name, text, arguments).map { .string($0) })
        case .splitlines: return .list(try splitLines(text, arguments).map { .string($0) })
        case .partition, .rpartition: return try partition(name, text, arguments)
        case .center, .ljust, .rjust: return .string(try pad(name, text, arguments))
        case .zfill:
            let width = try single(name, arguments).asIndex()
            return .string(try text.zeroFilled(to: width))
        case .join: return .string(try join(text, single(name, arguments)))
        default: return try callOther(name, of: text, arguments)
        }
    }

    private static func callOther(
        _ name: MethodName, of text: Text, _ arguments: Arguments
    ) throws -> Value {
        switch name {
        case .replace: return .string(try replace(text, arguments))
        case .expandtabs:
            let bound = try Signature("expandtabs", "tabsize", leading: 0).bind(arguments)
            let size = try bound.smallInt(0)
            return .string(try text.expandingTabs(to: size ?? 8))
        case .removeprefix:
            let prefix = try singleText(name, arguments)
            return .string(
                text.hasPrefix(prefix) ? text.bytes(prefix.byteCount..<text.byteCount) : text)
        case .removesuffix:
            let suffix = try singleText(name, arguments)
            return .string(
                text.hasSuffix(suffix) ? text.bytes(0..<text.byteCount - suffix.byteCount) : text)
        case .translate: return .string(try text.translated(single(name, arguments)))
        case .maketrans: return try TranslationTable.make(arguments)
        case .encode: return try Bytes.encode(text, arguments)
        default: throw TemplateError.attribute("str", name.rawValue)
        }
    }

    // MARK: Arguments

    static func noArguments(_ name: MethodName, _ type: String, _ arguments: Arguments) throws {
        guard !arguments.isEmpty else { return }
        throw TemplateError.type(
            arguments.keywords.isEmpty
                ? "\(type).\(name.rawValue)() takes no arguments (\(arguments.count) given)"
                : "\(type).\(name.rawValue)() takes no keyword arguments")
    }

    static func single(
        _ name: MethodName, _ arguments: Arguments, of type: String = "str"
    ) throws -> Value {
        guard arguments.keywords.isEmpty else {
            throw TemplateError.type("\(type).\(name.rawValue)() takes no keyword arguments")
        }
        guard let value = arguments[0], arguments.count == 1 else {
            throw TemplateError.type(
                "\(type).\(name.rawValue)() takes exactly one argument"
                    + " (\(arguments.count) given)")
        }
        return value
    }

    private static func singleText(_ name: MethodName, _ arguments: Arguments) throws -> Text {
        let value = try single(name, arguments)
        guard let text = value.text else {
            throw TemplateError.type(
                "\(name.rawValue)() argument must be str, not \(value.typeName)")
        }
        return text
    }

    // MARK: The methods

    private static func changeCase(
        _ name: MethodName, _ text: Text, _ arguments: Arguments
    ) throws -> Text {
        try noArguments(name, "str", arguments)
        return switch name {
        case .upper: text.uppercased()
        case .lower: text.lowercased()
        case .capitalize: text.capitalized()
        case .title: text.titlecased()
        case .swapcase: text.swappingCase()
        default: text.casefolded()
        }
    }

    private static func classify(
        _ name: MethodName, _ text: Text, _ arguments: Arguments
    ) throws -> Bool {
        try noArguments(name, "str", arguments)
        return switch name {
        case .isalnum: text.isNotEmptyAnd { $0.isPythonAlphanumeric }
        case .isalpha: text.isNotEmptyAnd { $0.isPythonAlphabetic }
        case .isascii: text.isASCII
        case .isdecimal: text.isNotEmptyAnd { $0.isPythonDecimal }
        case .isdigit: text.isNotEmptyAnd { $0.isPythonDigit }
        case .isidentifier: text.isIdentifier
        case .islower: text.isLowercase
        case .isnumeric: text.isNotEmptyAnd { $0.isPythonNumeric }
        case .isprintable: text.scalars.allSatisfy { $0.isPrintable }
        case .isspace: text.isNotEmptyAnd { $0.isPythonSpace }
        case .istitle: text.isTitlecase
        default: text.isUppercase
        }
    }

    private static let searchSignatures: [MethodName: Signature] = [
        .find: range("find"), .rfind: range("rfind"), .index: range("index"),
        .rindex: range("rindex"), .count: range("count"), .startswith: range("startswith"),
        .endswith: range("endswith"),
    ]

    private static func range(_ function: String) -> Signature {
        Signature(
            function, "sub", "start", "end", required: 1, leading: 0, isPositionalOnly: true)
    }

    private static func bind(_ name: MethodName, _ arguments: Arguments) throws -> BoundArguments {
        guard let signature = searchSignatures[name] else {
            throw TemplateError.type(name.rawValue)
        }
        return try signature.bind(arguments)
    }

    /// The code points between the second and the third argument; nil if the start lies beyond.
    private static func range(
        _ bound: BoundArguments, count: Int
    ) throws -> Range<Int>? {
        let slice = Slice(start: bound[1] ?? .none, stop: bound[2] ?? .none)
        let resolved = try slice.resolve(count: count)
        let end = try slice.end(count: count)
        if let start = bound.value(1), try start.asClampedIndex() > count { return nil }
        return end < resolved.start ? nil : resolved.start..<end
    }

    private static func search(
        _ name: MethodName, _ text: Text, _ arguments: Arguments
    ) throws -> Int {
        let bound = try bind(name, arguments)
        let part = try mustBeText(bound[0])
        let range = try range(bound, count: text.count)
        if name == .count { return range.map { text.occurrences(of: part, in: $0) } ?? 0 }
        let fromEnd = name == .rfind || name == .rindex
        if let range, let index = text.index(of: part, in: range, fromEnd: fromEnd) {
            return index
        }
        guard name == .find || name == .rfind else {
            throw TemplateError.value("substring not found")
        }
        return -1
    }

    private static func mustBeText(_ value: Value?) throws -> Text {
        if let text = value?.text { return text }
        throw TemplateError.type("must be str, not \(value?.typeName ?? "nothing")")
    }

    private static func hasEnd(
        _ name: MethodName, _ text: Text, _ arguments: Arguments
    ) throws -> Bool {
        let bound = try bind(name, arguments)
        let range = try range(bound, count: text.count)
        var ends: [Value] = []
        if case .tuple(let tuple)? = bound[0] {
            ends = tuple.elements
        } else if let end = bound[0] {
            ends = [end]
        }
        let part = range.map { text.part($0) }
        for end in ends {
            guard let end = end.text else {
                throw TemplateError.type(
                    "\(name.rawValue) first arg must be str or a tuple of str, not"
                        + " \(end.typeName)")
            }
            if let part, name == .startswith ? part.hasPrefix(end) : part.hasSuffix(end) {
                return true
            }
        }
        return false
    }

    static func strip(
        _ name: MethodName, _ text: Text, _ arguments: Arguments
    ) throws -> Text {
        let bound = try Signature(name.rawValue, "chars", leading: 0).bind(arguments)
        let (start, end) = (name != .rstrip, name != .lstrip)
        guard let characters = bound.value(0) else { return text.trimmed(start: start, end: end) }
        guard let characters = characters.text else {
            throw TemplateError.type("\(name.rawValue) arg must be None or str")
        }
        return text.trimmed(characters, start: start, end: end)
    }

    private static let splitSignature = Signature("split", "sep", "maxsplit", leading: 0)

    static func split(
        _ name: MethodName, _ text: Text, _ arguments: Arguments
    ) throws -> [Text] {
        let bound = try splitSignature.bind(arguments)
        let limit = try bound.int(1).flatMap { $0 < 0 ? nil : $0 }
        guard let separator = bound.value(0) else {
            return try text.splitAtSpace(limit: limit, fromEnd: name == .rsplit)
        }
        guard let separator = separator.text else {
            throw TemplateError.type("must be str or None, not \(separator.typeName)")
        }
        if separator.isEmpty { throw TemplateError.value("empty separator") }
        return try text.split(at: separator, limit: limit, fromEnd: name == .rsplit)
    }

    static func splitLines(_ text: Text, _ arguments: Arguments) throws -> [Text] {
        let bound = try Signature("splitlines", "keepends", leading: 0).bind(arguments)
        return try text.lines(keepingEnds: bound.int(0) ?? 0 != 0)
    }

    private static func partition(
        _ name: MethodName, _ text: Text, _ arguments: Arguments
    ) throws -> Value {
        let separator = try singleText(name, arguments)
        if separator.isEmpty { throw TemplateError.value("empty separator") }
        let parts = text.partition(at: separator, fromEnd: name == .rpartition)
        // What is found is the argument itself.
        let found = parts.1.isEmpty ? .string(.empty) : arguments[0] ?? .string(separator)
        return .tuple([.string(parts.0), found, .string(parts.2)])
    }

    private static func pad(
        _ name: MethodName, _ text: Text, _ arguments: Arguments
    ) throws -> Text {
        let bound = try Signature(
            name.rawValue, "width", "fillchar", required: 1, leading: 0, isPositionalOnly: true
        ).bind(arguments)
        let width = try bound.int(0) ?? 0
        var fill: Unicode.Scalar = " "
        if let value = bound[1] {
            guard let text = value.text else {
                throw TemplateError.type(
                    "The fill character must be a unicode character, not \(value.typeName)")
            }
            guard text.count == 1, let first = text.scalars.first else {
                throw TemplateError.type("The fill character must be exactly one character long")
            }
            fill = first
        }
        return switch name {
        case .center: try text.centered(in: width, with: fill)
        case .ljust: try text.padded(endTo: width, with: fill)
        default: try text.padded(startTo: width, with: fill)
        }
    }

    private static func join(_ separator: Text, _ value: Value) throws -> Text {
        guard value.isIterable else { throw TemplateError.type("can only join an iterable") }
        var parts: [Text] = []
        var iterator = try value.makeIterator()
        while let element = try iterator.next() {
            guard let text = element.text else {
                throw TemplateError.type(
                    "sequence item \(parts.count): expected str instance, \(element.typeName) found"
                )
            }
            parts.append(text)
        }
        return try Text.joined(parts, separator: separator)
    }

    private static let replaceSignature = Signature(
        "replace", "old", "new", "count", required: 2, leading: 0, isPositionalOnly: true)

    private static func replace(_ text: Text, _ arguments: Arguments) throws -> Text {
        let bound = try replaceSignature.bind(arguments)
        guard let old = try bound.text(0), let new = try bound.text(1) else { return text }
        let limit = try bound.int(2).flatMap { $0 < 0 ? nil : $0 }
        return try text.replacing(old, with: new, limit: limit)
    }
}
