private import Synchronization

/// Makes values of rows and rows of values.
///
/// The first row goes through `Decodable`, which gives a whole value; every other is a copy of that
/// one in which each column is written at its place in memory.
final class RowMapper<M: Model>: Sendable {
    let fields: [Field<M>]
    private let plan: RowPlan
    /// What makes values, once there was a row.
    private let maker = Mutex<RowMaker<M>?>(nil)

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
    ///   - values: The first row, to make a value of if there is none yet.
    ///   - start: Where its columns begin.
    /// - Returns: A maker, to be used for all rows.
    /// - Throws: ``DatabaseError`` when no value can be made of the row.
    func maker(first values: [DatabaseValue], at start: Int) throws -> RowMaker<M> {
        if let maker = maker.withLock({ $0 }) { return maker }
        let row = Array(values[start..<(start + fields.count)])
        var prototype = try PrototypeDecoder.make(M.self, fields, row)
        // What a row held is not kept for ever.
        withUnsafeMutableBytes(of: &prototype) { bytes in
            if let base = bytes.baseAddress { plan.clear(base) }
        }
        let made = RowMaker(prototype: prototype, plan: plan, fields: fields)
        maker.withLock { $0 = made }
        return made
    }

    /// The values of the columns, in order.
    func values(of model: M) -> [DatabaseValue] {
        var values = withUnsafeBytes(of: model) { bytes in
            bytes.baseAddress.map(plan.read) ?? Array(repeating: .null, count: fields.count)
        }
        for index in plan.computed { values[index] = fields[index].get(model) }
        return values
    }

    /// The value of one column.
    func value(of index: Int, in model: M) -> DatabaseValue {
        fields[index].get(model)
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
    ///   - values: A row.
    ///   - start: Where the model's columns begin in it; there are as many as fields.
    /// - Returns: The value.
    /// - Throws: ``DatabaseError`` of kind `invalidValue` for a value that does not fit.
    func make(_ values: [DatabaseValue], at start: Int) throws -> M {
        var model = prototype
        try withUnsafeMutablePointer(to: &model) { try fill($0, values, at: start) }
        return model
    }

    /// Makes a value in memory that holds none yet.
    ///
    /// - Parameters:
    ///   - place: The memory; it holds none either after an error.
    ///   - values: A row.
    ///   - start: Where the model's columns begin in it; there are as many as fields.
    /// - Throws: ``DatabaseError`` of kind `invalidValue` for a value that does not fit.
    func make(
        in place: UnsafeMutablePointer<M>, _ values: [DatabaseValue], at start: Int
    ) throws {
        place.initialize(to: prototype)
        do {
            try fill(place, values, at: start)
        } catch {
            place.deinitialize(count: 1)
            throw error
        }
    }

    private func fill(
        _ place: UnsafeMutablePointer<M>, _ values: [DatabaseValue], at start: Int
    ) throws {
        if let fault = plan.write(values, from: start, to: UnsafeMutableRawPointer(place)) {
            throw misfit(fault, values[start + fault])
        }
        for index in plan.computed where !fields[index].set(&place.pointee, values[start + index]) {
            throw misfit(index, values[start + index])
        }
    }

    private func misfit(_ index: Int, _ value: DatabaseValue) -> DatabaseError {
        .misfit(
            model: "\(M.self)", property: fields[index].property, type: "\(fields[index].type)",
            found: value.kindName)
    }
}
