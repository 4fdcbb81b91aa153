import DewarProcesses
import DewarText
import Glibc
public import Logging

/// Writes what is logged as JSON, a line for each event, to standard error.
///
/// ```swift
/// import Logging
///
/// let app = Application(logger: Logger(label: "shop") { JSONLogHandler(label: $0) }) { app in
///     app.route("/") { "Hello" }
/// }
/// ```
/// The members are `time` (UTC, microseconds), `level`, `label`, `message`, and those of the
/// metadata beside them: `{"time":"2026-11-22T13:05:59.123456Z","level":"info",…}`. Metadata of one
/// of these four names is left out.
///
/// - SeeAlso: swift-log `LogHandler`; RFC 8259.
public struct JSONLogHandler: LogHandler {
    /// What every event has.
    public var metadata: Logger.Metadata = [:]
    /// Gives what every event of a task has.
    public var metadataProvider: Logger.MetadataProvider?
    /// Events below it are left out.
    public var logLevel = Logger.Level.info

    private let label: String
    private let write: @Sendable ([UInt8]) -> Void

    /// Makes a handler.
    ///
    /// - Parameter label: The logger's label.
    public init(label: String) {
        self.init(label: label, write: Self.writeToStandardError)
    }

    /// Makes a handler whose lines somebody takes.
    package init(label: String, write: @escaping @Sendable ([UInt8]) -> Void) {
        self.label = label
        self.write = write
    }

    /// A value that every event has.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes an event.
    public func log(event: LogEvent) {
        var members: JSONObject = [
            "time": .string(LogTime.preciseNow), "level": .string("\(event.level)"),
            "label": .string(label), "message": .string("\(event.message)"),
        ]
        let all = (metadataProvider?.get() ?? [:])
            .merging(metadata) { $1 }
            .merging(event.metadata ?? [:]) { $1 }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) where members[key] == nil {
            members[key] = Self.json(value)
        }
        var bytes: [UInt8] = []
        JSONWriter(sortsKeys: false).append(.object(members), to: &bytes)
        write(bytes + [UInt8(ascii: "\n")])
    }

    private static func json(_ value: Logger.Metadata.Value) -> JSON {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let value as Int): .int(value)
        case .stringConvertible(let value as Double): .double(value)
        case .stringConvertible(let value as Bool): .bool(value)
        case .stringConvertible(let value): .string("\(value)")
        case .array(let values): .array(values.map(json))
        case .dictionary(let values):
            .object(JSONObject(values.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) }))
        }
    }

    /// In one call, so that lines of several threads do not mix.
    private static func writeToStandardError(_ line: [UInt8]) {
        line.withUnsafeBytes { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
