import DewarFastCGI

/// The value of an option, as a person writes it.
protocol OptionValue: Sendable {
    /// Reads a value; nil for what is none.
    init?(argument: String)
}

/// A time: `30`, `0.5`, `500ms`, `2m`; seconds unless it says otherwise.
struct TimeOption: OptionValue {
    let duration: Duration

    init?(argument: String) {
        let units: [(String, Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)]
        let unit = units.first { argument.hasSuffix($0.0) }
        let digits = argument.dropLast(unit?.0.count ?? 0)
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2e }),
            let number = Double(digits)
        else { return nil }
        let seconds = number * (unit?.1 ?? 1)
        // Ten years: what is longer is a slip of the hand.
        guard seconds <= 315_360_000 else { return nil }
        duration = .milliseconds(Int64((seconds * 1000).rounded()))
    }
}

/// A number of bytes: `300000000`, `300M`, `1G`.
struct SizeOption: OptionValue {
    let bytes: Int

    init?(argument: String) {
        let units = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
        let unit = argument.last.flatMap { units[$0.uppercased()] }
        let digits = unit == nil ? argument[...] : argument.dropLast()
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits)
        else { return nil }
        let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: unit ?? 1)
        if isTooLarge || bytes == 0 { return nil }
        self.bytes = bytes
    }
}

/// File permissions: `0660`, `660`.
struct ModeOption: OptionValue {
    let mode: UInt32

    init?(argument: String) {
        guard argument.utf8.allSatisfy({ (0x30...0x37).contains($0) }),
            let mode = UInt32(argument, radix: 8), mode <= 0o777
        else { return nil }
        self.mode = mode
    }
}

/// A place to listen at: `/run/shop.sock`, `./shop.sock`, `unix:shop.sock`, `127.0.0.1:9000`,
/// `[::1]:9000`.
struct AddressOption: OptionValue {
    let address: ListeningAddress

    init?(argument: String) {
        if argument.hasPrefix("unix:") {
            address = .unix(path: String(argument.dropFirst(5)))
            return
        }
        guard !argument.hasPrefix("/"), !argument.hasPrefix("."),
            let colon = argument.lastIndex(of: ":")
        else {
            // A word alone is as likely meant to be a host or a port.
            guard argument.contains("/") else { return nil }
            address = .unix(path: argument)
            return
        }
        guard let port = UInt16(argument[argument.index(after: colon)...]) else { return nil }
        var host = argument[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        if host.isEmpty { return nil }
        address = .tcp(host: String(host), port: port)
    }
}

/// How the log is written: `text`, `json`.
extension LogFormat: OptionValue {
    init?(argument: String) { self.init(rawValue: argument) }
}

/// Addresses of clients: `10.0.0.7`, `10.0.0.0/8`, `fd00::/8`.
struct RangeOption: OptionValue {
    let range: AddressRange

    init?(argument: String) {
        guard let range = AddressRange(argument) else { return nil }
        self.range = range
    }
}
