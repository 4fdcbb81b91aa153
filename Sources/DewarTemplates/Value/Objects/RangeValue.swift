/// Python's `range`: numbers that are made when they are asked for.
final class RangeValue: Object {
    let start: Int
    let stop: Int
    let step: Int
    let count: Int

    /// - Throws: OverflowError if there are more numbers than `Int` counts.
    init(start: Int, stop: Int, step: Int) throws {
        self.start = start
        self.stop = stop
        self.step = step
        let (first, last) = step > 0 ? (start, stop) : (stop, start)
        guard first < last else {
            count = 0
            return
        }
        let (distance, overflow) = last.subtractingReportingOverflow(first)
        // The last step must not leave the integers either.
        guard !overflow, step != .min, !stop.addingReportingOverflow(step).overflow else {
            throw TemplateError.overflow("Python int too large to convert to C ssize_t")
        }
        count = (distance - 1) / Int(step.magnitude) + 1
    }

    /// Makes a range of the arguments of `range(…)`.
    static func make(_ arguments: Arguments) throws -> RangeValue {
        guard arguments.keywords.isEmpty else {
            throw TemplateError.type("range() takes no keyword arguments")
        }
        let bounds = try arguments.positional.prefix(3).map { try $0.asIndex() }
        switch arguments.count {
        case 1: return try RangeValue(start: 0, stop: bounds[0], step: 1)
        case 2: return try RangeValue(start: bounds[0], stop: bounds[1], step: 1)
        case 3:
            guard bounds[2] != 0 else {
                throw TemplateError.value("range() arg 3 must not be zero")
            }
            return try RangeValue(start: bounds[0], stop: bounds[1], step: bounds[2])
        case 0: throw TemplateError.type("range expected at least 1 argument, got 0")
        default:
            throw TemplateError.type(
                "range expected at most 3 arguments, got \(arguments.count)")
        }
    }

    override var typeName: String { "range" }
    override var hasItems: Bool { true }
    override func isTrue() throws -> Bool { count > 0 }
    override func length() throws -> Int? { count }

    override func makeIterator() throws -> ValueIterator? {
        ValueIterator(start: start, step: step, count: count)
    }

    override func makeReversedIterator() throws -> ValueIterator? {
        guard count > 0 else { return .some(ValueIterator.empty) }
        return ValueIterator(start: start + (count - 1) * step, step: -step, count: count)
    }

    override func item(_ key: Value) throws -> Value? {
        guard let index = key.int else {
            throw TemplateError.type(
                "range indices must be integers or slices, not \(key.typeName)")
        }
        let position = index < 0 ? index &+ count : index
        guard position >= 0, position < count else {
            throw TemplateError.index("range object index out of range")
        }
        return .int(start + position * step)
    }

    override func slice(_ slice: Slice) throws -> Value? {
        let (first, end, stride) = try slice.bounds(count: count)
        let (step, overflow) = self.step.multipliedReportingOverflow(by: stride)
        guard !overflow else { throw TemplateError.overflow("step too large") }
        // Bounds within the range are integers; of an empty slice they do not matter.
        return .object(
            try RangeValue(
                start: start &+ first &* self.step, stop: start &+ end &* self.step, step: step))
    }

    override func contains(_ value: Value) throws -> Bool? {
        switch value {
        case .int, .bool: break
        case .float(let number):
            guard let int = Int(exactly: number) else { return false }
            return try contains(.int(int))
        case .undefined(let undefined):
            // Compared with a number, only a strict one is an error.
            if undefined.kind == .strict, count > 0 { throw undefined.error }
            return false
        default: return false
        }
        guard let value = value.int, count > 0 else { return false }
        let last = start + (count - 1) * step
        guard value >= min(start, last), value <= max(start, last) else { return false }
        return (value - start) % step == 0
    }

    override func attribute(_ name: Text) throws -> Value? {
        switch name {
        case "start": return .int(start)
        case "stop": return .int(stop)
        case "step": return .int(step)
        case "index", "count":
            let range = Value.object(self)
            return .object(
                Function(name.string) { arguments, _ in
                    let value = try Self.searchSignature.bind(arguments)[0] ?? .none
                    return .int(try Self.search(for: value, in: range, isCount: name == "count"))
                })
        default: return nil
        }
    }

    private static let searchSignature = Signature(
        "index", "value", required: 1, leading: 0, isPositionalOnly: true)

    /// `range.index` and `range.count`.
    private static func search(for value: Value, in range: Value, isCount: Bool) throws -> Int {
        guard case .object(let object) = range, let range = object as? RangeValue else { return 0 }
        let isContained = try range.contains(value) == true
        if isCount { return isContained ? 1 : 0 }
        guard isContained, let number = Int(exactly: try value.convertedToFloat()) else {
            throw TemplateError.value("\(try value.repr()) is not in range")
        }
        return ((value.int ?? number) - range.start) / range.step
    }

    override func isEqual(to other: Value) throws -> Bool? {
        guard case .object(let object) = other, let range = object as? RangeValue else {
            return false
        }
        return count == range.count
            && (count == 0 || start == range.start && (count == 1 || step == range.step))
    }

    override func hash() throws -> Int {
        TextHash.hash(count &* 31 &+ (count > 0 ? start : 0) &* 31 &+ (count > 1 ? step : 0))
    }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        output.append(string: "range(\(start), \(stop)\(step == 1 ? "" : ", \(step)"))")
    }
}
