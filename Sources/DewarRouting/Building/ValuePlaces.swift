/// Where among the values given are those that a rule takes.
///
/// Names are compared once, when the rule is chosen; domain, path and query then go by places.
struct ValuePlaces {
    /// A byte for each of the first variables: its value's place.
    private var places = UInt64.max
    /// A bit for each of the first values: whether the rule takes it.
    private var taken: UInt64 = 0

    private static let unknown = 0xFF

    /// Notes where a variable's value is.
    ///
    /// - Parameters:
    ///   - variable: The variable's number among those without a default.
    ///   - place: The value's place.
    @inline(__always)
    mutating func set(_ variable: Int, to place: Int) {
        take(place)
        guard variable < 8, place < Self.unknown else { return }
        let shift = UInt64(variable &* 8)
        places &= ~(0xFF &<< shift) | UInt64(place) &<< shift
    }

    /// Notes that the rule takes a value.
    @inline(__always)
    mutating func take(_ place: Int) {
        if place < 64 { taken |= 1 &<< UInt64(place) }
    }

    /// The place of a variable's value; nil when it has to be looked up.
    @inline(__always)
    func place(of variable: Int) -> Int? {
        guard variable < 8 else { return nil }
        let place = Int(places &>> UInt64(variable &* 8) & 0xFF)
        return place == Self.unknown ? nil : place
    }

    /// Whether the rule takes a value; nil when its name has to be looked up.
    @inline(__always)
    func isTaken(_ place: Int) -> Bool? {
        place < 64 ? taken &>> UInt64(place) & 1 != 0 : nil
    }
}
