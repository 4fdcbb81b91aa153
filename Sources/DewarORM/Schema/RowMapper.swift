private import Synchronization

/// Makes values of rows and rows of values.
///
/// The first row goes through `Decodable`, which gives a whole value; every other is a copy of that
/// one in which each column is written at its place in memory.
final class RowMapper<M: Model>: Sendable {
    let fields: [Field<M>]
    private let plan: RowPlan
    /// What makes values, a ``RowMaker`` of the model, once there was a row: under a type that is
    /// the same for all models, which the runtime need not be asked for.
    private let maker = Mutex<(any AnyObject & Sendable)?>(nil)

    init(_ fields: [Field<M>]) {
        self.fields = fields
        plan = RowPlan(fields)
    }

    /// The place of a property's column; nil if the key path is none.
    func index(of path: PartialKeyPath<M>) -> Int? {
        fields.firstIndex { $0.path == path }
    }

    /// What makes values of rows.
    ///
    /// - Parameters:
    ///   - row: The first row, to make a value of if there is none yet.
    ///   - start: Where its columns begin.
    /// - Returns: A maker, to be used for all rows.
    /// - Throws: ``DatabaseError`` when no value can be made of the row.
    func maker(first row: any DriverRow, at start: Int) throws -> RowMaker<M> {
        if let maker = maker.withLock({ $0 }) {
            // Nothing else is ever put there, and a cast that looks takes as long as a row.
            return unsafeDowncast(maker, to: RowMaker<M>.self)
        }
        let values = fields.indices.map { row.value(at: start + $0) }
        var prototype = try PrototypeDecoder.make(M.self, fields, values)
        // What a row held is not kept for ever.
        withUnsafeMutableBytes(of: &prototype) { bytes in
            if let base = bytes.baseAddress { plan.clear(base) }
        }
        let made = RowMaker(prototype: prototype, plan: plan, fields: fields)
        maker.withLock { $0 = made }
        return made
    }

    /// Makes a value of a row.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - start: Where the model's columns begin in it.
    /// - Returns: The value.
    /// - Throws: ``DatabaseError`` when no value can be made of the row.
    func make(_ row: any DriverRow, at start: Int = 0) throws -> M {
        try maker(first: row, at: start).make(row, at: start)
    }

    /// The values of the columns, in order.
    ///
    /// - Parameters:
    ///   - model: A value.
    ///   - skipped: The place of a column that is left out.
    /// - Returns: A value per column.
    func values(of model: M, without skipped: Int? = nil) -> [DatabaseValue] {
        var values = withUnsafeBytes(of: model) { bytes in
            // A value without a byte has no address and only computed properties.
            bytes.baseAddress.map { plan.read(from: $0, without: skipped) }
                ?? Array(repeating: .null, count: fields.count - (skipped == nil ? 0 : 1))
        }
        for index in plan.computed where index != skipped {
            let isBehind = index > (skipped ?? index)
            values[isBehind ? index - 1 : index] = fields[index].get(model)
        }
        return values
    }

    /// The value of one column.
    func value(of index: Int, in model: M) -> DatabaseValue {
        guard plan.isStored(index) else { return fields[index].get(model) }
        return withUnsafeBytes(of: model) { bytes in
            bytes.baseAddress.map { plan.read(index, from: $0) } ?? .null
        }
    }

    /// Writes the value of one column.
    ///
    /// - Parameters:
    ///   - index: Which of the columns.
    ///   - model: The value to be changed.
    ///   - row: A row.
    ///   - column: The column's place in it.
    /// - Returns: false if what is there does not fit.
    func set(_ index: Int, of model: inout M, _ row: any DriverRow, at column: Int) -> Bool {
        guard plan.isStored(index) else {
            return fields[index].set(&model, row.value(at: column))
        }
        return withUnsafeMutableBytes(of: &model) { bytes in
            bytes.baseAddress.map { plan.write(index, row, at: column, to: $0) } ?? false
        }
    }
}

/// Makes values of rows.
final class RowMaker<M: Model>: Sendable {
    private let prototype: M
    private let plan: RowPlan
    private let fields: [Field<M>]

    init(prototype: M, plan: RowPlan, fields: [Field<M>]) {
        self.prototype = prototype
        self.plan = plan
        self.fields = fields
    }

    /// Makes a value.
    ///
    /// - Parameters:
    ///   - row: A row.
    ///   - start: Where the model's columns begin in it; there are as many as fields.
    /// - Returns: The value.
    /// - Throws: ``DatabaseError`` of kind `invalidValue` for a value that does not fit.
    func make(_ row: any DriverRow, at start: Int) throws -> M {
        var model = prototype
        try withUnsafeMutablePointer(to: &model) { try fill($0, row, at: start) }
        return model
    }

    /// Makes a value in memory that holds none yet.
    ///
    /// - Parameters:
    ///   - place: The memory; it holds none either after an error.
    ///   - row: A row.
    ///   - start: Where the model's columns begin in it; there are as many as fields.
    /// - Throws: ``DatabaseError`` of kind `invalidValue` for a value that does not fit.
    func make(
        in place: UnsafeMutablePointer<M>, _ row: any DriverRow, at start: Int
    ) throws {
        place.initialize(to: prototype)
        do {
            try fill(place, row, at: start)
        } catch {
            place.deinitialize(count: 1)
            throw error
        }
    }

    private func fill(
        _ place: UnsafeMutablePointer<M>, _ row: any DriverRow, at start: Int
    ) throws {
        if let fault = plan.write(row, from: start, to: UnsafeMutableRawPointer(place)) {
            throw misfit(fault, row.value(at: start + fault))
        }
        for index in plan.computed {
            let value = row.value(at: start + index)
            guard fields[index].set(&place.pointee, value) else { throw misfit(index, value) }
        }
    }

    private func misfit(_ index: Int, _ value: DatabaseValue) -> DatabaseError {
        .misfit(
            model: "\(M.self)", property: fields[index].property, type: "\(fields[index].type)",
            found: value.kindName)
    }
}
