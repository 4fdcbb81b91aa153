/// Tests of what kind of value it is.
extension BuiltinTests {
    static let typeTests: [Test] = [
        plain("boolean") { if case .bool = $0 { true } else { false } },
        plain("callable") { $0.isCallable },
        plain("defined") { !$0.isUndefined },
        plain("undefined") { $0.isUndefined },
        plain("false") { if case .bool(false) = $0 { true } else { false } },
        plain("true") { if case .bool(true) = $0 { true } else { false } },
        plain("float") { if case .float = $0 { true } else { false } },
        plain("integer") { value in
            switch value {
            case .int, .integer: true
            default: false
            }
        },
        plain("iterable") { try $0.isIterableForTest },
        plain("mapping") { value in
            switch value {
            case .dict: true
            case .object(let object): object.isMapping
            default: false
            }
        },
        plain("none") { $0.isNone },
        plain("number") { value in
            switch value {
            case .int, .integer, .float, .bool: true
            default: false
            }
        },
        plain("sequence") { value in
            switch value {
            case .string, .markup, .list, .tuple, .dict: true
            // An undefined value has a length and items, but using them may fail.
            case .undefined(let undefined): undefined.kind != .strict
            case .object(let object): try object.length() != nil && object.hasItems
            default: false
            }
        },
        plain("string") { $0.text != nil },
    ]
}

extension Value {
    /// Whether `iter(x)` works.
    ///
    /// - Throws: UndefinedError for a strict undefined value.
    fileprivate var isIterableForTest: Bool {
        get throws {
            if case .undefined(let undefined) = self, undefined.kind == .strict {
                throw undefined.error
            }
            return isIterable
        }
    }
}
