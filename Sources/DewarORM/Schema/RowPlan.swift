/// Where the columns of a row lie in the memory of a value.
///
/// It does not know the model's type: code that does, in another module, is not specialized, and
/// takes several times as long.
struct RowPlan: Sendable {
    private struct Step: Sendable {
        /// In bytes; negative for a computed property.
        let offset: Int
        let access: FieldAccess
    }

    private let steps: [Step]
    /// The places of columns that are computed properties.
    let computed: [Int]

    init<M: Model>(_ fields: [Field<M>]) {
        steps = fields.map { Step(offset: $0.offset ?? -1, access: $0.access) }
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
        for index in steps.indices where steps[index].offset >= 0 {
            let place = base + steps[index].offset
            if !steps[index].access.write(values[start + index], to: place) { return index }
        }
        return nil
    }

    /// Reads a row; computed properties are `NULL` in it.
    ///
    /// - Parameter base: The memory of a whole value.
    /// - Returns: A value per column.
    func read(from base: UnsafeRawPointer) -> [DatabaseValue] {
        steps.map { $0.offset < 0 ? .null : $0.access.read(from: base + $0.offset) }
    }

    /// Leaves as little in a value as the types of its properties allow.
    ///
    /// - Parameter base: The memory of a whole value.
    func clear(_ base: UnsafeMutableRawPointer) {
        let blanks: [DatabaseValue] = [.null, .text(""), .bytes([]), .json("[]"), .json("{}")]
        for step in steps where step.offset >= 0 {
            _ = blanks.contains { step.access.write($0, to: base + step.offset) }
        }
    }
}
