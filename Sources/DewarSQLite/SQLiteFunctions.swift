private import CSQLite
private import DewarORM
private import FoundationEssentials

/// What SQLite lacks: decimal numbers, which are kept as text.
///
/// A column of them has the collation `dewar_decimal`, so that comparisons, order, indexes, `min`
/// and `max` go by number; `dewar_sum` adds them exactly.
enum SQLiteFunctions {
    static func install(in database: OpaquePointer?) {
        sqlite3_create_collation_v2(
            database, "dewar_decimal", SQLITE_UTF8, nil,
            { _, leftCount, left, rightCount, right in
                DecimalOrder.compare(
                    UnsafeRawBufferPointer(start: left, count: Int(leftCount)),
                    UnsafeRawBufferPointer(start: right, count: Int(rightCount)))
            }, nil)
        sqlite3_create_function_v2(
            database, "dewar_sum", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nil, nil,
            { context, _, arguments in SQLiteFunctions.addDecimal(context, arguments?[0]) },
            { context in SQLiteFunctions.finishSum(context) }, nil)
    }

    /// What lies in SQLite's memory while a sum grows: zeroes at first.
    private final class Sum {
        var value: Decimal? = 0
    }

    fileprivate static func addDecimal(_ context: OpaquePointer?, _ argument: OpaquePointer?) {
        guard let argument, sqlite3_value_type(argument) != SQLITE_NULL,
            let place = sqlite3_aggregate_context(
                context, Int32(MemoryLayout<UnsafeMutableRawPointer?>.size))?
                .assumingMemoryBound(to: UnsafeMutableRawPointer?.self)
        else { return }
        if place.pointee == nil { place.pointee = Unmanaged.passRetained(Sum()).toOpaque() }
        guard let pointer = place.pointee else { return }
        let sum = Unmanaged<Sum>.fromOpaque(pointer).takeUnretainedValue()
        let text = sqlite3_value_text(argument).map { String(cString: $0) } ?? ""
        guard let value = DecimalText.decimal(text), let total = sum.value else {
            sum.value = nil
            return
        }
        let result = total + value
        sum.value = result.isFinite ? result : nil
    }

    fileprivate static func finishSum(_ context: OpaquePointer?) {
        guard
            let pointer = sqlite3_aggregate_context(context, 0)?
                .assumingMemoryBound(to: UnsafeMutableRawPointer?.self).pointee
        else {
            sqlite3_result_null(context)
            return
        }
        let sum = Unmanaged<Sum>.fromOpaque(pointer).takeRetainedValue()
        guard let value = sum.value else {
            sqlite3_result_error(context, "a decimal number is beyond 38 digits", -1)
            return
        }
        let text = value.description
        dewar_sqlite3_result_text(context, text, sqlite3_uint64(text.utf8.count))
    }
}
