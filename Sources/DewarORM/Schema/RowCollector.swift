/// Makes values of rows in memory of its own, which becomes an array at the end.
///
/// An array that is not specialized asks the runtime for its own type at every row; a class has its
/// type with it.
final class RowCollector<M: Model> {
    private let mapper: RowMapper<M>
    private var maker: RowMaker<M>?
    private var memory: UnsafeMutablePointer<M>
    private var capacity = 16
    private(set) var count = 0

    init(_ mapper: RowMapper<M>) {
        self.mapper = mapper
        memory = .allocate(capacity: capacity)
    }

    deinit {
        memory.deinitialize(count: count)
        memory.deallocate()
    }

    /// Makes a value of a row.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - start: Where the model's columns begin in it.
    /// - Throws: ``DatabaseError`` when no value can be made of the row.
    func append(_ row: any DriverRow, at start: Int = 0) throws {
        let maker = try self.maker ?? first(row, at: start)
        if count == capacity { grow() }
        try maker.make(in: memory + count, row, at: start)
        count += 1
    }

    private func first(_ row: any DriverRow, at start: Int) throws -> RowMaker<M> {
        let maker = try mapper.maker(first: row, at: start)
        self.maker = maker
        return maker
    }

    private func grow() {
        let larger = UnsafeMutablePointer<M>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: memory, count: count)
        memory.deallocate()
        memory = larger
        capacity *= 2
    }

    /// Takes the values out.
    func take() -> [M] {
        let found = count
        count = 0
        return Array(unsafeUninitializedCapacity: found) { buffer, filled in
            if let start = buffer.baseAddress { start.moveInitialize(from: memory, count: found) }
            filled = found
        }
    }
}
