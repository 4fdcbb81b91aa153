import DewarORM
import DewarPostgreSQL
import FoundationEssentials
import PostgreSQLFixture
import Testing

/// Values that PostgreSQL gives: as text at the first run of a statement, in binary form later.
@Suite(.enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL is not installed"))
struct PostgreSQLValueTests {
    static let values: [(String, DatabaseValue)] = [
        ("NULL::int", .null), ("(-32768)::int2", .integer(-32768)),
        ("2147483647::int4", .integer(2_147_483_647)),
        ("(-9223372036854775808)::int8", .integer(.min)),
        ("9223372036854775807::int8", .integer(.max)), ("4294967295::oid", .integer(4_294_967_295)),
        ("0.1::float4", .double(0.1)), ("2.5e-300::float8", .double(2.5e-300)),
        ("'-Infinity'::float8", .double(-.infinity)), ("true", .bool(true)),
        ("false", .bool(false)), ("''::text", .text("")), ("'한글'::varchar(3)", .text("한글")),
        ("'a'::char(3)", .text("a  ")), ("'n'::name", .text("n")),
        ("'\\x00ff27'::bytea", .bytes([0, 255, 39])), ("''::bytea", .bytes([])),
        ("0::numeric", .decimal(0)), ("12.50::numeric", .decimal(decimal("12.5"))),
        ("(-0.00012)::numeric", .decimal(decimal("-0.00012"))),
        (
            "123456789012345678901234567890.12345678::numeric",
            .decimal(decimal("123456789012345678901234567890.12345678"))
        ),
        ("100000000::numeric", .decimal(100_000_000)), ("1e20::numeric", .decimal(decimal("1e20"))),
        ("'NaN'::numeric", .text("NaN")), ("'Infinity'::numeric", .text("Infinity")),
        ("'-Infinity'::numeric", .text("-Infinity")),
        ("1e40::numeric + 1", .text("1" + String(repeating: "0", count: 39) + "1")),
        (
            "'2026-11-22 16:43:46.5+05:30'::timestamptz",
            .timestamp(Date(timeIntervalSince1970: 1_795_346_026.5))
        ),
        (
            "'1969-12-31 23:59:59.75+00'::timestamptz",
            .timestamp(Date(timeIntervalSince1970: -0.25))
        ),
        ("'infinity'::timestamptz", .text("infinity")),
        ("'-infinity'::timestamp", .text("-infinity")),
        ("'12026-01-02 03:04:05.25+00'::timestamptz", .text("12026-01-02 03:04:05.25+00")),
        ("'0044-03-15 12:00:00 BC'::timestamp", .text("0044-03-15 12:00:00 BC")),
        (
            "'9999-12-31 23:59:59.999999'::timestamp",
            LocalDateTime("9999-12-31 23:59:59.999999").map { .localTimestamp($0) } ?? .null
        ),
        ("'0001-01-01'::date", LocalDate("0001-01-01").map { .date($0) } ?? .null),
        ("'0001-12-31 BC'::date", .text("0001-12-31 BC")), ("'infinity'::date", .text("infinity")),
        ("'10000-01-01'::date", .text("10000-01-01")),
        ("'23:59:59.999999'::time", LocalTime("23:59:59.999999").map { .time($0) } ?? .null),
        ("'24:00'::time", .text("24:00:00")),
        (
            "'0B5A1E9C-7d4f-4c39-9d55-0e3c6a1f2b4d'::uuid",
            UUID(uuidString: "0b5a1e9c-7d4f-4c39-9d55-0e3c6a1f2b4d").map { .uuid($0) } ?? .null
        ),
        ("'{\"b\": 1}'::jsonb", .json("{\"b\": 1}")), ("'{\"b\":1}'::json", .json("{\"b\":1}")),
        // Of which the binary form is not known here.
        ("ARRAY[1,2]", .text("{1,2}")), ("'1 day'::interval", .text("P1D")),
        ("'10.0.0.1'::inet", .text("10.0.0.1")), ("'[1,2)'::int4range", .text("[1,2)")),
    ]

    static func decimal(_ text: String) -> Decimal { Decimal(string: text) ?? .nan }

    @Test func valuesAreTheSameInBothForms() throws {
        let database = try Database(PostgreSQLServer.shared.get().url(), using: .postgresql)
        defer { database.close() }
        for (expression, wanted) in Self.values {
            for run in 1...3 {
                let query = database.sql(RawSQL(trusted: "SELECT \(expression), 'x'::text"))
                let row = try #require(try query.first())
                #expect(row.values == [wanted, .text("x")], "\(expression), run \(run)")
            }
        }
    }

    @Test func valuesComeBackAsTheyWereBound() throws {
        let database = try Database(PostgreSQLServer.shared.get().url(), using: .postgresql)
        defer { database.close() }
        var random = SplitMix(seed: 3)
        for number in 0..<500 {
            let values: [DatabaseValue] = [
                .integer(.random(in: .min ... .max, using: &random)),
                .double(Double(bitPattern: .random(in: 0..<0x7FF0_0000_0000_0000, using: &random))),
                .bool(.random(using: &random)),
                .bytes((0..<(number % 40)).map { _ in .random(in: 0...255, using: &random) }),
                .decimal(
                    Decimal(
                        sign: .random(using: &random) ? .minus : .plus,
                        exponent: .random(in: -30...30, using: &random),
                        significand: Decimal(UInt64.random(in: 0 ... .max, using: &random)))),
                .timestamp(
                    Date(timeIntervalSinceReferenceDate: .random(in: -1e9...1e9, using: &random))),
                .uuid(UUID()),
            ]
            let types = ["int8", "float8", "bool", "bytea", "numeric", "timestamptz", "uuid"]
            for (value, type) in zip(values, types) {
                let found = try database.sql(
                    RawSQL(trusted: "SELECT ") + "\(Bound(value))" + RawSQL(trusted: "::\(type)")
                ).first()?.values.first
                if case .timestamp(let date) = value, case .timestamp(let other)? = found {
                    #expect(abs(date.timeIntervalSince(other)) < 0.000001)
                } else if case .decimal(let value) = value, case .text(let text)? = found {
                    // More digits than `Decimal` holds, zeros among them.
                    #expect(text.utf8.count > 38, "\(value)")
                } else {
                    #expect(found == value)
                }
            }
        }
    }

    /// Any value, as a column's.
    struct Bound: ColumnValue {
        let databaseValue: DatabaseValue
        static let columnType = ColumnType.text(length: nil)

        init(_ value: DatabaseValue) { databaseValue = value }
        init?(databaseValue: DatabaseValue) { self.databaseValue = databaseValue }
        init(from decoder: any Decoder) throws { databaseValue = .null }
        func encode(to encoder: any Encoder) throws {}
    }
}
