/// `replace`, `trim`, `truncate`, `format`, `join`, `wordcount`.
extension BuiltinFilters {
    static let textFilters: [Filter] = [
        Filter("replace", replace),
        Filter("trim", trim),
        Filter("truncate", truncate),
        Filter("format", format),
        Filter("join", join),
        Filter("wordcount") { value, arguments, _ in
            try Signature.checkNone("do_wordcount", arguments)
            return .int(wordCount(try value.printed()))
        },
    ]

    private static let replaceSignature = Signature(
        "do_replace", "old", "new", "count", required: 2)

    @Sendable private static func replace(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        // The usual case: texts that are no HTML, whatever is escaped.
        if case .string(let text) = value, let (old, new) = arguments.pairOfTexts {
            return .string(try text.replacing(old, with: new))
        }
        let bound = try replaceSignature.bind(arguments)
        guard let old = bound[0], let new = bound[1] else { return value }
        let limit = try bound.value(2).map { try $0.asClampedIndex() }.flatMap { $0 < 0 ? nil : $0 }
        guard state.autoescape else {
            return .string(
                try value.printed().replacing(old.printed(), with: new.printed(), limit: limit))
        }
        let isEscaped = try old.html() != nil || new.html() != nil && value.html() == nil
        let subject = isEscaped ? Value.markup(try value.escaped()) : try value.softText()
        guard case .markup(let text) = subject else {
            return .string(
                try subject.printed().replacing(
                    old.printed(), with: new.printed(), limit: limit))
        }
        return .markup(
            try text.replacing(old.printed(), with: new.softText().escaped(), limit: limit))
    }

    private static let trimSignature = Signature("do_trim", "chars")

    @Sendable private static func trim(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let bound = try trimSignature.bind(arguments)
        guard let characters = bound.value(0) else {
            return try value.mapSoftText { $0.trimmed() }
        }
        guard let characters = characters.text else {
            throw TemplateError.type("strip arg must be None or str")
        }
        return try value.mapSoftText { $0.trimmed(characters) }
    }

    private static let ellipsis: Value = "..."

    private static let truncateSignature = Signature(
        "do_truncate", "length", "killwords", "end", "leeway")

    @Sendable private static func truncate(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let bound = try truncateSignature.bind(arguments)
        let length = bound[0] ?? 255
        let end = bound[2] ?? ellipsis
        let leeway = bound.value(3) ?? .int(state.settings.policies.truncateLeeway)
        if case .string(let text) = value, case .int(let length) = length,
            case .string(let end) = end, case .int(let leeway) = leeway,
            length >= end.count, leeway >= 0
        {
            if text.count - length <= leeway { return value }
            return .string(
                try text.truncated(
                    to: length - end.count, atSpace: !bound.isTrue(1), end: end))
        }
        let endLength = Value.int(try end.length())
        guard try Value.compare(length, .greaterOrEqual, endLength) else {
            throw TemplateError(
                .assertionError,
                "expected length >= \(try endLength.printed()), got \(try length.printed())")
        }
        guard try Value.compare(leeway, .greaterOrEqual, 0) else {
            throw TemplateError(
                .assertionError, "expected leeway >= 0, got \(try leeway.printed())")
        }
        let most = try Value.apply(.add, length, leeway)
        if try Value.compare(.int(value.length()), .lessOrEqual, most) { return value }
        let kept = try Value.apply(.subtract, length, endLength)
        var result = try value.sliced(Slice(stop: kept))
        if try !bound.isTrue(1) {
            guard let text = result.text else {
                throw TemplateError.attribute(result.typeName, "rsplit")
            }
            let first = text.split(at: " ", limit: 1, fromEnd: true)[0]
            result = result.isMarkup ? .markup(first) : .string(first)
        }
        return try Value.apply(.add, result, end)
    }

    @Sendable private static func format(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        if arguments.count > 0, !arguments.keywords.isEmpty {
            throw TemplateError.filterArgument(
                "can't handle positional and keyword arguments at the same time")
        }
        let text = try value.softText()
        guard arguments.hasKeywords else {
            return try PercentFormat.format(
                text.text ?? .empty, isMarkup: text.isMarkup, withAll: arguments.positional)
        }
        let mapping = Dict()
        for keyword in arguments.keywords { try mapping.set(keyword.name, to: keyword.value) }
        return try Value.apply(.remainder, text, .dict(mapping))
    }

    private static let joinSignature = Signature("sync_do_join", "d", "attribute")

    @Sendable private static func join(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let bound = try joinSignature.bind(arguments)
        let separator = bound[0] ?? .string(.empty)
        let getter = try bound.value(1).map { try state.getter($0) }
        var iterator = try value.makeIterator()
        var items: [Value] = []
        items.reserveCapacity(value.expectedCount)
        var isPlain = true
        while var item = try iterator.next() {
            try Value.checkCount(items.count + 1)
            if let getter { item = try getter.value(of: item, state) }
            if case .string = item {} else { isPlain = false }
            items.append(item)
        }
        if isPlain, case .string(let separator) = separator {
            return .string(try Text.joined(items, separator: separator))
        }
        guard state.autoescape else {
            return .string(try joined(items, separator.printed()) { try $0.appendText(to: &$1) })
        }
        var isHTML = try separator.html() != nil
        if !isHTML { isHTML = try items.contains { try $0.html() != nil } }
        guard isHTML else {
            return .string(try joined(items, separator.printed()) { try $0.appendText(to: &$1) })
        }
        return .markup(try joined(items, separator.escaped()) { try $0.appendEscaped(to: &$1) })
    }

    private static func joined(
        _ items: [Value], _ separator: Text, _ append: (Value, inout Output) throws -> Void
    ) throws -> Text {
        var output = Output()
        for (index, item) in items.enumerated() {
            if index > 0 { output.append(separator) }
            try append(item, &output)
            try Value.checkSize(output.count)
        }
        return output.text
    }

    private static func wordCount(_ text: Text) -> Int {
        var count = 0
        var isInWord = false
        text.withBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                let (scalar, width) = UTF8Scan.scalar(in: bytes, at: offset)
                let isWord = scalar.isWordCharacter
                if isWord, !isInWord { count += 1 }
                isInWord = isWord
                offset += width
            }
        }
        return count
    }
}

extension Text {
    /// The first code points, up to the last space among them if there is one and it is wanted, and
    /// an end.
    fileprivate func truncated(to count: Int, atSpace: Bool, end: Text) throws -> Text {
        let limit = byteOffset(of: count)
        return try withBytes { bytes in
            var kept = limit
            if atSpace {
                while kept > 0, bytes[kept - 1] != UInt8(ascii: " ") { kept -= 1 }
                kept = kept == 0 ? limit : kept - 1
            }
            let head = UnsafeBufferPointer(rebasing: bytes[..<kept])
            return try Text.joining(head, end)
        }
    }
}
