import DewarTemplates
import Testing

/// Integers have no limit, and the operators round as in Python.
@Suite struct IntegerTests {
    @Test(arguments: [
        ("-7 // 2", "-4"),
        ("-7 % 3", "2"),
        ("7 % -3", "-2"),
        ("-7.5 // 2", "-4.0"),
        ("7.5 % -2", "-0.5"),
        ("-1 % 5.5", "4.5"),
        ("0.0 % -1", "-0.0"),
        ("1 // 0.3", "3.0"),
        ("-6 // -4", "1"),
        ("(-2**63) // -1", "9223372036854775808"),
        ("true + true", "2"),
        ("7 / 2", "3.5"),
        ("6 / 3", "2.0"),
    ])
    func operatorsRoundTowardsMinusInfinity(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }

    @Test(arguments: [
        ("2**63 - 1 + 1", "9223372036854775808"),
        ("-2**63 - 1", "-9223372036854775809"),
        ("2**64 * 2**64", "340282366920938463463374607431768211456"),
        ("(2**200 + 1) // (2**100)", "1267650600228229401496703205376"),
        ("(-2**200) % (3**50)", "249667313308346329176559"),
        ("10**40 // 7", "1428571428571428571428571428571428571428"),
        ("-(10**40) // 7", "-1428571428571428571428571428571428571429"),
        ("(10**20) ** 3", "1000000000000000000000000000000000000000000000000000000000000"),
        ("2**-2", "0.25"),
        ("(10**300) / (10**299)", "10.0"),
        ("(2**1100) / (2**1099)", "2.0"),
        ("7 ** 77 % 10**9", "287039207"),
        ("123456789 ** 5", "28679718602997181072337614380936720482949"),
        ("(2**127 - 1) - (2**127)", "-1"),
        ("(10**25)|string|length", "26"),
    ])
    func integersHaveNoLimit(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }

    @Test(arguments: [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("1 // 0", "ZeroDivisionError: integer division or modulo by zero"),
        ("1 % 0", "ZeroDivisionError: integer modulo by zero"),
        ("1.0 / 0", "ZeroDivisionError: float division by zero"),
        ("1.0 // 0", "ZeroDivisionError: float floor division by zero"),
        ("1.0 % 0", "ZeroDivisionError: float modulo"),
        ("0 ** -1", "ZeroDivisionError: 0.0 cannot be raised to a negative power"),
        ("10**400 + 0.5", "OverflowError: int too large to convert to float"),
        ("1e308 ** 2", "OverflowError: (34, 'Numerical result out of range')"),
        ("'a' + 1", #"TypeError: can only concatenate str (not "int") to str"#),
        ("1 + 'a'", "TypeError: unsupported operand type(s) for +: 'int' and 'str'"),
        ("[1] + (1,)", #"TypeError: can only concatenate list (not "tuple") to list"#),
        ("'a' * 'b'", "TypeError: can't multiply sequence by non-int of type 'str'"),
        ("'a' * 1.5", "TypeError: can't multiply sequence by non-int of type 'float'"),
        ("-'a'", "TypeError: bad operand type for unary -: 'str'"),
        ("+[]", "TypeError: bad operand type for unary +: 'list'"),
        ("none + 1", "TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'"),
        ("{} + {}", "TypeError: unsupported operand type(s) for +: 'dict' and 'dict'"),
        ("missing + 1", "UndefinedError: 'missing' is undefined"),
        ("1 - missing", "UndefinedError: 'missing' is undefined"),
    ])
    func errorsAreThoseOfPython(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }
}
