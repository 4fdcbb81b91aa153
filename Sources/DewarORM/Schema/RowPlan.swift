/// Where the columns of a row lie in the memory of a value.
///
/// It does not know the model's type: code that does, in another module, is not specialized, and
/// takes several times as long.
struct RowPlan: Sendable {
    /// Nothing in it is counted, so that it is read without a look at a counter.
    private struct Step: Sendable {
        /// In bytes; negative for a computed property.
        let offset: Int
        let access: FieldAccess
    }

    private let steps: [Step]
    /// What reads and writes the other types' properties; nil where no step needs it.
    private let accessors: [any FieldAccessor]
    /// The places of columns that are computed properties.
    let computed: [Int]

    init<M: Model>(_ fields: [Field<M>]) {
        steps = fields.map { Step(offset: $0.offset ?? -1, access: $0.access) }
        accessors = fields.map(\.accessor)
        computed = fields.indices.filter { fields[$0].offset == nil }
    }

    /// Whether a column is a stored property.
    func isStored(_ index: Int) -> Bool { steps[index].offset >= 0 }

    /// Writes a row.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - start: Where its columns begin.
    ///   - base: The memory of a whole value.
    /// - Returns: The place of a column whose value does not fit; nil if all do.
    func write(
        _ row: any DriverRow, from start: Int, to base: UnsafeMutableRawPointer
    ) -> Int? {
        steps.withUnsafeBufferPointer { steps in
            for index in steps.indices where steps[index].offset >= 0 {
                let place = base + steps[index].offset
                if steps[index].access.write(row, start + index, to: place) { continue }
                let value = row.value(at: start + index)
                guard accessors[index].write(value, to: place) else { return index }
            }
            return nil
        }
    }

    /// Writes one column that is no computed property.
    ///
    /// - Parameters:
    ///   - index: Which of the columns.
    ///   - row: A row.
    ///   - column: The value's place in it.
    ///   - base: The memory of a whole value.
    /// - Returns: false for a value that does not fit.
    func write(
        _ index: Int, _ row: any DriverRow, at column: Int, to base: UnsafeMutableRawPointer
    ) -> Bool {
        let place = base + steps[index].offset
        return steps[index].access.write(row, column, to: place)
            || accessors[index].write(row.value(at: column), to: place)
    }

    /// Reads a row; computed properties are `NULL` in it.
    ///
    /// - Parameters:
    ///   - base: The memory of a whole value.
    ///   - skipped: A column that is left out.
    /// - Returns: A value per column.
    func read(from base: UnsafeRawPointer, without skipped: Int? = nil) -> [DatabaseValue] {
        var values: [DatabaseValue] = []
        values.reserveCapacity(steps.count)
        for index in steps.indices where index != skipped {
            values.append(read(index, from: base))
        }
        return values
    }

    /// Reads one column; a computed property is `NULL`.
    ///
    /// - Parameters:
    ///   - index: Which of the columns.
    ///   - base: The memory of a whole value.
    /// - Returns: Its value.
    func read(_ index: Int, from base: UnsafeRawPointer) -> DatabaseValue {
        let step = steps[index]
        guard step.offset >= 0 else { return .null }
        let place = base + step.offset
        return step.access.read(from: place) ?? accessors[index].read(from: place)
    }

    /// Leaves as little in a value as the types of its properties allow.
    ///
    /// - Parameter base: The memory of a whole value.
    func clear(_ base: UnsafeMutableRawPointer) {
        let blanks: [DatabaseValue] = [.null, .text(""), .bytes([]), .json("[]"), .json("{}")]
        for index in steps.indices where steps[index].offset >= 0 {
            _ = blanks.contains { accessors[index].write($0, to: base + steps[index].offset) }
        }
    }
}
