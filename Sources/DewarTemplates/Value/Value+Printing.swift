extension Value {
    /// Appends what Python's `str` gives.
    ///
    /// - Throws: UndefinedError for a strict undefined value; RecursionError for values nested too
    ///   deep; ValueError for integers of more than 4300 digits.
    @inline(__always)
    func appendText(to output: inout Output) throws {
        switch self {
        case .string(let text), .markup(let text): output.append(text)
        case .int(let value): output.append(value)
        default: try appendOtherText(to: &output)
        }
    }

    private func appendOtherText(to output: inout Output) throws {
        switch self {
        case .undefined(let undefined): output.append(string: try undefined.printed())
        case .object(let object): try object.appendText(to: &output)
        case .string(let text), .markup(let text): output.append(text)
        default: try appendRepr(to: &output)
        }
    }

    /// Appends the value escaped for HTML, unless it is HTML already.
    ///
    /// - SeeAlso: MarkupSafe `escape`.
    @inline(__always)
    func appendEscaped(to output: inout Output) throws {
        switch self {
        case .string(let text): output.append(escaping: text)
        case .markup(let text): output.append(text)
        case .int(let value): output.append(value)
        default: try appendOtherEscaped(to: &output)
        }
    }

    private func appendOtherEscaped(to output: inout Output) throws {
        switch self {
        case .bool, .none, .float, .integer: try appendRepr(to: &output)
        default:
            if let html = try html() { return output.append(html) }
            var text = Output()
            try appendText(to: &text)
            text.withBytes { output.append(escapingUTF8: $0) }
        }
    }

    /// What Python's `repr` gives.
    func repr() throws -> Text {
        var output = Output()
        try appendRepr(to: &output)
        return output.text
    }

    /// What Python's `str` gives.
    func printed() throws -> Text {
        if let text { return text }
        var output = Output()
        try appendText(to: &output)
        return output.text
    }

    /// What `__html__` gives; nil if there is no such method.
    func html() throws -> Text? {
        switch self {
        case .markup(let text): text
        case .undefined(let undefined) where undefined.kind == .chainable: Text.empty
        case .object(let object): try object.html()
        default: nil
        }
    }

    /// What MarkupSafe's `escape` gives.
    func escaped() throws -> Text {
        if case .markup(let text) = self { return text }
        var output = Output()
        try appendEscaped(to: &output)
        return output.text
    }

    /// What MarkupSafe's `soft_str` gives: texts as they are, safe or not, all else printed.
    func softText() throws -> Value {
        switch self {
        case .string, .markup: self
        default: .string(try printed())
        }
    }

    /// Appends what Python's `repr` gives, with `depth` containers being printed around the value.
    func appendRepr(to output: inout Output, depth: Int = 0) throws {
        switch self {
        case .none: output.write("None")
        case .bool(let value): value ? output.write("True") : output.write("False")
        case .int(let value): output.append(value)
        case .integer(let value): output.append(string: try value.decimalText())
        case .float(let value): output.append(value)
        case .string(let text): output.append(repr: text)
        case .markup(let text):
            output.write("Markup(")
            output.append(repr: text)
            output.append(ascii: UInt8(ascii: ")"))
        case .undefined: output.write("Undefined")
        case .tuple(let tuple): try tuple.appendRepr(to: &output, depth: depth)
        case .list(let list): try list.appendRepr(to: &output, depth: depth)
        case .dict(let dict): try dict.appendRepr(to: &output, depth: depth)
        case .object(let object): try object.appendRepr(to: &output, depth: depth)
        }
    }
}

extension Tuple {
    fileprivate func appendRepr(to output: inout Output, depth: Int) throws {
        try Value.checkDepth(depth, "while getting the repr of an object")
        output.append(ascii: UInt8(ascii: "("))
        for (index, element) in elements.enumerated() {
            if index > 0 { output.write(", ") }
            try output.checkLimit()
            try element.appendRepr(to: &output, depth: depth + 1)
        }
        if elements.count == 1 { output.append(ascii: UInt8(ascii: ",")) }
        output.append(ascii: UInt8(ascii: ")"))
    }
}

extension List {
    fileprivate func appendRepr(to output: inout Output, depth: Int) throws {
        guard !output.isPrinting(self) else { return output.write("[...]") }
        try Value.checkDepth(depth, "while getting the repr of an object")
        output.beginPrinting(self)
        output.append(ascii: UInt8(ascii: "["))
        // What is printed may change the list; small numbers are printed where they lie.
        let elements = elements
        for index in elements.indices {
            if index > 0 { output.write(", ") }
            try output.checkLimit()
            if case .int(let number) = UnretainedValue(elements[index]) {
                output.append(number)
            } else {
                try elements[index].appendRepr(to: &output, depth: depth + 1)
            }
        }
        output.append(ascii: UInt8(ascii: "]"))
        output.endPrinting()
    }
}

extension Dict {
    fileprivate func appendRepr(to output: inout Output, depth: Int) throws {
        guard !output.isPrinting(self) else { return output.write("{...}") }
        try Value.checkDepth(depth, "while getting the repr of an object")
        output.beginPrinting(self)
        output.append(ascii: UInt8(ascii: "{"))
        var isFirst = true
        for entry in live {
            if !isFirst { output.write(", ") }
            isFirst = false
            try output.checkLimit()
            try entry.key.appendRepr(to: &output, depth: depth + 1)
            output.write(": ")
            try entry.value.appendRepr(to: &output, depth: depth + 1)
        }
        output.append(ascii: UInt8(ascii: "}"))
        output.endPrinting()
    }
}
