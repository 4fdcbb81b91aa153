import DewarSigning
import DewarText

/// The clock of all signed text here: 14 November 2023, 22:13:20 UTC.
let now = HTTPDate(secondsSince1970: 1_700_000_000)

extension HTTPDate {
    /// The clock some seconds later.
    func after(_ seconds: Int) -> HTTPDate {
        HTTPDate(secondsSince1970: secondsSince1970 + seconds)
    }
}

/// The kind of error that something throws; nil when it throws none.
func kind(_ body: () throws -> Void) -> SigningError.Kind? {
    do { try body() } catch let error as SigningError { return error.kind } catch {}
    return nil
}

/// Numbers that are the same in every run: a test that fails can be run again.
struct Generator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
