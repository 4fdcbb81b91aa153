/// Python's `slice`: `start:stop:step`, each absent or an integer of any size.
struct Slice {
    var start: Value = .none
    var stop: Value = .none
    var step: Value = .none

    /// The first index, the step and the number of elements, for a sequence of `count`.
    ///
    /// - Throws: TypeError for bounds that are no integers, ValueError for a step of zero.
    /// - SeeAlso: CPython `PySlice_Unpack` and `PySlice_AdjustIndices`.
    func resolve(count: Int) throws -> (start: Int, step: Int, count: Int) {
        let step = try Self.bound(step) ?? 1
        guard step != 0 else { throw TemplateError.value("slice step cannot be zero") }
        let start = Self.clamp(try Self.bound(start), count, step, isStart: true)
        let stop = Self.clamp(try Self.bound(stop), count, step, isStart: false)
        let distance = step > 0 ? stop - start : start - stop
        guard distance > 0 else { return (start, step, 0) }
        return (start, step, (distance - 1) / Int(clamping: step.magnitude) + 1)
    }

    /// The first index and the one before which it ends, which may lie outside for steps backwards.
    func bounds(count: Int) throws -> (start: Int, stop: Int, step: Int) {
        let (start, step, _) = try resolve(count: count)
        return (start, Self.clamp(try Self.bound(stop), count, step, isStart: false), step)
    }

    /// The index where a slice of step 1 ends, which may lie before its start.
    func end(count: Int) throws -> Int {
        Self.clamp(try Self.bound(stop), count, 1, isStart: false)
    }

    private static func bound(_ value: Value) throws -> Int? {
        switch value {
        case .none: return nil
        case .integer(let value): return value.isNegative ? -.max : .max
        default:
            guard let int = value.int else {
                throw TemplateError.type(
                    "slice indices must be integers or None or have an __index__ method")
            }
            return max(int, -.max)
        }
    }

    private static func clamp(_ bound: Int?, _ count: Int, _ step: Int, isStart: Bool) -> Int {
        let lowest = step > 0 ? 0 : -1
        let highest = step > 0 ? count : count - 1
        guard let bound else { return (step > 0) == isStart ? lowest : highest }
        let index = bound < 0 ? bound + count : bound
        return min(max(index, lowest), highest)
    }

    /// The elements that the slice names.
    func elements(of elements: [Value]) throws -> [Value] {
        let (start, step, count) = try resolve(count: elements.count)
        if step == 1 { return Array(elements[start..<start + count]) }
        return (0..<count).map { elements[start &+ $0 &* step] }
    }
}
