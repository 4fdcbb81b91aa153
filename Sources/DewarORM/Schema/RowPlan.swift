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

    /// Writes a row.
    ///
    /// - Parameters:
    ///   - values: The row.
    ///   - start: Where its columns begin.
    ///   - base: The memory of a whole value.
    /// - Returns: The place of a column whose value does not fit; nil if all do.
    func write(
        _ values: [DatabaseValue], from start: Int, to base: UnsafeMutableRawPointer
    ) -> Int? {
        // Once for all columns; a row that is too short traps here, as in any array.
        let row = values[start..<(start + steps.count)]
        return row.withUnsafeBufferPointer { row in
            steps.withUnsafeBufferPointer { steps in
                for index in steps.indices where steps[index].offset >= 0 {
                    let place = base + steps[index].offset
                    if steps[index].access.write(row[index], to: place) { continue }
                    guard accessors[index].write(row[index], to: place) else { return index }
                }
                return nil
            }
        }
    }

    /// Reads a row; computed properties are `NULL` in it.
    ///
    /// - Parameter base: The memory of a whole value.
    /// - Returns: A value per column.
    func read(from base: UnsafeRawPointer) -> [DatabaseValue] {
        steps.indices.map { index in
            let step = steps[index]
            guard step.offset >= 0 else { return .null }
            let place = base + step.offset
            return step.access.read(from: place) ?? accessors[index].read(from: place)
        }
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
