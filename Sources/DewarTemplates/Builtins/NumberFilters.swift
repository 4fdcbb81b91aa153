/// `abs`, `filesizeformat`, `float`, `int`, `round`, `sum`.
extension BuiltinFilters {
    static let numberFilters: [Filter] = [
        Filter("abs", absolute),
        Filter("filesizeformat", fileSize),
        Filter("float") { value, arguments, _ in
            let bound = try floatSignature.bind(arguments)
            do {
                return .float(try value.convertedToFloat())
            } catch let error as TemplateError where error.kind.isConversionError {
                return bound[0] ?? 0.0
            }
        },
        Filter("int", integer),
        Filter("round", round),
        Filter("sum", sum),
    ]

    @Sendable private static func absolute(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        guard arguments.isEmpty else {
            throw TemplateError.type(
                "abs() takes exactly one argument (\(arguments.count + 1) given)")
        }
        switch value {
        case .float(let number): return .float(number.magnitude)
        case .int, .bool, .integer:
            return try Value.compare(value, .less, 0) ? value.negated() : value.unaryPlus()
        default: throw TemplateError.type("bad operand type for abs(): '\(value.typeName)'")
        }
    }

    private static let fileSizeSignature = Signature("do_filesizeformat", "binary")

    @Sendable private static func fileSize(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let isBinary = try fileSizeSignature.bind(arguments).isTrue(0)
        let bytes = try value.convertedToFloat()
        let base = isBinary ? 1024 : 1000
        if bytes == 1 { return "1 Byte" }
        if bytes < Double(base) {
            let whole = try Value.float(bytes).convertedToInteger().printed()
            return .string("\(whole) Bytes")
        }
        let prefixes =
            isBinary
            ? ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"]
            : ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"]
        // Python compares the number with the exact power.
        var unit = BigInteger(base)
        var prefix = ""
        for next in prefixes {
            unit = unit * BigInteger(base)
            prefix = next
            if try Value.compare(.float(bytes), .less, Value(unit)) { break }
        }
        let size = Double(base) * bytes / (unit.double ?? 1)
        let format = FloatFormat(notation: .fixed, precision: 1)
        return .string("\(try format.text(of: size)) \(prefix)")
    }

    private static let floatSignature = Signature("do_float", "default")
    private static let integerSignature = Signature("do_int", "default", "base")

    @Sendable private static func integer(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let bound = try integerSignature.bind(arguments)
        do {
            if let text = value.text {
                return try NumberParsing.integer(text, base: bound.int(1) ?? 10)
            }
            return try value.convertedToInteger()
        } catch let error as TemplateError where error.kind.isConversionError {
            do {
                return try Value.float(value.convertedToFloat()).convertedToInteger()
            } catch let error as TemplateError
                where error.kind.isConversionError || error.kind == .overflowError
            {
                return bound[0] ?? 0
            }
        }
    }

    private static let sumSignature = Signature("sync_do_sum", "attribute", "start")

    @Sendable private static func sum(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let bound = try sumSignature.bind(arguments)
        let getter = try bound.value(0).map { try state.getter($0) }
        var iterator = try value.makeIterator()
        var total = bound[1] ?? 0
        if total.text != nil {
            throw TemplateError.type("sum() can't sum strings [use ''.join(seq) instead]")
        }
        while true {
            try state.countStep()
            // The usual case: small numbers, or dictionaries that have them.
            if case .int(let number) = total,
                let sum = iterator.next(reading: { add($0, getter, to: number) })
            {
                total = .int(sum)
                continue
            }
            guard let element = try iterator.next() else { return total }
            total = try Value.apply(.add, total, getter?.value(of: element, state) ?? element)
        }
    }

    /// The sum of a small number and that of an element; nil if one of them is not small.
    @inline(__always)
    private static func add(
        _ element: UnretainedValue, _ getter: AttributeGetter?, to number: Int
    ) -> Int? {
        let summand: Int
        if let getter {
            guard let found = getter.number(of: element) else { return nil }
            summand = found
        } else {
            guard case .int(let found) = element else { return nil }
            summand = found
        }
        let (sum, overflow) = number.addingReportingOverflow(summand)
        return overflow ? nil : sum
    }
}

extension TemplateError.Kind {
    /// Whether it is what Python's number types throw for values that they do not take.
    fileprivate var isConversionError: Bool { self == .typeError || self == .valueError }
}
