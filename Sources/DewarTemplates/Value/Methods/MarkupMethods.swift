import DewarText

/// The methods of `markupsafe.Markup`: those of `str`, but they escape what comes in and most of
/// them give `Markup` again.
///
/// - SeeAlso: `markupsafe.Markup`.
enum MarkupMethods {
    /// What `Markup` has and `str` has not.
    static let names: Set<MethodName> = [.striptags, .unescape, .escape]

    static func call(
        _ name: MethodName, of text: Text, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        switch name {
        case .striptags: return .string(try HTMLText.strippingTags(text))
        case .unescape: return .string(HTMLText.unescaped(text))
        case .escape: return .markup(try StringMethods.single(name, arguments).escaped())
        case .format:
            return .markup(try FieldFormat.format(text, arguments, isMarkup: true, state))
        case .formatMap:
            return .markup(try FieldFormat.formatMap(text, arguments, isMarkup: true, state))
        case .join:
            let elements = try StringMethods.single(name, arguments).elements()
            let parts = try elements.map { try $0.escaped() }
            return .markup(try Text.joined(parts, separator: text))
        case .replace, .ljust, .rjust, .center:
            let escaped = try escapingSecond(arguments)
            return safe(try StringMethods.call(name, of: text, escaped, state))
        default:
            let result = try StringMethods.call(name, of: text, arguments, state)
            return losesMarkup(name) ? result : safe(result)
        }
    }

    /// Whether `Markup` has a method of its own, and not that of `str`.
    static func isOwn(_ name: MethodName) -> Bool {
        switch name {
        case .count, .encode, .endswith, .find, .index, .isalnum, .isalpha, .isascii, .isdecimal,
            .isdigit, .isidentifier, .islower, .isnumeric, .isprintable, .isspace, .istitle,
            .isupper, .maketrans, .rfind, .rindex, .startswith:
            false
        default: true
        }
    }

    private static func losesMarkup(_ name: MethodName) -> Bool {
        switch name {
        case .encode, .maketrans: true
        default: false
        }
    }

    private static func escapingSecond(_ arguments: Arguments) throws -> Arguments {
        var values = arguments.positional
        if values.count > 1 { values[1] = .markup(try values[1].escaped()) }
        return Arguments(values, keywords: arguments.keywords)
    }

    /// The texts of a result as Markup.
    private static func safe(_ value: Value) -> Value {
        switch value {
        case .string(let text): .markup(text)
        case .list(let list): .list(list.elements.map(safe))
        case .tuple(let tuple): .tuple(tuple.elements.map(safe))
        default: value
        }
    }
}
