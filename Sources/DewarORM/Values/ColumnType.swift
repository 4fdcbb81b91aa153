/// What a column holds, as far as a database declares it.
///
/// ``Dialect`` turns it into the database's own type.
public enum ColumnType: Sendable, Hashable {
    /// Integers: 2, 4 or 8 bytes long.
    case integer(bytes: Int)
    /// Numbers with a fraction, of 64 bits.
    case double
    /// Truth values.
    case bool
    /// Text; nil for no limit, otherwise so many characters.
    case text(length: Int?)
    /// Bytes.
    case bytes
    /// Exact decimal numbers: so many digits, of which `scale` stand behind the point; nil for any.
    case decimal(DecimalSize?)
    /// Instants, which are shown in UTC.
    case timestamp
    /// Dates and times in no time zone.
    case localTimestamp
    /// Dates.
    case date
    /// Times of day.
    case time
    /// UUIDs.
    case uuid
    /// JSON.
    case json

    /// The size of a decimal number.
    public struct DecimalSize: Sendable, Hashable {
        /// The digits altogether.
        public var precision: Int
        /// The digits behind the point.
        public var scale: Int

        /// Makes a size.
        ///
        /// ```swift
        /// let type = ColumnType.decimal(.init(precision: 12, scale: 2))
        /// print(type)
        /// ```
        ///
        /// - SeeAlso: SQL `numeric(12, 2)`.
        public init(precision: Int, scale: Int) {
            self.precision = precision
            self.scale = scale
        }
    }
}
