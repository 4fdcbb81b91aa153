/// The methods of `bytes`: those of `str`, of a text that has a code point for every byte.
///
/// Bytes beyond ASCII become code points for private use, which have neither case nor class and are
/// no white space, as these bytes.
///
/// - SeeAlso: CPython `Objects/bytesobject.c`.
enum BytesMethods {
    static let names: Set<MethodName> = [
        .capitalize, .center, .count, .decode, .endswith, .expandtabs, .find, .hex, .index,
        .isalnum, .isalpha, .isascii, .isdigit, .islower, .isspace, .istitle, .isupper, .join,
        .ljust, .lower, .lstrip, .partition, .removeprefix, .removesuffix, .replace, .rfind,
        .rindex, .rjust, .rpartition, .rsplit, .rstrip, .split, .splitlines, .startswith, .strip,
        .swapcase, .title, .upper, .zfill,
    ]

    /// Calls a method.
    static func call(
        _ name: MethodName, of bytes: Bytes, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        switch name {
        case .decode: return .string(try bytes.decoded(arguments))
        case .hex:
            try StringMethods.noArguments(name, "bytes", arguments)
            let digits = Array("0123456789abcdef".utf8)
            return .string(
                Text(utf8: bytes.bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }))
        default: break
        }
        let coder = Coder(name)
        var converted = Arguments(
            try arguments.positional.enumerated().map { index, value in
                try coder.text(of: value, isFirst: index == 0)
            })
        for keyword in arguments.keywords {
            let value = try coder.text(of: keyword.value, isFirst: keyword.name == "sep")
            _ = converted.append(value, named: keyword.name)
        }
        let text = coder.text(of: bytes.bytes)
        do {
            return coder.bytes(of: try StringMethods.call(name, of: text, converted, state))
        } catch let error as TemplateError where error.message == "substring not found" {
            throw TemplateError.value("subsection not found")
        }
    }

    private static let searches: Set<MethodName> = [.find, .rfind, .index, .rindex, .count]

    /// Makes texts of bytes for one method, and bytes of what it gives.
    private struct Coder {
        private let name: MethodName
        /// The white space of `str` that separates nothing in bytes.
        private let hidden: ClosedRange<UInt8>?

        /// The code point of the byte 0.
        private static let base: UInt32 = 0xE000

        init(_ name: MethodName) {
            self.name = name
            hidden =
                switch name {
                case .isascii: nil
                case .splitlines: 0x0B...0x1F
                default: 0x1C...0x1F
                }
        }

        func text(of bytes: [UInt8]) -> Text {
            Text(
                bytes.map { byte in
                    guard byte >= 0x80 || hidden?.contains(byte) == true && byte != 0x0D else {
                        return Unicode.Scalar(byte)
                    }
                    return Unicode.Scalar(Self.base + UInt32(byte)) ?? Unicode.Scalar(byte)
                })
        }

        /// An argument as the method of `str` takes it; `isFirst` tells whether it is what is looked
        /// for, filled in or joined.
        func text(of value: Value, isFirst: Bool) throws -> Value {
            switch (value, name) {
            case (.object(let object), _):
                guard let bytes = object as? Bytes else { return value }
                return .string(text(of: bytes.bytes))
            case (.int(let number), _) where isFirst && searches.contains(name):
                guard let byte = UInt8(exactly: number) else {
                    throw TemplateError.value("byte must be in range(0, 256)")
                }
                return .string(text(of: [byte]))
            case (.string, _), (.markup, _):
                throw TemplateError.type(
                    searches.contains(name)
                        ? "argument should be integer or bytes-like object, not '\(value.typeName)'"
                        : "a bytes-like object is required, not '\(value.typeName)'")
            case (.tuple(let tuple), .startswith), (.tuple(let tuple), .endswith):
                return .tuple(try tuple.elements.map { try text(of: $0, isFirst: true) })
            case (_, .join) where value.isIterable:
                return .list(
                    try value.elements().enumerated().map { index, element in
                        guard case .object(let object) = element, object is Bytes else {
                            throw TemplateError.type(
                                "sequence item \(index): expected a bytes-like object,"
                                    + " \(element.typeName) found")
                        }
                        return try text(of: element, isFirst: true)
                    })
            default: return value
            }
        }

        /// What the method of `bytes` gives for what that of `str` gave.
        func bytes(of value: Value) -> Value {
            switch value {
            case .string(let text): .object(Bytes(bytes(of: text)))
            case .list(let list): .list(list.elements.map(bytes))
            case .tuple(let tuple): .tuple(tuple.elements.map(bytes))
            default: value
            }
        }

        private func bytes(of text: Text) -> [UInt8] {
            text.scalars.map { UInt8(truncatingIfNeeded: $0.value) }
        }
    }
}
