import DewarText
import Testing

@Suite struct FloatTextTests {
    // From CPython: repr(x).
    @Test(arguments: [
        (0.0, "0.0"), (-0.0, "-0.0"), (1.0, "1.0"), (-1.5, "-1.5"), (0.1, "0.1"),
        (1e15, "1000000000000000.0"), (1e16, "1e+16"),
        (123456789012345680.0, "1.2345678901234568e+17"),
        (0.0001, "0.0001"), (0.00001, "1e-05"), (1.5e-7, "1.5e-07"), (1e100, "1e+100"),
        (.leastNonzeroMagnitude, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"),
        (100.0, "100.0"), (9007199254740993.0, "9007199254740992.0"), (0.00123, "0.00123"),
        (.infinity, "inf"), (-.infinity, "-inf"), (.nan, "nan"),
    ])
    func printsAsPythonDoes(value: Double, text: String) {
        #expect(FloatText.text(of: value) == text)
    }
}
