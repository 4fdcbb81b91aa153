/// What a value is, without a reference of one's own to it.
///
/// Reading a variable or an entry otherwise costs a retain and a release, which is more than most
/// readers do with it. Valid as long as nothing changes the place that the value was read from:
/// hence for readers that call nothing of a template.
enum UnretainedValue {
    /// Nothing: Jinja2's `missing`.
    case missing
    case none
    case bool(Bool)
    case int(Int)
    case string(UnretainedText)
    case markup(UnretainedText)
    case list(Unmanaged<List>)
    case dict(Unmanaged<Dict>)
    case object(Unmanaged<Object>)
    case other

    @inline(__always)
    init(_ value: Value?) {
        switch value {
        case nil: self = .missing
        case .some(.none): self = .none
        case .bool(let truth): self = .bool(truth)
        case .int(let number): self = .int(number)
        case .string(let text): self = .string(text.unretained)
        case .markup(let text): self = .markup(text.unretained)
        case .list(let list): self = .list(.passUnretained(list))
        case .dict(let dict): self = .dict(.passUnretained(dict))
        case .object(let object): self = .object(.passUnretained(object))
        default: self = .other
        }
    }

    /// Appends the value, if that asks nothing of it but its bytes.
    ///
    /// - Returns: Whether it did.
    @inline(__always)
    func append(to output: inout Output) -> Bool {
        switch self {
        case .string(let text), .markup(let text): text.withBytes { output.append(utf8: $0) }
        case .int(let number): output.append(number)
        default: return false
        }
        return true
    }

    /// Appends the value, escaped for HTML, if that asks nothing of it but its bytes.
    ///
    /// - Returns: Whether it did.
    @inline(__always)
    func appendEscaped(to output: inout Output) -> Bool {
        switch self {
        case .string(let text): text.withBytes { output.append(escapingUTF8: $0) }
        case .markup(let text): text.withBytes { output.append(utf8: $0) }
        case .int(let number): output.append(number)
        default: return false
        }
        return true
    }

    /// The truth of the value, if that asks nothing of it but its size; else nil.
    @inline(__always)
    var truth: Bool? {
        switch self {
        case .none: false
        case .bool(let truth): truth
        case .int(let number): number != 0
        case .string(let text), .markup(let text): text.withBytes { !$0.isEmpty }
        case .list(let list): list._withUnsafeGuaranteedRef { !$0.elements.isEmpty }
        case .dict(let dict): dict._withUnsafeGuaranteedRef { $0.count > 0 }
        case .missing, .object, .other: nil
        }
    }
}

extension Value {
    /// The text of `str` and `Markup`, without a reference to it.
    @inline(__always)
    var unretainedText: UnretainedText? {
        switch UnretainedValue(self) {
        case .string(let text), .markup(let text): text
        default: nil
        }
    }
}
